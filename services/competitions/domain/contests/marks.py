"""A judge's mark: points, what was taken with its ground, and who may give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation import Contest
from services.common.regulation.bounds import plain
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests.entrant import Entrant


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A deduction: which one, how often, and what was seen."""

    deduct_id: str
    times: int = 1
    ground: str


@dataclass(frozen=True, kw_only=True)
class Judge:
    person_id: UUID
    employer_id: UUID | None = None
    team_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Mark:
    judge: Judge
    points: Decimal
    taken: tuple[Taken, ...] = ()

    def deducted(self, part: ContestPart) -> Decimal:
        """What the grounds take, each up to its own ceiling."""
        rules = {each.id: each for each in part.deduct}
        times: dict[str, int] = {}
        for each in self.taken:
            times[each.deduct_id] = times.get(each.deduct_id, 0) + each.times
        return sum((rules[name].taken(count) for name, count in times.items()), Decimal(0))

    def score(self, part: ContestPart) -> Decimal:
        """Never below nothing: 扣完为止."""
        return max(Decimal(0), self.points - self.deducted(part))

    def grounds(self, part: ContestPart) -> Iterator[str]:
        rules = {each.id: each for each in part.deduct}
        for each in self.taken:
            rule = rules[each.deduct_id]
            times = f" {each.times} 次" if each.times > 1 else ""
            yield f"{rule.title}{times}，扣 {plain(rule.taken(each.times))} 分：{each.ground}"


def check_mark(contest: Contest, part: ContestPart, mark: Mark, entrant: Entrant) -> None:
    """DomainError for a judge of the contestant's own unit, points out of range, a deduction without its ground."""
    check_judge(contest, part, mark.judge, entrant)
    if not 0 <= mark.points <= part.marks:
        raise DomainError("points_beyond_marks", part=part.says, marks=plain(part.marks))
    if mark.points != round(mark.points, part.decimals):
        raise DomainError("points_too_fine", decimals=part.decimals)
    known = {each.id for each in part.deduct}
    for taken in mark.taken:
        if taken.deduct_id not in known:
            raise DomainError("deduction_unknown", part=part.says)
        if taken.times < 1:
            raise DomainError("deduction_not_counted")
        if not taken.ground.strip():
            title = next(each.title for each in part.deduct if each.id == taken.deduct_id)
            raise DomainError("deduction_without_ground", title=title)


def check_judge(contest: Contest, part: ContestPart, judge: Judge, entrant: Entrant) -> None:
    """Nobody scores himself, and nobody a contestant of his own unit, or team where all are of one unit."""
    if judge.person_id == entrant.person_id:
        raise DomainError("judge_is_entrant")
    if is_of_own_unit(contest, part, judge, entrant):
        raise DomainError("judge_of_own_unit", rule=_RULE[contest.recusal(part)])


def is_of_own_unit(contest: Contest, part: ContestPart, judge: Judge, entrant: Entrant) -> bool:
    if contest.recusal(part) == "team":
        return judge.team_id is not None and judge.team_id == entrant.team_id
    return judge.employer_id is not None and judge.employer_id == entrant.employer_id


_RULE = {"employer": "与选手同单位的裁判回避", "team": "与选手同班组的裁判回避"}
