"""A score sheet: classes, rows, points, pass line, bands, vetoes, how assessors' totals are combined (B8 form 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Final

from services.common.regulation.bands import gaps_and_overlaps
from services.common.regulation.bodies import FACTS
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound, Percent, plain
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Flag, Id, Number, PercentShape, Text
from services.common.regulation.sheet_combining import MEAN, WAYS, Combine, Instrument, SpotCheck, blend_complaints
from services.common.regulation.sheet_earning import EARNING, Earning
from services.common.regulation.sheet_gates import Gate, Measures
from services.common.regulation.sheet_inputs import Ask
from services.common.regulation.sheet_losing import LOSING, Losing, MeasureShort, VetoIf
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Key

VETOES: Final = "vetoes"
"""The row that asks for the facts of `vetoes`; nothing else may be called so."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One item. Without any rule the assessor gives points directly, with a ground."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("考核内容", Text(120))]
    points: Annotated[Decimal, Key("分值", Number())]
    text: Annotated[str, Key("说明", Text(300))] = ""
    lose: Annotated[tuple[Losing, ...], Key("怎样扣分", ListOf(OneOf(LOSING)))] = ()
    earn: Annotated[tuple[Earning, ...], Key("怎样得分", ListOf(OneOf(EARNING)))] = ()
    all_or_nothing: Annotated[bool, Key("有即满分，无则 0 分", Flag())] = False
    zero_when_absent: Annotated[bool, Key("没有则本项 0 分", Flag())] = False
    mandatory: Annotated[bool, Key("必达项", Flag())] = False

    @property
    def is_direct(self) -> bool:
        return not (self.lose or self.earn or self.all_or_nothing)

    def check(self) -> Iterator[Complaint]:
        if self.all_or_nothing and (self.lose or self.earn):
            yield Complaint(
                "all_or_nothing", "contradictory_rule", "“有即满分”的行不能再写扣分或得分办法，请删去其一。"
            )
        if self.lose and self.earn:
            yield Complaint("earn", "contradictory_rule", "一行要么从满分往下扣，要么从 0 分往上加，请分成两行。")

    def wants(self) -> tuple[Ask, ...]:
        """Everything the row wants answered, in the order in which it is asked."""
        first = [Ask("present", "", self.title)] if self.all_or_nothing or self.zero_when_absent else []
        lost = [ask for rule in self.lose for ask in rule.wants()]
        earned = [ask for rule in self.earn for ask in rule.wants()]
        direct = [Ask("points", "", self.title, unit="分")] if self.is_direct else []
        return (*first, *lost, *earned, *direct)

    def phrase(self) -> str:
        rules = [*(each.phrase() for each in self.lose), *(each.phrase() for each in self.earn)]
        if self.is_direct:
            rules.append(self.text or "由考核员评分，扣分写明依据")
        if self.all_or_nothing:
            rules.append(f"有得 {plain(self.points)} 分，没有不得分")
        if self.zero_when_absent:
            rules.append("没有的不得分")
        return "；".join(rules) + ("；扣完为止" if self.lose else "")


@dataclass(frozen=True, kw_only=True)
class SheetClass:
    """Rows together; `at_least` is the least the class must reach besides the total; bonus comes on top, capped."""

    title: Annotated[str, Key("类别", Text(60))]
    points: Annotated[Decimal | None, Key("分值", Number())] = None
    at_least: Annotated[Decimal | None, Key("本类至少", Number())] = None
    bonus: Annotated[bool, Key("附加分", Flag())] = False
    rows: Annotated[tuple[Row, ...], Key("各行", ListOf(WordOf(Row), least=1))]

    @property
    def full(self) -> Decimal:
        """The class's points: what it states, else the sum of its rows."""
        return self.points if self.points is not None else sum((row.points for row in self.rows), Decimal(0))

    def check(self) -> Iterator[Complaint]:
        total = sum((row.points for row in self.rows), Decimal(0))
        if self.points is not None and not self.bonus and total != self.points:
            says = f"“{self.title}”各行合计 {plain(total)}，应为 {plain(self.points)}，请改正分值。"
            yield Complaint("points", "class_does_not_add_up", says)
        if self.at_least is not None and self.at_least > self.full:
            says = f"“{self.title}”要求至少 {plain(self.at_least)} 分，但本类满分只有 {plain(self.full)} 分。"
            yield Complaint("at_least", "class_minimum_beyond_points", says)


@dataclass(frozen=True, kw_only=True)
class Band:
    title: Annotated[str, Key("等次", Text(40))]
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))]

    @property
    def phrase(self) -> str:
        return self.bound.phrase("分")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    id: str = ""
    title: Annotated[str, Key("名称", Text(120))]
    note: Annotated[str, Key("备注", Text(500))] = ""
    due: Annotated[Due | None, Key("期限", WordOf(Due))] = None
    points: Annotated[Decimal, Key("总分", Number())] = Decimal(100)
    pass_: Annotated[Bound, Key("合格线", BoundShape())]
    combine: Annotated[Combine, Key("合成", WordOf(Combine))] = MEAN
    bands: Annotated[tuple[Band, ...], Key("等次", ListOf(WordOf(Band)))] = ()
    vetoes: Annotated[tuple[str, ...], Key("一票否决", ListOf(Choice(FACTS)))] = ()
    least_share: Annotated[Percent | None, Key("每类至少得本类分值的", PercentShape())] = None
    gates: Annotated[tuple[Gate, ...], Key("须全部达标", ListOf(WordOf(Gate)))] = ()
    blend: Annotated[tuple[Instrument, ...], Key("几项分按权重合成", ListOf(WordOf(Instrument)))] = ()
    spot_check: Annotated[SpotCheck | None, Key("抽查", WordOf(SpotCheck))] = None
    written: Annotated[tuple[SheetClass, ...], Key("类别", ListOf(WordOf(SheetClass), least=1), name="classes")]
    layout: Annotated[str, Key("打印版式", Id())] = "plain"

    @cached_property
    def classes(self) -> tuple[SheetClass, ...]:
        """As written; where facts take the award, a last class asks for them and is worth nothing."""
        if not self.vetoes:
            return self.written
        rules = tuple(VetoIf(veto_if=fact) for fact in self.vetoes)
        row = Row(id=VETOES, title="一票否决事项", points=Decimal(0), lose=rules)
        return (*self.written, SheetClass(title="一票否决", rows=(row,)))

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for each in self.classes for row in each.rows)

    @property
    def measures(self) -> Measures:
        return {rule.measure: rule for row in self.rows for rule in row.lose if isinstance(rule, MeasureShort)}

    def floor_of(self, each: SheetClass) -> Decimal | None:
        """The least that a class must reach: its own minimum or the sheet's share of its points, the higher one."""
        share = self.least_share.of(each.full) if self.least_share is not None and not each.bonus else None
        floors = [floor for floor in (each.at_least, share) if floor is not None]
        return max(floors, default=None)

    def row(self, row_id: str) -> Row:
        """KeyError if there is none."""
        for row in self.rows:
            if row.id == row_id:
                return row
        raise KeyError(row_id)

    def is_reachable(self, line: Bound) -> bool:
        """Can a score from 0 to full points be on this line?"""
        step = self.combine.step
        low = line.at_least if line.at_least is not None else line.over + step if line.over is not None else Decimal(0)
        return low <= self.points and line.admits(max(low, Decimal(0)))

    def check(self) -> Iterator[Complaint]:
        total = sum((each.full for each in self.written if not each.bonus), Decimal(0))
        if total != self.points:
            says = f"各行合计 {plain(total)}，应为 {plain(self.points)}，请改正分值。"
            yield Complaint("classes", "sheet_does_not_add_up", says)
        if self.pass_.at_least is None and self.pass_.over is None:
            says = "合格线要写明下限，请用 at_least（以上，含本数）或 over（超过，不含）。"
            yield Complaint("pass", "pass_without_floor", says)
        if not self.is_reachable(self.pass_):
            yield Complaint("pass", "unreachable_pass", f"合格线{self.pass_.phrase('分')}，满分也达不到，请改正。")
        ids = [row.id for each in self.written for row in each.rows]
        if VETOES in ids:
            yield Complaint("classes", "taken_id", f"“{VETOES}”是一票否决事项的代号，请给这一行另取一个 id。")
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            yield Complaint("classes", "duplicate_id", f"有两行的代号都是“{twice}”，请各取一个不同的 id。")
        yield from blend_complaints(self.blend, self.points)
        if self.blend and self.spot_check:
            says = "抽查调整自评分和几项分按权重合成只能写一种，请删去其一。"
            yield Complaint("spot_check", "contradictory_rule", says)
        if self.spot_check and self.spot_check.changes_at_most == 0:
            yield Complaint("spot_check.changes_at_most", "step_of_zero", "最多调整 0 分等于不抽查，请填例如 5。")
        for position, gate in enumerate(self.gates, 1):
            yield from gate.complaints(f"gates.{position}.all_met", self.measures)
        step = self.combine.step
        top = self.points + sum((each.full for each in self.written if each.bonus), Decimal(0))
        for says in gaps_and_overlaps([band.bound for band in self.bands], Decimal(0), top, step):
            yield Complaint("bands", "bands_do_not_fit", says)

    def sentences(self) -> Iterator[str]:
        measures = self.measures
        way = f"{WAYS[self.combine.assessors]}，保留 {self.combine.decimals} 位小数"
        yield f"满分 {plain(self.points)} 分，{self.pass_.phrase('分')}为合格；{way}。"
        for each in self.written:
            yield f"{each.title}（{plain(each.full)} 分{'，附加分' if each.bonus else ''}）："
            for row in each.rows:
                yield f"{row.title}，{plain(row.points)} 分。{row.phrase()}。"
        if self.least_share is not None:
            yield f"除总分外，每类得分不低于本类分值的 {self.least_share}。"
        yield from (f"{gate.phrase(measures)}。" for gate in self.gates)
        if self.blend:
            yield f"几项分按权重合成：{'；'.join(each.phrase() for each in self.blend)}。"
        if self.spot_check:
            yield f"{self.spot_check.phrase()}。"
        if self.bands:
            yield f"等次：{'；'.join(f'{band.title}{band.phrase}' for band in self.bands)}。"
        if self.vetoes:
            yield f"一票否决：{'、'.join(FACTS[each] for each in self.vetoes)}。"
