"""Targets of a campaign: counted from facts, reported upward, or a rate of two reported figures (B2, B3, D1, D2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from services.common.regulation.bodies import LEVELS
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound, Percent
from services.common.regulation.campaign_bodies import (
    ACTIVITIES,
    ANY_OUTCOME,
    BODIES_OF,
    CONTEST_LEVELS,
    COUNTED,
    FEDERATION,
    OUTCOMES,
    OneOrMore,
    bodies_title,
)
from services.common.regulation.date_shapes import MonthDayShape
from services.common.regulation.dates import MonthDay
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Id, PercentShape, Text
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Family, Key

TARGETS: Final = Family("target", "指标")
REPORTED: Final = {"standing": "报截至当日的累计数，以最近一次为准", "added": "每次报新增数，逐次相加"}
SPLIT: Final = {"given": "下级按分配数执行", "raised": "下级可以提高，不得低于分配数", "own": "下级自行确定"}
_CONTEST_FACTS: Final = ("contests", "entrants")
_ACTIVITY_FACTS: Final = ("activities", "participants")


@dataclass(frozen=True, kw_only=True)
class Where:
    """Which facts count."""

    level: Annotated[str | None, Key("级别", Choice(CONTEST_LEVELS))] = None
    trade: Annotated[str | None, Key("工种", Text(40))] = None
    honour: Annotated[str | None, Key("荣誉称号", Text(40))] = None
    activity: Annotated[str | None, Key("活动", Choice(ACTIVITIES))] = None
    outcome: Annotated[str | None, Key("结果", Choice(ANY_OUTCOME))] = None

    def check(self) -> Iterator[Complaint]:
        if self.outcome and self.outcome not in OUTCOMES.get(self.activity or "", {}):
            yield Complaint("outcome", "unknown_outcome", "这类活动没有这种结果，请先写明活动（activity）再选结果。")

    def phrase(self) -> str:
        parts = (
            LEVELS.get(self.level or "", CONTEST_LEVELS.get(self.level or "", "")),
            self.trade or "",
            self.honour or "",
            ACTIVITIES.get(self.activity or "", ""),
            OUTCOMES.get(self.activity or "", {}).get(self.outcome or "", ""),
        )
        return "、".join(part for part in parts if part)


EVERYTHING: Final = Where()


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """So much of the target by that day."""

    on: Annotated[MonthDay, Key("截至", MonthDayShape())]
    at_least: Annotated[Percent, Key("至少完成", PercentShape())]


@dataclass(frozen=True, kw_only=True)
class Common:
    """What every target has. `bound` is of each body that `of` names."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(60))]
    of: Annotated[tuple[str, ...], Key("由谁完成", OneOrMore(BODIES_OF))] = (FEDERATION,)
    bound: Annotated[Bound, Key("目标", BoundShape(inline=True))]
    unit: Annotated[str, Key("单位", Text(10))] = "个"
    due: Annotated[Due | None, Key("完成期限", WordOf(Due))] = None
    milestones: Annotated[tuple[Milestone, ...], Key("进度要求", ListOf(WordOf(Milestone)))] = ()
    split: Annotated[str | None, Key("分解到下级总工会", Choice(SPLIT))] = None

    def check(self) -> Iterator[Complaint]:
        ends = [end for end in (self.bound.at_least, self.bound.over) if end is not None]
        if self.bound.is_percent != self.is_rate:
            says = "比率的目标写百分数，例如 79.9%；其他指标写数，例如 11960。"
            yield Complaint("at_least", "target_of_other_kind", says)
        if self.split and not ends:
            yield Complaint("split", "nothing_to_split", "没有写至少完成多少，不能分解到下级；请写 at_least。")
        if FEDERATION in self.of and len(self.of) > 1:
            yield Complaint("of", "federation_and_others", "本级的目标和下级单位的目标请分开写成两项。")
        if self.split and self.of != (FEDERATION,):
            yield Complaint("split", "split_of_units", "分解的是本级总数，请写 of: federation。")
        shares = [each.at_least.points for each in sorted(self.milestones, key=lambda each: each.on)]
        if shares != sorted(shares):
            yield Complaint("milestones", "contradictory_bounds", "后一个日期要求完成的不能少于前一个，请改正。")

    @property
    def is_rate(self) -> bool:
        return False

    @property
    def whom(self) -> str:
        return bodies_title(self.of)

    def how(self) -> str:
        return ""

    def sentences(self) -> Iterator[str]:
        by = f"；{self.due.phrase()}" if self.due else ""
        aim = self.bound.phrase("" if self.is_rate else self.unit)
        yield f"{self.whom}：{self.title}{aim}{by}。{self.how()}"
        for each in self.milestones:
            yield f"{self.title}：截至{each.on}至少完成 {each.at_least}。"
        if self.split:
            yield f"{self.title}分解到下级总工会，{SPLIT[self.split]}。"


@TARGETS.word("count", "自动统计")
@dataclass(frozen=True, kw_only=True)
class Counted(Common):
    """Counted from contests, honours and activities that the platform holds; never typed (B2, B3, B6)."""

    count: Annotated[str, Key("统计什么", Choice(COUNTED))]
    where: Annotated[Where, Key("哪些算数", WordOf(Where))] = EVERYTHING

    def check(self) -> Iterator[Complaint]:
        yield from super().check()
        where, told = self.where, self.count
        if (told == "honours_cultivated") != (where.honour is not None):
            yield Complaint("where.honour", "where_of_other_kind", "统计荣誉时要写明哪项荣誉（honour），其他不写。")
        if where.activity is not None and told not in _ACTIVITY_FACTS:
            yield Complaint("where.activity", "where_of_other_kind", "只有统计活动时才写活动（activity）。")
        if where.trade is not None and told not in _CONTEST_FACTS:
            yield Complaint("where.trade", "where_of_other_kind", "只有统计技能比武时才写工种（trade）。")

    def how(self) -> str:
        which = self.where.phrase()
        return f"由平台按{COUNTED[self.count].partition('（')[0]}{f'（{which}）' if which else ''}自动统计。"


@TARGETS.word("report", "逐级上报")
@dataclass(frozen=True, kw_only=True)
class Reported(Common):
    """A figure that is reported upward with evidence and added up by level (D2)."""

    report: Annotated[str, Key("怎样上报", Choice(REPORTED))]
    reported_by: Annotated[tuple[str, ...], Key("由谁上报", OneOrMore(BODIES_OF))] = (FEDERATION,)
    evidence: Annotated[int, Key("佐证份数", Count(0, 20))] = 0
    decimals: Annotated[int, Key("小数位数", Count(0, 4))] = 0

    def how(self) -> str:
        proof = f"，附佐证 {self.evidence} 份" if self.evidence else ""
        return f"由{bodies_title(self.reported_by)}上报{proof}，{REPORTED[self.report]}，逐级汇总。"


@dataclass(frozen=True, kw_only=True)
class RateOf:
    """What is divided by what: 4. A rate without its base is refused."""

    part: Annotated[str, Key("分子", Text(40))]
    whole: Annotated[str, Key("分母", Text(40))]


@TARGETS.word("rate", "比率")
@dataclass(frozen=True, kw_only=True)
class Rated(Common):
    """A rate of two reported figures; levels add up its parts and its wholes, never its rates (D2)."""

    rate: Annotated[RateOf, Key("比率", WordOf(RateOf))]
    reported_by: Annotated[tuple[str, ...], Key("由谁上报", OneOrMore(BODIES_OF))] = (FEDERATION,)
    evidence: Annotated[int, Key("佐证份数", Count(0, 20))] = 0
    decimals: Annotated[int, Key("小数位数", Count(0, 4))] = 2

    def check(self) -> Iterator[Complaint]:
        yield from super().check()
        for end in (self.bound.at_least, self.bound.over, self.bound.at_most, self.bound.under):
            if end is not None and not 0 <= end <= 100:
                yield Complaint("at_least", "rate_beyond_100", "比率只能在 0% 到 100% 之间，请改正目标。")
            if end is not None and end != round(end, self.decimals):
                says = f"目标的小数多于显示的 {self.decimals} 位，比较时会有出入；请写 decimals，或改目标。"
                yield Complaint("decimals", "finer_than_shown", says)

    @property
    def is_rate(self) -> bool:
        return True

    def how(self) -> str:
        proof = f"，附佐证 {self.evidence} 份" if self.evidence else ""
        base = f"{self.rate.part}÷{self.rate.whole}"
        return f"{self.title}＝{base}，由{bodies_title(self.reported_by)}上报{proof}；汇总时分子、分母分别相加。"

    def shown(self, part: Decimal, whole: Decimal) -> Decimal:
        """In percent points, cut to the digits shown: what is compared is what is shown, and never more than is."""
        exact = Fraction(part) * 100 * 10**self.decimals / Fraction(whole)
        return Decimal(exact.numerator // exact.denominator).scaleb(-self.decimals)


CampaignTarget = Counted | Reported | Rated
TargetsShape: Final = ListOf(OneOf(TARGETS))
