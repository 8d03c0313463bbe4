"""Marks and what becomes of them: changes, results, appeals, awards."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.competitions.models.table import Table


class MarkRow(Table):
    """What a judge gave a station in a part. Signed, it stays; what replaces it stands beside it."""

    __tablename__ = "mark"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    part: Mapped[str]
    judge_id: Mapped[UUID]
    points: Mapped[Decimal]
    deductions: Mapped[dict[str, Any]]
    finished_at: Mapped[datetime | None]
    note: Mapped[str]
    digest: Mapped[str]
    version: Mapped[int]
    saved_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    countersigned_at: Mapped[datetime | None]
    countersigned_by: Mapped[str]
    replaces_id: Mapped[UUID | None]
    replaced_at: Mapped[datetime | None]


class MarkChangeRow(Table):
    __tablename__ = "mark_change"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    mark_id: Mapped[UUID]
    status: Mapped[str]
    reason: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    points: Mapped[Decimal]
    deductions: Mapped[dict[str, Any]]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decision: Mapped[str]


class ResultRow(Table):
    """`figures` are totals and parts as text, so that the digits shown are the digits compared.

    `reached` and `k1` to `k5` are the order of the contest as figures of which the smaller stands first.
    """

    __tablename__ = "contest_result"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    ranked_apart: Mapped[str]
    figures: Mapped[dict[str, Any]]
    total: Mapped[Decimal | None]
    standing: Mapped[str]
    says: Mapped[str]
    reached: Mapped[int]
    k1: Mapped[Decimal | None]
    k2: Mapped[Decimal | None]
    k3: Mapped[Decimal | None]
    k4: Mapped[Decimal | None]
    k5: Mapped[Decimal | None]
    place: Mapped[int | None]
    is_shared: Mapped[bool]
    award: Mapped[str]
    advances: Mapped[bool]


class AppealRow(Table):
    __tablename__ = "appeal"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    grounds: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    status: Mapped[str]
    ruling: Mapped[str]
    ruled_by: Mapped[str]
    ruled_name: Mapped[str]
    ruled_at: Mapped[datetime | None]


class AwardRow(Table):
    """`entry_id` is empty where a team has it: then `unit_id` is the team's unit."""

    __tablename__ = "award"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    entry_id: Mapped[UUID | None]
    title: Mapped[str]
    place: Mapped[int | None]
    number: Mapped[str]
    person_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str]
