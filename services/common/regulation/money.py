"""Money: a fixed sum, a share, or a table by band, place, level, size or trade; ceiling, floor, how several add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from services.common.regulation.bands import gaps_between
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound, Percent
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Id, Number, PercentShape, Text
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key


def yuan(amount: Decimal) -> str:
    """5,000 元, with fen only where there are any."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f} 元" if whole else f"{amount:,.2f} 元"


TABLES: Final = {"level": "级别", "band": "等次", "place": "名次", "size": "规模", "trade": "工种、行业"}
BY_FIGURE: Final = frozenset({"place", "size"})
"""Tables whose rows are ranges of a figure; the others name what they are for."""
BY_ANSWER: Final = frozenset({"size", "trade"})
"""Tables that an answer of the form decides."""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A row of a table of sums: for what, or for which range of the figure, how much."""

    for_: Annotated[str, Key("档次", Text(40))] = ""
    range: Annotated[Bound | None, Key("范围", BoundShape(inline=True))] = None
    amount: Annotated[Decimal, Key("金额（元）", Number())]

    @property
    def says(self) -> str:
        return self.for_ if self.range is None else self.range.phrase()


@dataclass(frozen=True, kw_only=True)
class Money:
    """A fixed sum, a share or a table; `together` says what several causes of one subject make."""

    amount: Annotated[Decimal | None, Key("金额（元）", Number())] = None
    table: Annotated[tuple[Sum, ...], Key("分档", ListOf(WordOf(Sum), least=1))] = ()
    by: Annotated[str | None, Key("分档依据", Choice(TABLES))] = None
    of: Annotated[str | None, Key("看申报表哪一栏", Id())] = None
    at_most: Annotated[Decimal | None, Key("最高（元）", Number())] = None
    at_least: Annotated[Decimal | None, Key("最低（元）", Number())] = None
    share: Annotated[Percent | None, Key("按比例", PercentShape())] = None
    months: Annotated[int | None, Key("发几个月", Count(1, 120))] = None
    matched: Annotated[Percent | None, Key("不超过单位自筹的", PercentShape())] = None
    together: Annotated[str, Key("多项时", Choice({"once": "只发一次", "best": "只发最高一项", "add": "累加"}))] = (
        "best"
    )

    def check(self) -> Iterator[Complaint]:
        if sum((self.amount is not None, bool(self.table), self.share is not None)) != 1:
            yield Complaint(
                "", "money_without_sum", "请写明金额：amount（固定）、table（分档）、share（按比例）三者选一。"
            )
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            yield Complaint("at_least", "contradictory_bounds", "最低金额高于最高金额，请改正。")
        if self.by is not None and not self.table:
            yield Complaint("by", "money_without_sum", "写了分档依据（by），没有写分档（table），请补上或删去。")
        yield from self._rows()

    def _rows(self) -> Iterator[Complaint]:
        by_figure = self.by in BY_FIGURE
        if any((row.range is not None) != by_figure or bool(row.for_) == by_figure for row in self.table):
            says = "按规模、名次分档的，每档写范围，例如 {at_least: 50, under: 100, amount: 2000}；其他分档写 for。"
            yield Complaint("table", "table_told_how", says)
            return
        for says in gaps_between([row.range for row in self.table if row.range is not None]):
            yield Complaint("table", "bands_do_not_fit", says)
        names = [row.for_ for row in self.table if row.for_]
        for twice in sorted({each for each in names if names.count(each) > 1}):
            yield Complaint("table", "duplicate_id", f"“{twice}”写了两档，请删去一档。")

    def for_one(self, cause: str = "", whole: Decimal = Decimal(0), figure: Decimal | None = None) -> Decimal:
        """The sum for one cause; `whole` is what a share is of, `figure` the size or place that a table is by.

        Rounded down to fen, times months, floor, ceiling. What no row of the table is for gets nothing.
        """
        if self.table:
            row = next((row for row in self.table if _is_for(row, cause, figure)), None)
            if row is None:
                return Decimal(0)
            amount = row.amount
        elif self.share is not None:
            amount = self.share.of(whole).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
        else:
            amount = self.amount or Decimal(0)
        amount *= self.months or 1
        if self.at_least is not None:
            amount = max(amount, self.at_least)
        return amount if self.at_most is None else min(amount, self.at_most)

    def against(self, amount: Decimal, spent: Decimal) -> Decimal:
        """Of a sum only what the recipient's own spending is matched by, to the fen below."""
        if self.matched is None:
            return amount
        return min(amount, self.matched.of(spent).quantize(Decimal("0.01"), rounding="ROUND_DOWN"))

    def for_all(self, causes: tuple[str, ...], wholes: Mapping[str, Decimal] | None = None) -> Decimal:
        """What several causes make together: the first, the best, or all up to the ceiling."""
        sums = [self.for_one(cause, (wholes or {}).get(cause, Decimal(0))) for cause in causes]
        if not sums:
            return Decimal(0)
        total = {"once": sums[0], "best": max(sums), "add": sum(sums, Decimal(0))}[self.together]
        return total if self.at_most is None else min(total, self.at_most)

    def phrase(self) -> str:
        if self.table:
            main = "；".join(f"{row.says} {yuan(row.amount)}" for row in self.table)
            main = f"按{TABLES[self.by]}，{main}" if self.by else main
        elif self.share is not None:
            main = f"按 {self.share}"
        else:
            main = yuan(self.amount or Decimal(0))
        ceiling = f"，最高 {yuan(self.at_most)}" if self.at_most is not None else ""
        if self.months:
            main = f"每月 {main}，发 {self.months} 个月"
        if self.matched:
            ceiling += f"，不超过单位自筹部分的 {self.matched}"
        floor = f"，最低 {yuan(self.at_least)}" if self.at_least is not None else ""
        return f"{main}{floor}{ceiling}"


def _is_for(row: Sum, cause: str, figure: Decimal | None) -> bool:
    if row.range is None:
        return row.for_ == cause
    return figure is not None and row.range.admits(figure)
