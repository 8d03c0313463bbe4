"""From the judges' marks to a part's score and a contestant's total: exact, and each step said (B1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from statistics import median
from uuid import UUID

from services.common.regulation import Contest
from services.common.regulation.bounds import plain
from services.common.regulation.contest_parts import ContestPart, ContestRound
from services.competitions.domain.contests.entrant import Entrant
from services.competitions.domain.contests.marks import Mark

STANDINGS = {
    "ranked": "有名次",
    "unfinished": "未完成",
    "absent": "缺赛",
    "void": "成绩作废",
    "below_floor": "未达最低分",
    "disqualified": "取消资格",
    "waiting": "成绩不全",
}


@dataclass(frozen=True)
class PartScore:
    """`state`: scored, waiting (marks are missing), absent, void."""

    part_id: str
    state: str
    points: Decimal | None
    says: str
    deductions: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found of one contestant in one part."""

    marks: tuple[Mark, ...] = ()
    is_absent: bool = False
    identity_shown: bool = False
    judges: int | None = None
    """How many judges score him, where some stepped back; without it as many as the rule says."""


@dataclass(frozen=True, kw_only=True)
class Performance:
    """One contestant's whole contest. `measures` are seconds or figures: finished_at, time_used, play_off, drawn."""

    entrant: Entrant
    parts: Mapping[str, Found] = field(default_factory=dict)
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    disqualified: str = ""
    """The ground, where he was."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """`figures` has the total, every part and every measure; `reached` is the number of the last round he was in."""

    entry_id: UUID
    entrant: Entrant
    standing: str
    figures: Mapping[str, Decimal]
    reached: int
    says: str


def exactly(value: Fraction, decimals: int) -> Decimal:
    """Rounded half up, without ever dividing in decimals."""
    scale = 10**decimals
    scaled = value * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals)


def part_score(part: ContestPart, found: Found) -> PartScore:
    """Void goes before absent, absent before what has still to come."""
    if found.identity_shown:
        if part.identity_shown == "void":
            return PartScore(part.id, "void", None, f"{part.says}泄露身份，成绩作废")
        return PartScore(part.id, "scored", exactly(Fraction(0), part.decimals), f"{part.says}泄露身份，计 0 分")
    if found.is_absent:
        if part.missing == "unranked":
            return PartScore(part.id, "absent", None, f"{part.says}缺考")
        return PartScore(part.id, "scored", exactly(Fraction(0), part.decimals), f"{part.says}缺考，计 0 分")
    expected = found.judges or part.judges
    if len(found.marks) < expected:
        says = f"{part.says}还差 {expected - len(found.marks)} 名裁判的成绩"
        return PartScore(part.id, "waiting", None, says)
    points, says = _combined(part, [mark.score(part) for mark in found.marks])
    taken = sum((mark.deducted(part) for mark in found.marks), Decimal(0))
    grounds = [ground for mark in found.marks for ground in mark.grounds(part)]
    return PartScore(part.id, "scored", points, "；".join((says, *grounds)), taken)


def _combined(part: ContestPart, scores: Sequence[Decimal]) -> tuple[Decimal, str]:
    """Several judges' scores made one, the highest and lowest out where the rule says so and enough are left."""
    if len(scores) == 1:
        points = exactly(Fraction(scores[0]), part.decimals)
        return points, f"{part.says} {points}"
    ordered = sorted(scores)
    listed = "、".join(f"{each:.{part.decimals}f}" for each in scores)
    if part.combine == "median":
        points = exactly(Fraction(median(map(Fraction, ordered))), part.decimals)
        return points, f"{part.says}：{len(scores)} 名裁判 {listed}，取中位分 {points}"
    high, low = part.dropped
    if high + low >= len(ordered):
        high = low = 0
    kept = ordered[low : len(ordered) - high]
    points = exactly(sum(map(Fraction, kept), Fraction(0)) / len(kept), part.decimals)
    out = [f"{each:.{part.decimals}f}" for each in (*ordered[len(ordered) - high :], *ordered[:low])]
    without = f"，去掉 {'、'.join(out)}" if out else ""
    return points, f"{part.says}：{len(scores)} 名裁判 {listed}{without}，平均 {points}"


def result(contest: Contest, performance: Performance) -> Result:
    """The rounds he was in; a later one that he never entered is no fault of his."""
    reached = _reached(contest, performance)
    scores = {
        part.id: part_score(part, performance.parts.get(part.id, Found()))
        for each in contest.rounds[: reached + 1]
        for part in each.parts
    }
    figures = {name: score.points for name, score in scores.items() if score.points is not None}
    said = [score.says for score in scores.values()]
    standing, why = _standing(contest, performance, scores)
    if standing in ("ranked", "below_floor"):
        total, how = _total(contest, reached, figures)
        figures["total"] = total
        said.append(how)
    if why:
        said.append(why)
    deducted = sum((score.deductions for score in scores.values()), Decimal(0))
    measures = {"deductions": deducted, **performance.measures}
    entrant = performance.entrant
    return Result(
        entry_id=entrant.entry_id,
        entrant=entrant,
        standing=standing,
        figures={**measures, **figures},
        reached=reached,
        says="；".join(said),
    )


def _reached(contest: Contest, performance: Performance) -> int:
    """The number of the last round of which anything is known."""
    return max(
        (number for number, each in enumerate(contest.rounds) if any(p.id in performance.parts for p in each.parts)),
        default=0,
    )


def _standing(contest: Contest, performance: Performance, scores: Mapping[str, PartScore]) -> tuple[str, str]:
    if performance.disqualified:
        return "disqualified", f"取消资格：{performance.disqualified}"
    states = [score.state for score in scores.values()]
    if "void" in states:
        return "void", "成绩作废，不排名次"
    if states and all(state == "absent" for state in states):
        return "absent", "缺赛，不排名次"
    if "absent" in states:
        return "unfinished", "未完成全部分项，不排名次"
    if "waiting" in states:
        return "waiting", "成绩不全，暂不排名次"
    for name, score in scores.items():
        part = contest.part(name)
        if part.at_least is not None and score.points is not None and score.points < part.at_least:
            return "below_floor", f"{part.says} {score.points}，低于 {plain(part.at_least)} 分，不排名次"
    return "ranked", ""


def _total(contest: Contest, reached: int, figures: Mapping[str, Decimal]) -> tuple[Decimal, str]:
    rounds = contest.rounds[: reached + 1]
    if not contest.is_weighted:
        value, how = _of_round(rounds[-1], figures)
    else:
        value, said = Fraction(0), []
        for each in rounds:
            weight = each.weight.points if each.weight else Decimal(0)
            own, _ = _of_round(each, figures)
            # Every round counts out of 100, whatever its marks are.
            value += own * Fraction(100) / Fraction(each.full) * Fraction(weight) / 100
            said.append(f"{each.says} {exactly(own, contest.decimals)} × {plain(weight)}%")
        how = " + ".join(said)
    total = exactly(value, contest.decimals)
    return total, f"总分 {how} = {total}"


def _of_round(each: ContestRound, figures: Mapping[str, Decimal]) -> tuple[Fraction, str]:
    """Weighted parts count out of 100, whatever their marks; without weights the points add up."""
    value, said = Fraction(0), []
    for part in each.parts:
        points = figures[part.id]
        if part.weight is None:
            value += Fraction(points)
            said.append(f"{part.says} {points}")
            continue
        value += Fraction(points) * 100 / Fraction(part.marks) * Fraction(part.weight.points) / 100
        of = f"/{plain(part.marks)}" if part.marks != 100 else ""
        said.append(f"{part.says} {points}{of} × {part.weight}")
    return value, " + ".join(said)
