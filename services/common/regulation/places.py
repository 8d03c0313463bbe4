"""How many places a recommender has: a bound, one by its kind, a formula of its size, a share of all by indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import ROUNDINGS, Bound, Percent
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, PercentShape
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

SIZES: Final = {
    "unions": "所属基层工会数",
    "teams": "所属班组、岗位数",
    "holders": "现有有效荣誉数",
    "applicants": "本轮提交的申报数",
}
RECOMMENDERS: Final = {
    "township": "镇乡、街道工会",
    "industry": "主管局、产业工会",
    "direct": "直属工会",
    "federation": "下级总工会",
}
REMAINDERS: Final = {"largest": "余数大的先得", "dropped": "余数不再分配"}


@dataclass(frozen=True)
class Recommender:
    """Who recommends, of which kind, how big."""

    name: str
    kind: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OfRecommender:
    """Other places for one kind of recommender."""

    of: Annotated[str, Key("哪类推荐单位", Choice(RECOMMENDERS))]
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))]


@dataclass(frozen=True, kw_only=True)
class SizeStep:
    """From such a size on, so many places."""

    bound: Annotated[Bound, Key("规模", BoundShape(inline=True))]
    places: Annotated[int, Key("名额", Count(0, 10_000))]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    of: Annotated[str, Key("指标", Choice(SIZES))]
    weight: Annotated[Percent, Key("权重", PercentShape())]


@dataclass(frozen=True, kw_only=True)
class PerRecommender:
    """The places of one recommender. With `share`, `steps` or `indicators` the bound is the least and the most."""

    bound: Annotated[Bound | None, Key("界限", BoundShape(inline=True))] = None
    differing: Annotated[tuple[OfRecommender, ...], Key("分类掌握", ListOf(WordOf(OfRecommender)))] = ()
    of: Annotated[str | None, Key("按哪个规模", Choice(SIZES))] = None
    share: Annotated[Percent | None, Key("按规模的比例", PercentShape())] = None
    rounding: Annotated[str | None, Key("取整", Choice(ROUNDINGS))] = None
    steps: Annotated[tuple[SizeStep, ...], Key("按规模分档", ListOf(WordOf(SizeStep), least=1))] = ()
    indicators: Annotated[tuple[Indicator, ...], Key("按指标分配总名额", ListOf(WordOf(Indicator), least=1))] = ()
    remainder: Annotated[str | None, Key("余数", Choice(REMAINDERS))] = None

    @property
    def is_formula(self) -> bool:
        return self.share is not None or bool(self.steps or self.indicators)

    @property
    def is_by_recommender(self) -> bool:
        """The number differs from one recommender to another."""
        return self.is_formula or bool(self.differing)

    def check(self) -> Iterator[Complaint]:
        ways = sum((self.share is not None, bool(self.steps), bool(self.indicators)))
        if ways > 1 or (ways == 0 and self.bound is None and not self.differing):
            says = "名额只用一种写法：界限（at_most 等）、比例（share）、分档（steps）、指标（indicators）。"
            yield Complaint("", "places_told_how", says)
        if (self.share is not None or self.steps) and self.of is None:
            yield Complaint(
                "", "places_of_what", f"按规模算名额，要写明按哪个规模（of）：{'、'.join(SIZES.values())}。"
            )
        if self.share is not None and self.rounding is None:
            says = "比例折算成名额时没有说明怎样取整，请补上 rounding：up、down 或 half_up。"
            yield Complaint("share", "percent_without_rounding", says)
        if self.indicators and self.remainder is None:
            says = "按指标分配名额会有余数，请写明 remainder：largest 或 dropped。"
            yield Complaint("indicators", "percent_without_rounding", says)
        whole = sum((each.weight.points for each in self.indicators), Decimal(0))
        if self.indicators and whole != 100:
            yield Complaint("indicators", "weights_do_not_add_up", f"各指标权重合计 {whole}%，应为 100%。")
        if (self.bound and self.bound.is_percent) or any(each.bound.is_percent for each in self.differing):
            says = "名额的界限写个数；按比例的写 share、of 和 rounding。"
            yield Complaint("", "percent_without_rounding", says)

    def bound_of(self, who: Recommender, *, total: int | None = None, all_: Sequence[Recommender] = ()) -> Bound | None:
        """How many it may recommend; None where nothing is said of it."""
        for each in self.differing:
            if each.of == who.kind:
                return each.bound
        if not self.is_formula:
            return self.bound
        return Bound(at_most=Decimal(self._within(self._formula(who, total or 0, all_))))

    def _formula(self, who: Recommender, total: int, all_: Sequence[Recommender]) -> int:
        if self.indicators:
            return apportion(total, self.indicators, self.remainder or "dropped", all_).get(who.name, 0)
        size = who.sizes.get(self.of or "", 0)
        if self.share is not None:
            return self.share.places(size, self.rounding or "down")
        return max((step.places for step in self.steps if step.bound.admits(size)), default=0)

    def _within(self, places: int) -> int:
        least = self.bound.at_least if self.bound else None
        most = self.bound.at_most if self.bound else None
        places = max(places, int(least)) if least is not None else places
        return min(places, int(most)) if most is not None else places

    def phrase(self) -> str:
        said = [f"{RECOMMENDERS[each.of]}{each.bound.phrase('个')}" for each in self.differing]
        limits = f"，{self.bound.phrase('个')}" if self.bound else ""
        if self.share is not None:
            said.append(f"按{SIZES[self.of or '']}的 {self.share}（{ROUNDINGS[self.rounding or 'down']}）{limits}")
        elif self.steps:
            steps = "；".join(f"{each.bound.phrase()} 的 {each.places} 个" for each in self.steps)
            said.append(f"按{SIZES[self.of or '']}：{steps}{limits}")
        elif self.indicators:
            parts = "、".join(f"{SIZES[each.of]} {each.weight}" for each in self.indicators)
            said.append(f"总名额按{parts}分配，{REMAINDERS[self.remainder or 'dropped']}{limits}")
        elif self.bound:
            said.append(self.bound.phrase("个"))
        return "；".join(said)


def apportion(
    total: int, indicators: Sequence[Indicator], remainder: str, all_: Sequence[Recommender]
) -> dict[str, int]:
    """The whole among all by weighted shares, exactly; what is left over goes by the largest remainder, or nowhere.

    Of equal remainders the name that comes first has it, so that everybody counts the same.
    """
    due = {who.name: total * _weight(who, indicators, all_) for who in all_}
    places = {name: int(share) for name, share in due.items()}
    if remainder == "largest":
        left = int(sum(due.values(), Fraction(0))) - sum(places.values())
        for name in sorted(due, key=lambda each: (places[each] - due[each], each))[:left]:
            places[name] += 1
    return places


def _weight(who: Recommender, indicators: Sequence[Indicator], all_: Sequence[Recommender]) -> Fraction:
    weight = Fraction(0)
    for each in indicators:
        whole = sum(other.sizes.get(each.of, 0) for other in all_)
        if whole:
            weight += Fraction(each.weight.points) / 100 * Fraction(who.sizes.get(each.of, 0), whole)
    return weight
