"""A contest, who enters, who has a duty there, and where each stands (B1, B2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.competitions.models.table import Table


class ContestRow(Table):
    """`rules` is the regulation's contest as it was when this one was opened; `trade` names its trades for a list."""

    __tablename__ = "contest"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    regulation_id: Mapped[str]
    regulation_version: Mapped[int]
    rule: Mapped[str]
    campaign: Mapped[str]
    year: Mapped[int]
    rules: Mapped[dict[str, Any]]
    title: Mapped[str]
    level: Mapped[str]
    trade: Mapped[str]
    organiser_unit_id: Mapped[UUID | None]
    organiser_path: Mapped[str]
    organiser_name: Mapped[str]
    closes_at: Mapped[datetime | None]
    held_on: Mapped[date | None]
    status: Mapped[str]
    round: Mapped[int]
    without_awards: Mapped[bool]
    version: Mapped[int]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str]
    finalised_at: Mapped[datetime | None]
    finalised_by: Mapped[str]
    finalised_name: Mapped[str]
    published_at: Mapped[datetime | None]
    cancelled_why: Mapped[str]


class EntryRow(Table):
    """`person_ref` is the person where the platform knows him, else made of name, birth and employer: one person."""

    __tablename__ = "entry"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    number: Mapped[int]
    person_id: Mapped[UUID | None]
    person_ref: Mapped[UUID]
    name: Mapped[str]
    sex: Mapped[str]
    born_on: Mapped[date | None]
    grade: Mapped[str]
    licences: Mapped[dict[str, Any]]
    practice_days: Mapped[int | None]
    phone: Mapped[str]
    trade: Mapped[str]
    class_: Mapped[str] = mapped_column("class")
    unit_id: Mapped[UUID | None]
    unit_name: Mapped[str]
    unit_path: Mapped[str]
    employer_id: Mapped[UUID | None]
    reviewing_union_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    employer: Mapped[str]
    team: Mapped[str]
    industry: Mapped[str]
    leader: Mapped[str]
    source: Mapped[str]
    status: Mapped[str]
    from_contest_id: Mapped[UUID | None]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str]
    version: Mapped[int]


class DutyRow(Table):
    """Judge, chief judge, arbitrator, or the named person who finalises."""

    __tablename__ = "contest_duty"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    duty: Mapped[str]
    subject: Mapped[str]
    name: Mapped[str]
    person_id: Mapped[UUID | None]
    unit_path: Mapped[str]
    number: Mapped[int]
    appointed_by: Mapped[str]
    appointed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StationDrawRow(Table):
    """The secret makes the numbers, the seal proves afterwards that they were not chosen.

    One for a round's stations (`part` is empty) and one for the papers of every part that hides its papers.
    """

    __tablename__ = "station_draw"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    secret: Mapped[bytes]
    seal: Mapped[str]
    round: Mapped[int]
    part: Mapped[str]
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]


class StationRow(Table):
    __tablename__ = "station"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
