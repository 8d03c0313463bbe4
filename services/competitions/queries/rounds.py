"""What is recorded beside the marks: attendance, ties broken, entrants' signatures, rounds that are over, teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.domain.contests import TieBreak
from services.competitions.models.contest import EntryRow, StationDrawRow, StationRow
from services.competitions.models.round import (
    AttendanceRow,
    EntrantSignatureRow,
    RoundResultRow,
    TeamResultRow,
    TieBreakRow,
)


def numbers_of(session: Session, contest_id: UUID, round_: int) -> dict[str, dict[UUID, int]]:
    """Every draw of the round: number by entry, by part for papers and under "" for the stations."""
    asked = select(StationRow.part, StationRow.entry_id, StationRow.number).where(
        StationRow.tenant == tenant_of(session), StationRow.contest_id == contest_id, StationRow.round == round_
    )
    found: dict[str, dict[UUID, int]] = {}
    for part, entry_id, number in session.execute(asked.order_by(StationRow.number)):
        found.setdefault(part, {})[entry_id] = number
    return found


def draws(session: Session, contest_id: UUID) -> Sequence[StationDrawRow]:
    """All of the contest, in the order of the rounds; a round's stations first."""
    asked = select(StationDrawRow).where(
        StationDrawRow.tenant == tenant_of(session), StationDrawRow.contest_id == contest_id
    )
    return session.scalars(asked.order_by(StationDrawRow.round, StationDrawRow.part)).all()


def attendances(session: Session, contest_id: UUID) -> Mapping[tuple[UUID, str], AttendanceRow]:
    """By entry and part."""
    asked = select(AttendanceRow).where(
        AttendanceRow.tenant == tenant_of(session), AttendanceRow.contest_id == contest_id
    )
    return {(row.entry_id, row.part): row for row in session.scalars(asked)}


def tie_break_rows(session: Session, contest_id: UUID) -> Sequence[TieBreakRow]:
    """In the order in which they were made."""
    asked = select(TieBreakRow).where(TieBreakRow.tenant == tenant_of(session), TieBreakRow.contest_id == contest_id)
    return session.scalars(asked.order_by(TieBreakRow.made_at, TieBreakRow.id)).all()


def tie_breaks(rows: Sequence[TieBreakRow], alone: int | None = None) -> tuple[TieBreak, ...]:
    """Of all rounds, or of one that is ranked alone and so is the first there."""
    return tuple(
        TieBreak(
            row.of,
            {UUID(name): Decimal(figure) for name, figure in row.figures.items()},
            row.round if alone is None else 0,
        )
        for row in rows
        if alone in (None, row.round)
    )


def entrant_signatures(session: Session, contest_id: UUID) -> Mapping[tuple[UUID, str], EntrantSignatureRow]:
    """By entry and part."""
    s = EntrantSignatureRow
    asked = select(s).where(s.tenant == tenant_of(session), s.contest_id == contest_id)
    return {(row.entry_id, row.part): row for row in session.scalars(asked)}


@dataclass(frozen=True)
class RoundResultLine:
    result: RoundResultRow
    entry: EntryRow


def round_results(session: Session, contest_id: UUID) -> list[RoundResultLine]:
    """Of every round that is over, the placed first."""
    r = RoundResultRow
    asked = (
        select(r, EntryRow)
        .join(EntryRow, (EntryRow.tenant == r.tenant) & (EntryRow.id == r.entry_id))
        .where(r.tenant == tenant_of(session), r.contest_id == contest_id)
        .order_by(r.round, EntryRow.trade, r.place.nulls_last(), EntryRow.number)
    )
    return [RoundResultLine(result, entry) for result, entry in session.execute(asked)]


def furthest(session: Session, contest_id: UUID) -> dict[UUID, int]:
    """The round up to which an entry came, where that is not the first."""
    r = RoundResultRow
    asked = (
        select(r.entry_id, func.max(r.round) + 1)
        .where(r.tenant == tenant_of(session), r.contest_id == contest_id, r.goes_on)
        .group_by(r.entry_id)
    )
    return {entry_id: int(round_) for entry_id, round_ in session.execute(asked)}


def team_results(session: Session, contest_id: UUID) -> Sequence[TeamResultRow]:
    """The placed first."""
    t = TeamResultRow
    asked = select(t).where(t.tenant == tenant_of(session), t.contest_id == contest_id)
    return session.scalars(asked.order_by(t.place.nulls_last(), t.unit_name, t.unit_id)).all()
