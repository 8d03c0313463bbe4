"""What was found of every contestant: signed marks, the door, time used, broken ties; of the whole or of one round."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import true
from sqlalchemy.orm import Session

from services.common.regulation import Contest
from services.common.regulation.contest_parts import ContestRound
from services.competitions.domain.contests import (
    Entrant,
    Found,
    Judge,
    Mark,
    Performance,
    TieBreak,
    alone,
    broken,
    result,
    time_used,
)
from services.competitions.domain.contests.tiebreaks import KINDS
from services.competitions.domain.judging import judges_of
from services.competitions.domain.running import SCORES
from services.competitions.models.contest import EntryRow
from services.competitions.models.round import AttendanceRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.entries import entered
from services.competitions.queries.rounds import attendances, furthest, tie_break_rows, tie_breaks
from services.competitions.queries.scores import by_entry, live_marks
from services.competitions.service.contests.entering import entrant
from services.competitions.service.contests.scoring import from_document, judges_by_duty


@dataclass(frozen=True)
class _Known:
    """What all of a contest stand on."""

    contest: Contest
    duties: Mapping[UUID, Judge]
    judging: Sequence[Judge]
    door: Mapping[tuple[UUID, str], AttendanceRow]


def performances(session: Session, loaded: Loaded, *, only: Collection[UUID] | None = None) -> list[Performance]:
    """Of everybody, or of those entries: then ties are left as they are, for one alone ties with nobody."""
    found = _found(session, loaded, loaded.rules.rounds, only=only)
    return found if only is not None else _untied(session, loaded, loaded.rules, found)


def in_round(session: Session, loaded: Loaded, number: int, *, untied: bool = True) -> list[Performance]:
    """Of those on the list of the round, for `domain.contests.alone`; with `untied` their ties are broken."""
    found = _found(session, loaded, (loaded.rules.rounds[number],), number=number)
    return _untied(session, loaded, alone(loaded.rules, number), found, number) if untied else found


def _found(
    session: Session, loaded: Loaded, rounds: Sequence[ContestRound], *, number: int = 0,
    only: Collection[UUID] | None = None,
) -> list[Performance]:  # fmt: skip
    duties = judges_by_duty(session, loaded.duties)
    judging = [duties[duty.id] for duty in loaded.duties if duty.duty in SCORES]
    known = _Known(loaded.rules, duties, judging, attendances(session, loaded.row.id))
    marks = by_entry(live_marks(session, loaded.row.id, only=only))
    reached = furthest(session, loaded.row.id) if len(loaded.rules.rounds) > 1 else {}
    found = []
    for row in entered(session, loaded.row.id, true() if only is None else EntryRow.id.in_(only)):
        if reached.get(row.id, 0) >= number:
            his = rounds[: reached.get(row.id, 0) - number + 1]
            found.append(_performance(known, row, his, marks.get(row.id, ())))
    return found


def _performance(known: _Known, row: EntryRow, rounds: Sequence[ContestRound], marks: Sequence[MarkRow]) -> Performance:
    """Every part of the rounds he is in is there, marks or none: whoever goes on and stays away has no place."""
    who = entrant(row)
    parts = [part.id for each in rounds for part in each.parts]
    given: dict[str, list[Mark]] = {part: [] for part in parts}
    ended: list[datetime] = []
    for each in marks:
        if each.judge_id in known.duties and each.signed_at is not None and each.part in given:
            taken = from_document(each.deductions)
            given[each.part].append(Mark(judge=known.duties[each.judge_id], points=each.points, taken=taken))
            ended += [each.finished_at] if each.finished_at else []
    door = {part: known.door[row.id, part] for part in parts if (row.id, part) in known.door}
    said = {part: _part(known, part, own, who, door.get(part)) for part, own in given.items()}
    return Performance(entrant=who, parts=said, measures=_measures(known.contest, row, rounds, ended, door))


def _part(known: _Known, part: str, marks: Sequence[Mark], who: Entrant, door: AttendanceRow | None) -> Found:
    return Found(
        marks=tuple(marks),
        judges=judges_of(known.contest, part, who, known.judging),
        is_absent=door is not None and door.status == "absent",
        identity_shown=door is not None and door.identity_shown,
    )


def _measures(
    contest: Contest, row: EntryRow, rounds: Sequence[ContestRound], ended: Sequence[datetime],
    door: Mapping[str, AttendanceRow],
) -> dict[str, Decimal]:  # fmt: skip
    measures = {"entered_at": seconds(row.entered_at)}
    if ended:
        measures["finished_at"] = seconds(max(ended))
    used = {part: each.seconds_used for part, each in door.items() if each.seconds_used is not None}
    together = time_used(contest, rounds, used)
    return measures if together is None else {**measures, "time_used": together}


def _untied(
    session: Session, loaded: Loaded, contest: Contest, found: list[Performance], number: int | None = None
) -> list[Performance]:
    if not any(each.of in KINDS for one in contest.rounds for each in one.order):
        return found
    return untied(contest, found, tie_breaks(tie_break_rows(session, loaded.row.id), number))


def untied(contest: Contest, found: list[Performance], breaks: Sequence[TieBreak]) -> list[Performance]:
    figures = {each.entry_id: each.figures for each in broken(contest, [result(contest, one) for one in found], breaks)}
    return [replace(each, measures={**each.measures, **_broken(figures[each.entrant.entry_id])}) for each in found]


def _broken(figures: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {of: figures[of] for of in KINDS if of in figures}


def seconds(moment: datetime) -> Decimal:
    return Decimal(int(moment.timestamp()))
