"""What of a contest the principal sees: judges see numbers, unions their own people, the organiser everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.common.errors import NotAllowed, allow
from services.common.principal import Principal
from services.common.regulation import Refusal
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import Judge, numbering
from services.competitions.domain.contests.rounds import STATIONS
from services.competitions.domain.judging import steps_back
from services.competitions.domain.running import SCORES, Duty, Status
from services.competitions.models.contest import DutyRow, EntryRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import FormTwo, entered, form_two
from services.competitions.queries.rounds import numbers_of
from services.competitions.queries.scores import ResultLine, drawn, live_marks, results
from services.competitions.rules import contests as rules
from services.competitions.service.contests.entering import entrant
from services.competitions.service.contests.ranking import what_blocks
from services.competitions.service.contests.scoring import judge_of

OUT = (Status.FROZEN, Status.FINAL, Status.PUBLISHED)
"""States in which places are known to those concerned."""


@dataclass(frozen=True)
class Seen:
    """A contest with what the principal may do there."""

    loaded: Loaded
    organises: bool
    duty: DutyRow | None
    seal: str
    takes_part: bool = False

    @property
    def judges(self) -> bool:
        return self.duty is not None and self.duty.duty in SCORES

    @property
    def heads(self) -> bool:
        return self.duty is not None and self.duty.duty == Duty.CHIEF

    @property
    def finalises(self) -> bool:
        return self.duty is not None and self.duty.duty == Duty.FINALISER


def look(session: Session, who: Principal, contest_id: UUID) -> Seen:
    loaded = load(session, contest_id)
    draw = drawn(session, contest_id, loaded.row.round)
    organises = rules.may_organise(who, loaded.row.organiser_path)
    takes_part = "entrant" in loaded.rules.signatures and bool(who.person_id) and _is_in(session, who, contest_id)
    return Seen(loaded, organises, rules.duty_of(who, loaded.duties), draw.seal if draw else "", takes_part)


def _is_in(session: Session, who: Principal, contest_id: UUID) -> bool:
    return bool(entered(session, contest_id, EntryRow.person_id == UUID(who.person_id)))


def entries_for(session: Session, who: Principal, loaded: Loaded) -> Sequence[EntryRow]:
    """Who has a duty sees no entry: he could learn whose number it is."""
    _not_on_duty(who, loaded)
    return entered(session, loaded.row.id, rules.entries_seen(who, loaded.row), all_=True)


def form_two_for(session: Session, who: Principal, loaded: Loaded) -> FormTwo:
    _not_on_duty(who, loaded)
    return form_two(session, loaded.row.id, rules.entries_seen(who, loaded.row))


def _not_on_duty(who: Principal, loaded: Loaded) -> None:
    duty = rules.duty_of(who, loaded.duties)
    allow(duty is None or duty.duty not in SCORES or loaded.status in OUT, "judges_see_numbers")


@dataclass(frozen=True)
class Sheet:
    """A judge's, for the round that is going on: every number, his own marks there, and where he steps back.

    Papers have numbers of their own, so that `numbers` are by part.
    """

    parts: tuple[ContestPart, ...]
    numbers: Mapping[str, tuple[int, ...]]
    marks: tuple[tuple[int, MarkRow], ...]
    waiting_for_chief: int
    recused: Mapping[str, frozenset[int]]

    @property
    def stations(self) -> tuple[int, ...]:
        """Those of the first part that shows stations."""
        return next((self.numbers[part.id] for part in self.parts if numbering(part) == STATIONS), ())

    def to_score(self, part: str) -> tuple[int, ...]:
        """The numbers that are his in the part."""
        out = self.recused.get(part, frozenset())
        return tuple(number for number in self.numbers[part] if number not in out)

    def of(self, number: int, part: str) -> MarkRow | None:
        return next((mark for station, mark in self.marks if station == number and mark.part == part), None)


def sheet_for(session: Session, who: Principal, loaded: Loaded) -> Sheet:
    """Raises NotAllowed for whoever is no judge here."""
    duty = rules.duty_of(who, loaded.duties)
    if duty is None or duty.duty not in SCORES:
        raise NotAllowed("not_a_judge")
    drawn_ = numbers_of(session, loaded.row.id, loaded.row.round)
    parts = loaded.rules.rounds[loaded.row.round].parts
    by_part = {part.id: drawn_.get(numbering(part), {}) for part in parts}
    all_ = [mark for mark in live_marks(session, loaded.row.id) if mark.part in by_part]
    own = [(by_part[mark.part][mark.entry_id], mark) for mark in all_ if mark.judge_id == duty.id]
    return Sheet(
        parts=parts,
        numbers={part: tuple(sorted(numbers.values())) for part, numbers in by_part.items()},
        marks=tuple(sorted(own, key=lambda each: each[0])),
        waiting_for_chief=sum(mark.signed_at is not None and mark.countersigned_at is None for mark in all_),
        recused=_recused(session, loaded, judge_of(session, duty), by_part),
    )


def _recused(
    session: Session, loaded: Loaded, judge: Judge, by_part: Mapping[str, Mapping[UUID, int]]
) -> dict[str, frozenset[int]]:
    """Where contestants of the judge's own unit stand, part by part."""
    all_ = [entrant(row) for row in entered(session, loaded.row.id)]
    found = {}
    for name, numbers in by_part.items():
        part = loaded.rules.part(name)
        own = [each for each in all_ if each.entry_id in numbers and steps_back(loaded.rules, part, judge, each)]
        found[name] = frozenset(numbers[each.entry_id] for each in own)
    return found


def results_for(session: Session, who: Principal, loaded: Loaded) -> list[ResultLine]:
    """Out when the scores are frozen: to everybody of the federation, as they hang in the hall."""
    allow(loaded.status in OUT, "results_not_out")
    return results(session, loaded.row.id)


def blockers_for(session: Session, loaded: Loaded, *, now: datetime) -> tuple[Refusal, ...]:
    return what_blocks(session, loaded, now=now) if loaded.status is Status.FROZEN else ()


def shown(value: Decimal | None, decimals: int = 2) -> str:
    """The digits that are compared."""
    return "" if value is None else format(value, f".{decimals}f")


def line_of(line: ResultLine) -> dict[str, Any]:
    result, entry = line.result, line.entry
    return {
        "entry_id": entry.id, "name": entry.name, "employer": entry.employer, "group": result.ranked_apart,
        "place": result.place, "is_shared": result.is_shared,
        "total": format(result.total, "f") if result.total is not None else None, "standing": result.standing,
        "award": result.award, "advances": result.advances, "says": result.says,
    }  # fmt: skip
