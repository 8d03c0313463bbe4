"""How several totals become one: assessors by mean, trimmed mean or median; instruments by weight (D6, E4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Annotated, Final

from services.common.regulation.bounds import Percent, plain
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Number, PercentShape
from services.common.regulation.words import Key

WAYS: Final = {"mean": "取平均分", "trimmed_mean": "去掉一个最高分和一个最低分后取平均分", "median": "取中位分"}
INSTRUMENTS: Final = {"assessors": "考核分", "self": "自评分", "below": "下级平均分"}
MISSING: Final = {"fails": "缺少的不合格", "zero": "缺少的按 0 分计", "left_out": "缺少的不计，其余按权重折算"}


@dataclass(frozen=True, kw_only=True)
class Combine:
    """How several totals become one. `gap_over` beyond which another assessor is called."""

    assessors: Annotated[str, Key("合成办法", Choice(WAYS))] = "mean"
    decimals: Annotated[int, Key("小数位", Count(0, 4))] = 2
    gap_over: Annotated[Decimal | None, Key("相差超过（分）", Number())] = None

    @property
    def step(self) -> Decimal:
        """The smallest difference that is shown."""
        return Decimal(1).scaleb(-self.decimals)

    def rounded(self, value: Decimal) -> Decimal:
        return value.quantize(self.step, ROUND_HALF_UP)

    def one(self, totals: tuple[Decimal, ...]) -> Decimal:
        """One total; a trimmed mean needs three, with fewer it is the mean."""
        kept = sorted(totals)
        if self.assessors == "median":
            return self.rounded(median(kept))
        if self.assessors == "trimmed_mean" and len(kept) >= 3:
            kept = kept[1:-1]
        return self.rounded(sum(kept, Decimal(0)) / len(kept))


MEAN: Final = Combine()


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One of several scores that make the whole: its weight, its own floor, and what follows when there is none."""

    of: Annotated[str, Key("哪一项分", Choice(INSTRUMENTS))]
    weight: Annotated[Percent, Key("权重", PercentShape())]
    at_least: Annotated[Decimal | None, Key("本项至少", Number())] = None
    missing: Annotated[str, Key("缺少时", Choice(MISSING))] = "fails"

    def phrase(self) -> str:
        least = f"，本项不低于 {plain(self.at_least)} 分" if self.at_least is not None else ""
        lacks = "" if self.of == "assessors" else f"，{MISSING[self.missing]}"
        return f"{INSTRUMENTS[self.of]}占 {self.weight}{least}{lacks}"


@dataclass(frozen=True, kw_only=True)
class SpotCheck:
    """The body's own score stands; what the assessors find when they look into it changes it, up to a limit."""

    changes_at_most: Annotated[Decimal, Key("最多调整（分）", Number())]

    def changed(self, own: Decimal, found: Decimal, combine: Combine) -> Blended:
        """Up and down alike."""
        change = max(-self.changes_at_most, min(found - own, self.changes_at_most))
        total = combine.rounded(own + change)
        limit = f"，最多调整 {plain(self.changes_at_most)} 分" if change != found - own else ""
        return Blended(total, f"自评分 {own:.2f}，抽查 {found:.2f}{limit}，得 {total} 分")

    def phrase(self) -> str:
        return f"以自评分为准，考核员抽查结果可以调整自评分，最多上下调整 {plain(self.changes_at_most)} 分"


@dataclass(frozen=True)
class Blended:
    total: Decimal
    says: str
    refusals: tuple[str, ...] = ()


def blend(instruments: Sequence[Instrument], scores: Mapping[str, Decimal | None], combine: Combine) -> Blended:
    """The weighted whole, rounded once at its end; refusals name the floors that are not reached."""
    counted: list[tuple[Decimal, Decimal]] = []
    said, refused = [], []
    for each in instruments:
        name, score = INSTRUMENTS[each.of], scores.get(each.of)
        if score is None:
            said.append(f"{name}没有，{MISSING[each.missing]}")
            if each.missing == "fails":
                refused.append(f"没有{name}")
            if each.missing != "left_out":
                counted.append((each.weight.points, Decimal(0)))
            continue
        said.append(f"{name} {score:.2f} 占 {each.weight}")
        counted.append((each.weight.points, score))
        if each.at_least is not None and score < each.at_least:
            refused.append(f"{name} {score:.2f}，应不低于 {plain(each.at_least)} 分")
    whole = sum((weight for weight, _ in counted), Decimal(0))
    summed = sum((weight * score for weight, score in counted), Decimal(0))
    total = combine.rounded(summed / whole) if whole else combine.rounded(Decimal(0))
    return Blended(total, f"{'，'.join(said)}，合成 {total} 分", tuple(refused))


def blend_complaints(instruments: Sequence[Instrument], points: Decimal) -> Iterator[Complaint]:
    """Weights that do not make a whole, a floor beyond the points, the same score twice, no score of its own."""
    if not instruments:
        return
    names = [each.of for each in instruments]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        yield Complaint("blend", "duplicate_id", f"{INSTRUMENTS[twice]}写了两次，请合成一项。")
    if "assessors" not in names:
        yield Complaint("blend", "no_score_of_its_own", "各项分里没有考核分（of: assessors），请补上。")
    whole = sum((each.weight.points for each in instruments), Decimal(0))
    if whole != 100:
        says = f"各项权重合计 {plain(whole)}%，应为 100%，请改正。"
        yield Complaint("blend", "weights_do_not_add_up", says)
    for position, each in enumerate(instruments, 1):
        if each.at_least is not None and each.at_least > points:
            says = f"{INSTRUMENTS[each.of]}要求至少 {plain(each.at_least)} 分，但满分只有 {plain(points)} 分。"
            yield Complaint(f"blend.{position}.at_least", "minimum_beyond_points", says)
