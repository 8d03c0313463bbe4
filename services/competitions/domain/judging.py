"""Who judges whom: a judge steps back from his own unit, and the others suffice (rule 9)."""

from __future__ import annotations

from collections.abc import Sequence

from services.common.regulation import Contest
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import Entrant, Judge
from services.competitions.domain.contests.marks import is_of_own_unit


def steps_back(contest: Contest, part: ContestPart, judge: Judge, who: Entrant) -> bool:
    return judge.person_id == who.person_id or is_of_own_unit(contest, part, judge, who)


def judges_of(contest: Contest, part_id: str, who: Entrant, judging: Sequence[Judge]) -> int:
    """How many score him: as many as the rule says, or fewer where the others are of his own unit."""
    part = contest.part(part_id)
    return max(1, min(part.judges, sum(not steps_back(contest, part, each, who) for each in judging)))
