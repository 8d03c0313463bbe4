"""What is recorded beside the marks: who came, ties broken, entrants' signatures, finished rounds, teams (B1)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.competitions.models.table import Table


class AttendanceRow(Table):
    """One entrant in one part: at the door (`status`, `identity_checked`), and what judges saw at his number."""

    __tablename__ = "attendance"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    minutes_late: Mapped[Decimal | None]
    identity_checked: Mapped[bool]
    why: Mapped[str]
    seconds_used: Mapped[Decimal | None]
    identity_shown: Mapped[bool]
    shown_why: Mapped[str]
    recorded_by: Mapped[str]
    recorded_name: Mapped[str]
    recorded_at: Mapped[datetime]
    version: Mapped[int]


class TieBreakRow(Table):
    """A play-off or a drawn lot: the figure of everybody who took part. A lot's secret makes its figures again."""

    __tablename__ = "tie_break"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    round: Mapped[int]
    of: Mapped[str]
    figures: Mapped[dict[str, Any]]
    secret: Mapped[bytes | None]
    seal: Mapped[str]
    made_by: Mapped[str]
    made_name: Mapped[str]
    made_at: Mapped[datetime]


class EntrantSignatureRow(Table):
    """Under the scores of a part; `digest` names the very marks, so that a changed one is signed anew."""

    __tablename__ = "entrant_signature"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    refused_why: Mapped[str]
    signed_by: Mapped[str]
    signed_name: Mapped[str]
    signed_at: Mapped[datetime]


class RoundResultRow(Table):
    """Of a round that is over: who goes on is the next round's list."""

    __tablename__ = "round_result"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    total: Mapped[Decimal | None]
    place: Mapped[int | None]
    is_shared: Mapped[bool]
    goes_on: Mapped[bool]
    says: Mapped[str]


class TeamResultRow(Table):
    """`counted` are the entries whose scores or places the team's total is made of."""

    __tablename__ = "team_result"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_name: Mapped[str]
    place: Mapped[int | None]
    is_shared: Mapped[bool]
    total: Mapped[Decimal]
    counted: Mapped[list[Any]]
    says: Mapped[str]
    award: Mapped[str]
