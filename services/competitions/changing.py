"""Changes of signed marks as judge, chief and organiser see them: by number, never by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.common.errors import NotAllowed, NotFound
from services.common.principal import Principal
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import numbering
from services.competitions.domain.running import Status
from services.competitions.models.score import MarkChangeRow, MarkRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.rounds import numbers_of
from services.competitions.queries.scores import changes, find_mark
from services.competitions.reckoned import Reckoned, reckoned
from services.competitions.seeing import Seen


@dataclass(frozen=True)
class ChangeLine:
    id: UUID
    number: int
    part: ContestPart
    judge: str
    was: Reckoned
    asked: Reckoned
    reason: str
    asked_at: datetime
    status: str
    decision: str
    may_decide: bool


def changes_for(session: Session, who: Principal, seen: Seen) -> list[ChangeLine]:
    """A judge's own; all of them to the chief and the organiser. The undecided first, the latest first."""
    if not (seen.judges or seen.organises):
        raise NotAllowed("not_a_judge")
    sees_all = seen.heads or seen.organises
    rows = [each for each in changes(session, seen.loaded.row.id) if sees_all or each.asked_by == who.subject]
    numbers = numbers_by_part(session, seen.loaded)
    lines = [_line(session, who, seen, row, numbers) for row in reversed(rows)]
    return sorted(lines, key=lambda each: each.status != "pending")


def numbers_by_part(session: Session, loaded: Loaded) -> dict[str, Mapping[UUID, int]]:
    """Under which number each entry was scored."""
    found: dict[str, Mapping[UUID, int]] = {}
    for at, round_ in enumerate(loaded.rules.rounds):
        drawn = numbers_of(session, loaded.row.id, at)
        found |= {part.id: drawn.get(numbering(part), {}) for part in round_.parts}
    return found


def _line(
    session: Session, who: Principal, seen: Seen, row: MarkChangeRow, numbers: Mapping[str, Mapping[UUID, int]]
) -> ChangeLine:
    mark = find_mark(session, row.contest_id, row.mark_id)
    part = seen.loaded.rules.part(mark.part)
    judge = next((each.name for each in seen.loaded.duties if each.id == mark.judge_id), "—")
    is_open = row.status == "pending" and seen.loaded.status is Status.SCORING
    may_decide = is_open and row.asked_by != who.subject and (seen.heads or seen.organises)
    return ChangeLine(
        row.id, numbers[part.id].get(mark.entry_id, 0), part, judge, reckoned(part, mark.points, mark.deductions),
        reckoned(part, row.points, row.deductions), row.reason, row.asked_at, row.status, row.decision, may_decide,
    )  # fmt: skip


@dataclass(frozen=True)
class OwnMark:
    """A signed mark of the judge who wants it changed."""

    row: MarkRow
    part: ContestPart
    number: int
    was: Reckoned


def own_signed(session: Session, seen: Seen, mark_id: UUID) -> OwnMark:
    """Raises NotFound for the marks of others."""
    mark = find_mark(session, seen.loaded.row.id, mark_id)
    if seen.duty is None or mark.judge_id != seen.duty.id:
        raise NotFound("not_found")
    part = seen.loaded.rules.part(mark.part)
    number = numbers_by_part(session, seen.loaded)[part.id].get(mark.entry_id, 0)
    return OwnMark(mark, part, number, reckoned(part, mark.points, mark.deductions))
