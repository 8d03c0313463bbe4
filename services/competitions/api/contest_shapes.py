"""What programs send and get of contests. Points and totals are decimals written as text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ContestsQuery(In):
    status: str = Field(default="", max_length=20)
    level: str = Field(default="", max_length=20)
    year: int | None = Field(default=None, ge=1900, le=9999)
    text: str = Field(default="", max_length=60)
    cursor: str = Field(default="", max_length=500)


class OpenIn(In):
    regulation_id: str = Field(max_length=80)
    rule: str = Field(max_length=80, description="contests 下的代号")
    title: str = Field(default="", max_length=120)
    organiser_unit_id: UUID | None = None
    held_on: date | None = None
    closes_on: date | None = None
    campaign: str = Field(default="", max_length=80)


class WinnersIn(In):
    from_contest_id: UUID = Field(description="下级比武")


class WhyIn(In):
    why: str = Field(max_length=500)


class EntryIn(In):
    name: str = Field(default="", max_length=40)
    unit_id: UUID
    trade: str = Field(max_length=40)
    class_: str = Field(default="", max_length=40, alias="class")
    sex: Literal["", "男", "女"] = ""
    born_on: date | None = None
    grade: str = Field(default="none", max_length=20)
    licences: dict[str, date | None] = Field(default_factory=dict, max_length=20)
    practice_days: int | None = Field(default=None, ge=0, le=100_000)
    industry: str = Field(default="", max_length=40)
    leader: str = Field(default="", max_length=40)
    phone: str = Field(default="", max_length=40)
    by_self: bool = Field(default=False, description="本人报名")


class DutyIn(In):
    person_id: UUID
    duty: Literal["judge", "chief", "arbiter", "finaliser"]


class TakenIn(In):
    deduct_id: str = Field(max_length=80)
    times: int = Field(default=1, ge=1, le=1000)
    ground: str = Field(max_length=200)


class MarkIn(In):
    points: Decimal = Field(ge=-1000, le=100_000, max_digits=12, decimal_places=6)
    taken: list[TakenIn] = Field(default_factory=list, max_length=50)
    finished_at: datetime | None = None


class PartIn(In):
    part: str = Field(max_length=80)


class ChangeIn(In):
    mark_id: UUID
    points: Decimal = Field(ge=-1000, le=100_000, max_digits=12, decimal_places=6)
    taken: list[TakenIn] = Field(default_factory=list, max_length=50)
    reason: str = Field(max_length=500)


class GrantIn(In):
    """`why` is needed where it is refused."""

    grant: bool
    why: str = Field(default="", max_length=500)


class AppealIn(In):
    entry_id: UUID
    grounds: str = Field(max_length=2000)


class RulingIn(In):
    upheld: bool
    ruling: str = Field(max_length=2000)


class IdOut(BaseModel):
    id: UUID


class ContestLine(BaseModel):
    id: UUID
    title: str
    level: str
    trade: str
    organiser_name: str
    status: str
    year: int
    held_on: date | None
    closes_at: datetime | None
    entrants: int


class ContestsOut(BaseModel):
    rows: list[ContestLine]
    counts: dict[str, int]
    next_cursor: str | None


class DutyOut(BaseModel):
    id: UUID
    duty: str
    name: str
    number: int


class ContestOut(BaseModel):
    id: UUID
    title: str
    level: str
    trade: str
    status: str
    organiser_name: str
    version: int
    held_on: date | None
    closes_at: datetime | None
    says: list[str]
    duties: list[DutyOut]
    seal: str
    finalised_by: str
    without_awards: bool


class EntryOut(BaseModel):
    id: UUID
    number: int
    name: str
    trade: str
    employer: str
    team: str
    grade: str
    status: str
    source: str
    version: int


class EntriesOut(BaseModel):
    rows: list[EntryOut]


class MarkOut(BaseModel):
    id: UUID
    station: int
    part: str
    points: str
    taken: list[dict[str, Any]]
    version: int
    is_signed: bool
    is_countersigned: bool


class MarksOut(BaseModel):
    stations: list[int]
    numbers: dict[str, list[int]] = Field(description="本轮各分项的号：封卷的是试卷号，其余是工位号")
    rows: list[MarkOut]


class ResultOut(BaseModel):
    entry_id: UUID
    name: str
    employer: str
    group: str
    place: int | None
    is_shared: bool
    total: str | None
    standing: str
    award: str
    advances: bool
    says: str


class TeamOut(BaseModel):
    unit_id: UUID
    unit_name: str
    place: int | None
    is_shared: bool
    total: str
    counted: list[UUID] = Field(description="计入团体总分的报名")
    says: str
    award: str


class ResultsOut(BaseModel):
    rows: list[ResultOut]
    teams: list[TeamOut]


class FormLineOut(BaseModel):
    number: int
    employer: str
    team: str
    industry: str
    participants: int
    leader: str
    phone: str


class FormTwoOut(BaseModel):
    rows: list[FormLineOut]
    employers: int
    workers: int
