"""What a row asks a scorer to look at: one answer a piece, figure, case or fact. Each word of a sheet says its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from services.common.regulation import Row
from services.common.regulation.bodies import FACTS
from services.common.regulation.sheet_earning import BestOf, PerPiece, RateTable
from services.common.regulation.sheet_losing import LatePerDay, MeasureShort, PerCase, PerMissing, ZeroIf


@dataclass(frozen=True)
class Ask:
    """One answer. kind: present, piece, measure, count, fact, day or points; `key` names it within its kind."""

    kind: str
    key: str
    title: str
    unit: str = ""
    is_share: bool = False


def asks_of(row: Row) -> tuple[Ask, ...]:
    """Everything the row wants answered, in the order in which it is asked."""
    asks: list[Ask] = []
    if row.all_or_nothing or row.zero_when_absent:
        asks.append(Ask("present", "", row.title))
    for rule in (*row.lose, *row.earn):
        asks.extend(_asked(rule))
    if row.is_direct:
        asks.append(Ask("points", "", row.title, unit="分"))
    return tuple(asks)


@singledispatch
def _asked(rule: Any) -> Iterator[Ask]:
    """A word that asks nothing of the scorer."""
    yield from ()


@_asked.register
def _(rule: PerMissing) -> Iterator[Ask]:
    yield from (Ask("piece", piece, piece) for piece in rule.of)


@_asked.register
def _(rule: MeasureShort) -> Iterator[Ask]:
    yield Ask("measure", rule.measure, rule.title, rule.target.mark or rule.target.unit, rule.target.is_percent)


@_asked.register
def _(rule: PerCase) -> Iterator[Ask]:
    yield Ask("count", rule.id, rule.title, "起")


@_asked.register
def _(rule: ZeroIf) -> Iterator[Ask]:
    yield Ask("fact", rule.zero_if, FACTS[rule.zero_if])


@_asked.register
def _(rule: LatePerDay) -> Iterator[Ask]:
    yield Ask("day", "due_on", "应报日期")
    yield Ask("day", "filed_on", "实报日期")


@_asked.register
def _(rule: PerPiece) -> Iterator[Ask]:
    yield Ask("count", rule.id, rule.title, "项")


@_asked.register
def _(rule: BestOf) -> Iterator[Ask]:
    yield from (Ask("count", grade.id, grade.title, "项") for grade in rule.best_of)


@_asked.register
def _(rule: RateTable) -> Iterator[Ask]:
    yield Ask("measure", rule.rate, rule.title, "%", is_share=True)
