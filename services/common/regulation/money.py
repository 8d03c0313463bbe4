"""Money: a fixed sum, or a table by band, place, level or size; with a ceiling, once per subject or adding up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from services.common.regulation.bounds import Percent
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Number, PercentShape, Text
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key


def yuan(amount: Decimal) -> str:
    """5,000 元, with fen only where there are any."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f} 元" if whole else f"{amount:,.2f} 元"


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A row of a table of sums: for what, how much."""

    for_: Annotated[str, Key("档次", Text(40))]
    amount: Annotated[Decimal, Key("金额（元）", Number())]


@dataclass(frozen=True, kw_only=True)
class Money:
    """A fixed sum or a table; `together` says what several causes of one subject make."""

    amount: Annotated[Decimal | None, Key("金额（元）", Number())] = None
    table: Annotated[tuple[Sum, ...], Key("分档", ListOf(WordOf(Sum), least=1))] = ()
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

    def for_one(self, cause: str = "", whole: Decimal = Decimal(0)) -> Decimal:
        """The sum for one cause; `whole` is what a share is of. Rounded down to fen, times months, floor, ceiling."""
        if self.table:
            amount = next((row.amount for row in self.table if row.for_ == cause), Decimal(0))
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
            main = "；".join(f"{row.for_} {yuan(row.amount)}" for row in self.table)
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
