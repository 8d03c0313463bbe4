"""The board of a contest, from the marks while judges score and from the results once these are frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation import Contest
from services.competitions.domain.board import Board, BoardLine, behind, best_total
from services.competitions.domain.contests import Performance, Placed, Result, rank, result
from services.competitions.domain.contests.scoring import STANDINGS
from services.competitions.domain.running import Status
from services.competitions.models.contest import ContestRow, DutyRow, EntryRow
from services.competitions.models.round import AttendanceRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.entries import entered
from services.competitions.queries.scores import drawn, stations


class Found(Protocol):
    """Who tells what was found of the contestants: the service, which also reckons the final places by it."""

    def __call__(
        self, session: Session, loaded: Loaded, *, only: Collection[UUID] | None = None
    ) -> list[Performance]: ...


LIVE = (Status.OPEN, Status.SCORING)
OVERLAP = timedelta(minutes=1)
"""A mark is written a little before others can read it; so what is new is asked for from a little earlier on."""


@dataclass(frozen=True)
class Stamp:
    """Cheap to ask. `whole` is what changes everybody's line, `marks` what changes some."""

    whole: tuple[object, ...]
    marks: tuple[object, ...]
    newest: datetime | None


@dataclass(frozen=True)
class Face:
    """What of an entry is on the board."""

    number: int
    name: str
    employer: str


@dataclass
class Held:
    """What a board was made of, so that the next is made of the changes alone. `checked`: signed by the chief too."""

    stamp: Stamp
    faces: dict[UUID, Face] = field(default_factory=dict)
    results: dict[UUID, Result] = field(default_factory=dict)
    checked: set[UUID] = field(default_factory=set)


def stamp(session: Session, contest_id: UUID) -> Stamp:
    tenant = tenant_of(session)
    times = (MarkRow.saved_at, MarkRow.signed_at, MarkRow.countersigned_at, MarkRow.replaced_at)
    seen = select(func.count(), func.max(AttendanceRow.recorded_at)).where(
        AttendanceRow.tenant == tenant, AttendanceRow.contest_id == contest_id, _tells(),
    )  # fmt: skip
    marks = select(
        func.count(), *(func.count(each) for each in times), func.greatest(*(func.max(each) for each in times))
    ).where(MarkRow.tenant == tenant, MarkRow.contest_id == contest_id)
    contest = select(
        ContestRow.status, ContestRow.version, _count(EntryRow, EntryRow.status == "entered"),
        _count(DutyRow, DutyRow.ended_at.is_(None)),
    ).where(ContestRow.tenant == tenant, ContestRow.id == contest_id)  # fmt: skip
    found = tuple(session.execute(marks).one())
    whole = (*session.execute(contest).one(), *session.execute(seen).one())
    return Stamp(whole, found[:-1], found[-1])


def _tells() -> ColumnElement[bool]:
    """What of the attendance changes a line."""
    a = AttendanceRow
    return or_(a.status == "absent", a.identity_shown, a.seconds_used.is_not(None))


def _count(of: type[EntryRow] | type[DutyRow], where: ColumnElement[bool]) -> ScalarSelect[int]:
    own = select(func.count()).where(of.tenant == ContestRow.tenant, of.contest_id == ContestRow.id, where)
    return own.correlate(ContestRow).scalar_subquery()


def renew(session: Session, loaded: Loaded, before: Held | None, now: Stamp, *, found: Found) -> Held:
    """The results as they stand; only those reckoned anew of whom a mark is newer than what was seen before."""
    contest_id = loaded.row.id
    only = None
    held = Held(now)
    if before is not None and before.stamp.whole == now.whole:
        only = _changed(session, contest_id, before.stamp.newest)
        held = Held(now, before.faces, dict(before.results), before.checked - only)
    else:
        held.faces = {row.id: Face(row.number, row.name, row.employer) for row in entered(session, contest_id)}
    for each in found(session, loaded, only=only):
        held.results[each.entrant.entry_id] = result(loaded.rules, each)
    held.checked |= _checked(session, contest_id, only)
    return held


def _changed(session: Session, contest_id: UUID, since: datetime | None) -> set[UUID]:
    asked = select(MarkRow.entry_id).distinct()
    asked = asked.where(MarkRow.tenant == tenant_of(session), MarkRow.contest_id == contest_id)
    if since is not None:
        times = (MarkRow.saved_at, MarkRow.signed_at, MarkRow.countersigned_at, MarkRow.replaced_at)
        asked = asked.where(or_(*(each >= since - OVERLAP for each in times)))
    return set(session.scalars(asked))


def _checked(session: Session, contest_id: UUID, only: set[UUID] | None) -> set[UUID]:
    """Entries of which every mark is signed by its judge and by the chief."""
    asked = select(MarkRow.entry_id).group_by(MarkRow.entry_id)
    asked = asked.having(func.bool_and(MarkRow.signed_at.is_not(None) & MarkRow.countersigned_at.is_not(None)))
    where = [MarkRow.tenant == tenant_of(session), MarkRow.contest_id == contest_id, MarkRow.replaced_at.is_(None)]
    if only is not None:
        where.append(MarkRow.entry_id.in_(only))
    return set(session.scalars(asked.where(*where)))


def boards(session: Session, loaded: Loaded, held: Held) -> Mapping[str, Board]:
    """By group."""
    contest = loaded.rules
    placed = rank(contest, held.results.values())
    round_ = loaded.row.round
    draw, numbers = drawn(session, loaded.row.id, round_), stations(session, loaded.row.id, round_)
    is_blind = draw is not None and draw.opened_at is None and loaded.status in LIVE
    groups: dict[str, list[Placed]] = {"/".join(group): [] for group in _groups(contest)}
    for each in placed:
        groups.setdefault("/".join(each.group), []).append(each)
    return {
        group: Board(
            status=loaded.row.status,
            group=group,
            is_blind=is_blind,
            entered=len(own),
            scored=sum(each.place is not None for each in own),
            unchecked=sum(each.place is not None and each.entry_id not in held.checked for each in own),
            lines=tuple(_lines(contest, own, held, numbers if is_blind else {})),
        )
        for group, own in groups.items()
    }


def _groups(contest: Contest) -> Iterator[tuple[str, ...]]:
    """Every trade and class has a board, even before anybody has a score."""
    names = {"trade": contest.trade_titles, "class": contest.class_titles}
    yield from product(*(names[each] for each in contest.ranked_apart))


def _lines(contest: Contest, own: Sequence[Placed], held: Held, numbers: Mapping[UUID, int]) -> Iterator[BoardLine]:
    """Those who have a place, and behind them whoever is out; who is still to be scored is only counted."""
    best = best_total(own)
    parts = [part.id for each in contest.rounds for part in each.parts]
    for each in own:
        if each.result.standing == "waiting":
            continue
        face, figures = held.faces[each.entry_id], each.result.figures
        # Whoever is out since an earlier round is nobody's secret any more; his key is none of this round's numbers.
        is_out = bool(numbers) and each.entry_id not in numbers
        number = -face.number if is_out else numbers.get(each.entry_id, face.number)
        is_number = bool(numbers) and not is_out
        total = figures.get("total") if each.place is not None else None
        yield BoardLine(
            key=number,
            place=each.place,
            is_shared=each.is_shared,
            name=f"{number:03d} 号" if is_number else face.name,
            unit="" if is_number else face.employer,
            parts=tuple(format(figures[part], "f") if part in figures else "—" for part in parts),
            total=format(total, "f") if total is not None else "—",
            behind=behind(total, best),
            is_checked=each.entry_id in held.checked,
            state="" if each.place is not None else STANDINGS[each.result.standing],
        )
