"""How far the scoring of a contest has come: by part, how many marks the rules want, are given, and are signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import numbering
from services.competitions.domain.judging import judges_of
from services.competitions.domain.running import SCORES
from services.competitions.models.contest import EntryRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.entries import entered
from services.competitions.queries.rounds import attendances, numbers_of
from services.competitions.queries.scores import live_marks
from services.competitions.service.contests.entering import entrant
from services.competitions.service.contests.scoring import judges_by_duty


@dataclass(frozen=True)
class JudgeStand:
    name: str
    given: int
    signed: int


@dataclass(frozen=True)
class PartStand:
    """`due` is what the rules want, `lacking` the numbers that have fewer; numbers only, as judges know them."""

    part: ContestPart
    round: int
    due: int
    given: int
    signed: int
    lacking: tuple[int, ...]
    judges: tuple[JudgeStand, ...]

    @property
    def is_done(self) -> bool:
        return self.due > 0 and self.signed >= self.due


def part_stands(session: Session, loaded: Loaded) -> tuple[PartStand, ...]:
    """Of the rounds whose numbers are drawn."""
    contest_id, duties = loaded.row.id, judges_by_duty(session, loaded.duties)
    judging = [duties[duty.id] for duty in loaded.duties if duty.duty in SCORES]
    marks = live_marks(session, contest_id)
    absent = {key for key, row in attendances(session, contest_id).items() if row.status == "absent"}
    rows = {row.id: row for row in entered(session, contest_id)}
    found = []
    for number, round_ in enumerate(loaded.rules.rounds):
        drawn = numbers_of(session, contest_id, number)
        for part in round_.parts:
            numbers = {
                entry: at
                for entry, at in drawn.get(numbering(part), {}).items()
                if entry in rows and (entry, part.id) not in absent
            }
            wanted = {entry: judges_of(loaded.rules, part.id, entrant(rows[entry]), judging) for entry in numbers}
            if numbers:
                found.append(_part(loaded, part, number, numbers, wanted, [m for m in marks if m.part == part.id]))
    return tuple(found)


def _part(
    loaded: Loaded, part: ContestPart, round_: int, numbers: Mapping[UUID, int], wanted: Mapping[UUID, int],
    marks: Sequence[MarkRow],
) -> PartStand:  # fmt: skip
    given = Counter(mark.entry_id for mark in marks)
    signed = Counter(mark.entry_id for mark in marks if is_signed(loaded, mark))
    by_judge = Counter(mark.judge_id for mark in marks)
    signed_by = Counter(mark.judge_id for mark in marks if mark.signed_at is not None)
    return PartStand(
        part=part, round=round_, due=sum(wanted.values()),
        given=sum(min(given[entry], needed) for entry, needed in wanted.items()),
        signed=sum(min(signed[entry], needed) for entry, needed in wanted.items()),
        lacking=tuple(sorted(numbers[entry] for entry, needed in wanted.items() if given[entry] < needed)),
        judges=tuple(
            JudgeStand(duty.name, by_judge[duty.id], signed_by[duty.id])
            for duty in loaded.duties
            if duty.duty in SCORES and by_judge[duty.id]
        ),
    )  # fmt: skip


def is_signed(loaded: Loaded, mark: MarkRow) -> bool:
    """With every signature that the rules want under a mark."""
    return mark.signed_at is not None and ("chief" not in loaded.rules.signatures or mark.countersigned_at is not None)


def number_in(session: Session, loaded: Loaded, row: EntryRow, part: ContestPart) -> int | None:
    """Under which number the entry was scored in the part."""
    round_ = loaded.rules.rounds.index(loaded.rules.round_of(part.id))
    return numbers_of(session, loaded.row.id, round_).get(numbering(part), {}).get(row.id)
