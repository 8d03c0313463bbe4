"""Teams: all members, the best k (of each trade), or points by place; ties by time (B1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound, plain
from services.common.regulation.contest_awards import AWARDS, Award, link_sentences
from services.common.regulation.contest_nouns import EACH, SHORT_TEAM, TEAM_SUMS, UNITS_OF_ENTRY
from services.common.regulation.contest_order import Criterion, CriterionShape, order_complaints
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Number
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class PlacePoints:
    place: Annotated[int, Key("名次", Count(1, 10_000))]
    points: Annotated[Decimal, Key("计分", Number())]


@dataclass(frozen=True, kw_only=True)
class Teams:
    """One team a unit. What its members bring makes its total."""

    unit: Annotated[str, Key("以什么为队", Choice(UNITS_OF_ENTRY))] = "employer"
    members: Annotated[Bound | None, Key("队员人数", BoundShape())] = None
    counts: Annotated[str, Key("怎样计", Choice(TEAM_SUMS))]
    best: Annotated[int | None, Key("取几名", Count(1, 1_000))] = None
    each: Annotated[str, Key("按什么取", Choice(EACH))] = "contest"
    points: Annotated[tuple[PlacePoints, ...], Key("名次计分", ListOf(WordOf(PlacePoints)))] = ()
    short: Annotated[str, Key("人数不足", Choice(SHORT_TEAM))] = "out"
    order: Annotated[tuple[Criterion, ...], Key("同分先后", ListOf(CriterionShape()))] = ()
    awards: Annotated[tuple[Award, ...], Key("团体奖项", ListOf(OneOf(AWARDS)))] = ()

    def check(self) -> Iterator[Complaint]:
        if (self.counts == "best") != (self.best is not None):
            yield Complaint(
                "best", "teams_told_how", "取最好的几名（counts: best）要写明取几名（best），其他办法不写。"
            )
        if (self.counts == "places") != bool(self.points):
            says = "按名次计分（counts: places）要写明各名次计几分（points），其他办法不写。"
            yield Complaint("points", "teams_told_how", says)
        if self.members is not None and self.best is not None and not self._can_bring(self.best):
            says = f"取 {self.best} 名成绩，而一个队{self.members.phrase('人')}，人数不够，请改正。"
            yield Complaint("best", "contradictory_bounds", says)
        yield from self._points_fall()
        yield from order_complaints(self.order, {})

    def _can_bring(self, best: int) -> bool:
        assert self.members is not None
        most = self.members.at_most if self.members.at_most is not None else self.members.under
        return most is None or best < most or (best == most and self.members.under is None)

    def _points_fall(self) -> Iterator[Complaint]:
        listed = sorted(self.points, key=lambda each: each.place)
        for higher, lower in pairwise(listed):
            if higher.place == lower.place:
                yield Complaint("points", "duplicate_id", f"第 {lower.place} 名的计分写了两次，请删去一处。")
            elif lower.points > higher.points:
                says = f"第 {lower.place} 名计 {plain(lower.points)} 分，多于第 {higher.place} 名，请改正。"
                yield Complaint("points", "contradictory_bounds", says)

    def points_of(self, place: int) -> Decimal:
        return next((each.points for each in self.points if each.place == place), Decimal(0))

    def sentences(self) -> Iterator[str]:
        size = f"，每队{self.members.phrase('人')}" if self.members else ""
        yield f"团体：以{UNITS_OF_ENTRY[self.unit]}为队{size}，{self._how()}；{SHORT_TEAM[self.short]}。"
        if self.order:
            yield f"团体总分相同的，先看{'；再看'.join(each.phrase({}) for each in self.order)}。"
        if self.awards:
            yield f"团体奖项：{'；'.join(each.phrase() for each in self.awards)}。"
            yield from link_sentences(self.awards)

    def _how(self) -> str:
        if self.counts == "best":
            each = "" if self.each == "contest" else EACH[self.each]
            return f"{each}取成绩最好的 {self.best} 名相加"
        if self.counts == "places":
            listed = "、".join(f"第 {each.place} 名 {plain(each.points)} 分" for each in self.points)
            return f"按名次计分相加（{listed}）"
        return TEAM_SUMS[self.counts]
