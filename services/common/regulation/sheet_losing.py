"""Losing rules of a row, a word each. Together they take no more than the row's points (扣完为止)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Annotated, Final, Protocol

from services.common.regulation.bodies import FACTS
from services.common.regulation.bounds import plain
from services.common.regulation.fault import Complaint
from services.common.regulation.measure_shapes import Target, TargetShape
from services.common.regulation.shapes import Choice, Count, Id, Number, Text
from services.common.regulation.sheet_inputs import Ask, Move, RowInput
from services.common.regulation.word_shapes import ListOf
from services.common.regulation.words import Family, Key

LOSING = Family("lose", "扣分办法")
CENT: Final = Decimal("0.01")

STEPS: Final = {
    "full_steps": "不足一档的不扣",
    "started_steps": "不足一档的按一档扣",
    "proportional": "按比例扣",
}
SOURCES: Final = {"appraisal": "评议结果", "filing": "报送记录", "assessor": "考核员查看"}
SCOPES: Final = {"row": "本项", "class": "本类", "sheet": "全表"}


class Losing(Protocol):
    """A word of this family: what it wants to be told, what it takes, what it still asks, and how it is said."""

    def wants(self) -> Iterator[Ask]: ...

    def takes(self, found: RowInput, points: Decimal) -> Iterator[Move]: ...

    def asks(self, found: RowInput) -> Iterator[str]: ...

    def phrase(self) -> str: ...


@LOSING.word("per_missing", "每少一项")
@dataclass(frozen=True, kw_only=True)
class PerMissing:
    """So many points per missing piece of a named list."""

    per_missing: Annotated[Decimal, Key("每少一项扣", Number())]
    of: Annotated[tuple[str, ...], Key("应有", ListOf(Text(40), least=1))]

    def wants(self) -> Iterator[Ask]:
        yield from (Ask("piece", piece, piece) for piece in self.of)

    def takes(self, found: RowInput, points: Decimal) -> Iterator[Move]:
        gone = [piece for piece in self.of if piece in found.missing]
        if gone:
            minus = self.per_missing * len(gone)
            each = plain(self.per_missing)
            what = "、".join(gone)
            says = f"缺 {len(gone)} 项（{what}），每少 1 项扣 {each} 分，扣 {minus:.2f} 分"
            yield Move("per_missing", minus, says)

    def asks(self, found: RowInput) -> Iterator[str]:
        yield from (f"没有“{piece}”这一项" for piece in sorted(found.missing - set(self.of)))

    def phrase(self) -> str:
        return f"{'、'.join(self.of)}，每少 1 项扣 {plain(self.per_missing)} 分"


@LOSING.word("measure", "指标不足")
@dataclass(frozen=True, kw_only=True)
class MeasureShort:
    """So many points per step short of a target: full steps, started steps, or in proportion."""

    measure: Annotated[str, Key("指标", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    target: Annotated[Target, Key("目标", TargetShape())]
    step: Annotated[Decimal, Key("每少", Number())]
    points: Annotated[Decimal, Key("扣分", Number())]
    count: Annotated[str, Key("不足一档", Choice(STEPS))]
    from_: Annotated[str, Key("来源", Choice(SOURCES))] = "assessor"

    def check(self) -> Iterator[Complaint]:
        if self.step == 0:
            yield Complaint("step", "step_of_zero", "每少多少扣分不能是 0，请填例如 5。")

    def wants(self) -> Iterator[Ask]:
        yield Ask("measure", self.measure, self.title, self.target.mark or self.target.unit, self.target.is_percent)

    def takes(self, found: RowInput, points: Decimal) -> Iterator[Move]:
        value = found.measures.get(self.measure)
        if value is None or value >= self.target.figure:
            return
        short = self.target.figure - value
        minus = self._minus(short)
        if not minus:
            return
        unit = self.target.unit
        yield Move(
            self.measure,
            minus,
            f"{self.title} {value:.2f}{self.target.mark}，比 {self.target} 少 {short:.2f} {unit}，"
            f"每少 {plain(self.step)} {unit}扣 {plain(self.points)} 分，{STEPS[self.count]}，扣 {minus:.2f} 分",
        )

    def _minus(self, short: Decimal) -> Decimal:
        """In proportion it is rounded to the cents that are shown, so that what is compared is what is read."""
        steps = short / self.step
        if self.count == "proportional":
            return (steps * self.points).quantize(CENT, ROUND_HALF_UP)
        return steps.to_integral_value(ROUND_FLOOR if self.count == "full_steps" else ROUND_CEILING) * self.points

    def asks(self, found: RowInput) -> Iterator[str]:
        if self.measure not in found.measures:
            yield f"请填{self.title}"

    def phrase(self) -> str:
        unit = self.target.unit
        each = f"每少 {plain(self.step)} {unit}扣 {plain(self.points)} 分"
        source = "" if self.from_ == "assessor" else f"（取自{SOURCES[self.from_]}）"
        return f"{self.title}{source}应达到 {self.target}，{each}，{STEPS[self.count]}"


@LOSING.word("per_case", "每发生一起")
@dataclass(frozen=True, kw_only=True)
class PerCase:
    """So many points per case of something wrong, up to a ceiling."""

    per_case: Annotated[Decimal, Key("每起扣", Number())]
    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("情形", Text(60))]
    at_most: Annotated[Decimal | None, Key("最多扣", Number())] = None

    def wants(self) -> Iterator[Ask]:
        yield Ask("count", self.id, self.title, "起")

    def takes(self, found: RowInput, points: Decimal) -> Iterator[Move]:
        cases = found.counts.get(self.id, 0)
        if cases:
            minus = self.per_case * cases
            minus = minus if self.at_most is None else min(minus, self.at_most)
            each = plain(self.per_case)
            yield Move(self.id, minus, f"{self.title} {cases} 起，每起扣 {each} 分，扣 {minus:.2f} 分")

    def asks(self, found: RowInput) -> Iterator[str]:
        if self.id not in found.counts:
            yield f"请填{self.title}的起数，没有填 0"

    def phrase(self) -> str:
        most = f"，最多扣 {plain(self.at_most)} 分" if self.at_most is not None else ""
        return f"{self.title}，每起扣 {plain(self.per_case)} 分{most}"


@LOSING.word("zero_if", "一票归零")
@dataclass(frozen=True, kw_only=True)
class ZeroIf:
    """A graver fact takes the whole row, class or sheet."""

    zero_if: Annotated[str, Key("情形", Choice(FACTS))]
    of: Annotated[str, Key("范围", Choice(SCOPES))] = "row"

    def wants(self) -> Iterator[Ask]:
        yield Ask("fact", self.zero_if, FACTS[self.zero_if])

    def takes(self, found: RowInput, points: Decimal) -> Iterator[Move]:
        if self.zero_if in found.facts:
            says = f"发生{FACTS[self.zero_if]}，{SCOPES[self.of]}记 0 分"
            yield Move(self.zero_if, points, says, zeroes=self.of)

    def asks(self, found: RowInput) -> Iterator[str]:
        yield from ()

    def phrase(self) -> str:
        return f"发生{FACTS[self.zero_if]}的，{SCOPES[self.of]}记 0 分"


@LOSING.word("veto_if", "一票否决")
@dataclass(frozen=True, kw_only=True)
class VetoIf:
    """A fact that takes the award and leaves the score as it is."""

    veto_if: Annotated[str, Key("情形", Choice(FACTS))]

    def wants(self) -> Iterator[Ask]:
        yield Ask("fact", self.veto_if, FACTS[self.veto_if])

    def takes(self, found: RowInput, points: Decimal) -> Iterator[Move]:
        if self.veto_if in found.facts:
            yield Move(self.veto_if, Decimal(0), f"发生{FACTS[self.veto_if]}，一票否决", vetoes=True)

    def asks(self, found: RowInput) -> Iterator[str]:
        yield from ()

    def phrase(self) -> str:
        return f"发生{FACTS[self.veto_if]}的，一票否决，分数照记"


@LOSING.word("late_per_day", "逾期")
@dataclass(frozen=True, kw_only=True)
class LatePerDay:
    """So many points per natural day late, up to a ceiling; never filed loses all."""

    late_per_day: Annotated[Decimal, Key("每逾期一天扣", Number())]
    at_most: Annotated[Decimal, Key("最多扣", Number())]
    grace: Annotated[int, Key("宽限天数", Count(0, 60))] = 0

    def wants(self) -> Iterator[Ask]:
        yield Ask("day", "due_on", "应报日期")
        yield Ask("day", "filed_on", "实报日期")

    def takes(self, found: RowInput, points: Decimal) -> Iterator[Move]:
        if found.due_on is None:
            return
        if found.filed_on is None:
            if found.present is False:
                yield Move("late_per_day", points, f"未报送，扣 {points:.2f} 分")
            return
        days = (found.filed_on - found.due_on).days - self.grace
        if days > 0:
            minus = min(self.late_per_day * days, self.at_most)
            each = plain(self.late_per_day)
            yield Move("late_per_day", minus, f"逾期 {days} 天，每天扣 {each} 分，扣 {minus:.2f} 分")

    def asks(self, found: RowInput) -> Iterator[str]:
        if found.due_on is None or (found.filed_on is None and found.present is not False):
            yield "请填报送日期，未报送的请注明"

    def phrase(self) -> str:
        each, most = plain(self.late_per_day), plain(self.at_most)
        return f"每逾期一天扣 {each} 分，最多扣 {most} 分，未报送的不得分"
