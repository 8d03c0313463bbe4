"""What programs send and get of rounds, the door, ties and signatures. Figures are decimals written as text."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.competitions.api.contest_shapes import In


class RoundLineOut(BaseModel):
    entry_id: UUID
    name: str
    place: int | None
    is_shared: bool
    total: Decimal | None
    goes_on: bool
    says: str


class SealOut(BaseModel):
    part: str = Field(description="空：工位；否则是封卷分项的代号")
    seal: str
    is_open: bool


class RoundOut(BaseModel):
    id: str
    title: str
    state: Literal["over", "now", "to_come"]
    says: list[str]
    entrants: int
    seals: list[SealOut]
    lines: list[RoundLineOut]


class RoundsOut(BaseModel):
    rows: list[RoundOut]


class ArrivalIn(In):
    status: Literal["present", "absent"]
    minutes_late: Decimal | None = Field(default=None, ge=0, le=100_000, max_digits=8, decimal_places=2)
    identity_checked: bool = Field(default=False, description="已核验证件")
    why: str = Field(default="", max_length=200)


class RestIn(In):
    identity_checked: bool = Field(default=False, description="证件都已核验")


class ObservedIn(In):
    seconds_used: Decimal | None = Field(default=None, ge=0, le=100_000, max_digits=9, decimal_places=3)
    identity_shown: bool = Field(default=False, description="试卷或工件泄露身份")
    why: str = Field(default="", max_length=200)


class ScoreSignatureIn(In):
    digest: str = Field(default="", max_length=64, description="所见分数的摘要；举办单位登记纸面签字时可以不写")
    refused: str = Field(default="", max_length=200, description="拒签的理由")


class DoorLineOut(BaseModel):
    entry_id: UUID
    name: str
    part: str
    status: str
    minutes_late: Decimal | None
    identity_checked: bool
    why: str
    seconds_used: Decimal | None
    identity_shown: bool
    shown_why: str
    version: int
    signature: Literal["", "waiting", "signed", "refused"]
    digest: str


class DoorOut(BaseModel):
    rows: list[DoorLineOut]


class PlayedIn(In):
    entry_id: UUID
    figure: Decimal = Field(ge=-1000, le=100_000, max_digits=12, decimal_places=4)


class PlayOffIn(In):
    figures: list[PlayedIn] = Field(min_length=2, max_length=1000)


class OpenTieOut(BaseModel):
    of: Literal["play_off", "drawn"]
    entries: list[UUID]


class TieBreakOut(BaseModel):
    of: Literal["play_off", "drawn"]
    made_by: str
    made_at: datetime
    seal: str
    secret: str = Field(description="重抽一遍要用的种子，十六进制")
    figures: dict[str, Decimal]


class TiesOut(BaseModel):
    open: list[OpenTieOut]
    made: list[TieBreakOut]
