"""A value of the language as the node it would be written as: what the editor shows where nothing is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch
from typing import Any

from services.common.regulation.bounds import Bound, Percent, ShareBound, plain
from services.common.regulation.dates import Every, MonthDay, Span
from services.common.regulation.day_bounds import DayBound
from services.common.regulation.measure_shapes import Target
from services.common.regulation.nodes import Items, Node, Scalar, Table


@singledispatch
def node_of(value: Any) -> Node | None:
    """None for what no single field shows: words, tables of words."""
    return None


@node_of.register
def _(value: str) -> Node | None:
    return Scalar(0, value) if value else None


@node_of.register(bool)
def _(value: bool) -> Node:
    return Scalar(0, "yes" if value else "no")


@node_of.register(int)
@node_of.register(Percent)
@node_of.register(Target)
@node_of.register(Fraction)
def _(value: object) -> Node:
    return Scalar(0, str(value))


@node_of.register
def _(value: Decimal) -> Node:
    return Scalar(0, plain(value))


@node_of.register
def _(value: date) -> Node:
    return Scalar(0, value.isoformat())


@node_of.register
def _(value: MonthDay) -> Node:
    return Scalar(0, f"{value.month:02}-{value.day:02}" if value.month else f"{value.day:02}")


@node_of.register
def _(value: Every) -> Node:
    if value.amount == 1:
        return Scalar(0, value.unit)
    return _table({f"{value.unit}s": str(value.amount)})


@node_of.register
def _(value: Span) -> Node:
    return _table({value.unit: str(value.amount)})


@node_of.register
def _(value: ShareBound) -> Node:
    return _table({name: str(end) for name in ("at_least", "over") if (end := getattr(value, name)) is not None})


@node_of.register
def _(value: DayBound) -> Node:
    ends = {name: getattr(value, name) for name in ("at_least", "at_most")}
    return _table({name: str(end) for name, end in ends.items() if end is not None})


@node_of.register
def _(value: Bound) -> Node:
    ends = {name: getattr(value, name) for name in ("at_least", "over", "at_most", "under")}
    mark = "%" if value.is_percent else ""
    return _table({name: f"{plain(end)}{mark}" for name, end in ends.items() if end is not None})


@node_of.register
def _(value: tuple) -> Node | None:  # type: ignore[type-arg]
    found = [node_of(each) for each in value]
    return Items(0, tuple(each for each in found if each is not None)) if found and None not in found else None


def _table(rows: dict[str, str]) -> Table:
    return Table(0, tuple((name, 0, Scalar(0, text)) for name, text in rows.items()))
