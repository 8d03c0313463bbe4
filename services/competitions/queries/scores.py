"""Marks and results as judges, chiefs and the desk see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.errors import NotFound
from services.competitions.domain.contests.rounds import STATIONS
from services.competitions.models.contest import EntryRow, StationDrawRow, StationRow
from services.competitions.models.score import AppealRow, AwardRow, MarkChangeRow, MarkRow, ResultRow


def stations(session: Session, contest_id: UUID, round_: int = 0, part: str = STATIONS) -> dict[UUID, int]:
    """Number by entry; empty before the draw. With `part` the numbers of its papers."""
    asked = select(StationRow.entry_id, StationRow.number).where(
        StationRow.tenant == tenant_of(session), StationRow.contest_id == contest_id, StationRow.round == round_,
        StationRow.part == part,
    )  # fmt: skip
    return {row.entry_id: row.number for row in session.execute(asked.order_by(StationRow.number))}


def drawn(session: Session, contest_id: UUID, round_: int = 0) -> StationDrawRow | None:
    """The draw of the round's stations."""
    asked = select(StationDrawRow).where(
        StationDrawRow.tenant == tenant_of(session), StationDrawRow.contest_id == contest_id,
        StationDrawRow.round == round_, StationDrawRow.part == STATIONS,
    )  # fmt: skip
    return session.execute(asked).scalar_one_or_none()


def entry_at(session: Session, contest_id: UUID, number: int, round_: int = 0, part: str = STATIONS) -> EntryRow:
    """Who has the number: for rules, never for a judge's eyes. Raises NotFound."""
    asked = (
        select(EntryRow)
        .join(StationRow, (StationRow.tenant == EntryRow.tenant) & (StationRow.entry_id == EntryRow.id))
        .where(
            EntryRow.tenant == tenant_of(session), StationRow.contest_id == contest_id, StationRow.round == round_,
            StationRow.part == part, StationRow.number == number,
        )
    )  # fmt: skip
    row = session.execute(asked).scalar_one_or_none()
    if row is None:
        raise NotFound("no_such_station", number=number)
    return row


def live_marks(
    session: Session, contest_id: UUID, *, judge_id: UUID | None = None, only: Collection[UUID] | None = None
) -> Sequence[MarkRow]:
    """Those that count: replaced ones stay, and are not among them. `only` names the entries that are wanted."""
    asked = select(MarkRow).where(
        MarkRow.tenant == tenant_of(session), MarkRow.contest_id == contest_id, MarkRow.replaced_at.is_(None)
    )
    if judge_id is not None:
        asked = asked.where(MarkRow.judge_id == judge_id)
    if only is not None:
        asked = asked.where(MarkRow.entry_id.in_(only))
    return session.scalars(asked.order_by(MarkRow.id)).all()


def find_mark(session: Session, contest_id: UUID, mark_id: UUID) -> MarkRow:
    asked = select(MarkRow).where(
        MarkRow.tenant == tenant_of(session), MarkRow.contest_id == contest_id, MarkRow.id == mark_id
    )
    row = session.execute(asked).scalar_one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row


def changes(session: Session, contest_id: UUID) -> Sequence[MarkChangeRow]:
    asked = select(MarkChangeRow).where(
        MarkChangeRow.tenant == tenant_of(session), MarkChangeRow.contest_id == contest_id
    )
    return session.scalars(asked.order_by(MarkChangeRow.id)).all()


def pending_changes(session: Session, contest_id: UUID) -> int:
    """How many wait for a decision."""
    return sum(each.status == "pending" for each in changes(session, contest_id))


def appeals(session: Session, contest_id: UUID) -> Sequence[AppealRow]:
    asked = select(AppealRow).where(AppealRow.tenant == tenant_of(session), AppealRow.contest_id == contest_id)
    return session.scalars(asked.order_by(AppealRow.id)).all()


def awards(session: Session, contest_id: UUID) -> Mapping[UUID, AwardRow]:
    """By entry; those that were withdrawn, and those of teams, are not among them."""
    return {row.entry_id: row for row in _awards(session, contest_id) if row.entry_id is not None}


def team_awards(session: Session, contest_id: UUID) -> Mapping[UUID, AwardRow]:
    """By the team's unit."""
    return {row.unit_id: row for row in _awards(session, contest_id) if row.entry_id is None and row.unit_id}


def _awards(session: Session, contest_id: UUID) -> Sequence[AwardRow]:
    asked = select(AwardRow).where(
        AwardRow.tenant == tenant_of(session), AwardRow.contest_id == contest_id, AwardRow.withdrawn_at.is_(None)
    )
    return session.scalars(asked).all()


@dataclass(frozen=True)
class ResultLine:
    result: ResultRow
    entry: EntryRow


def results(session: Session, contest_id: UUID) -> list[ResultLine]:
    """The placed first, trade by trade."""
    asked = (
        select(ResultRow, EntryRow)
        .join(EntryRow, (EntryRow.tenant == ResultRow.tenant) & (EntryRow.id == ResultRow.entry_id))
        .where(ResultRow.tenant == tenant_of(session), ResultRow.contest_id == contest_id)
        .order_by(ResultRow.ranked_apart, ResultRow.place.nulls_last(), EntryRow.number)
    )
    return [ResultLine(result, entry) for result, entry in session.execute(asked)]


def by_entry(marks: Sequence[MarkRow]) -> dict[UUID, list[MarkRow]]:
    found: defaultdict[UUID, list[MarkRow]] = defaultdict(list)
    for each in marks:
        found[each.entry_id].append(each)
    return found
