"""How days, spans and cadences are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from services.common.regulation.dates import UNITS, Every, MonthDay, Span
from services.common.regulation.nodes import Node, Scalar, Table
from services.common.regulation.reading import Reading, join, refuse_unknown, scalar, table
from services.common.regulation.shapes import Count, Shape

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_EACH_MONTH = r"^(0?[1-9]|[12][0-9]|3[01])$"
_MONTH_DAY = r"^[0-9]{2}-[0-9]{2}$"


class DayShape(Shape):
    widget = "day"

    def read(self, node: Node, at: str, reading: Reading) -> date:
        text = scalar(node, at, reading)
        try:
            if re.match(_DAY, text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise reading.refuse(node.line, at, "not_day", f"请填存在的日期，例如 2026-01-01，不是“{text}”。")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": _DAY}


class MonthDayShape(Shape):
    """A day of every year: 10-31. Where it is allowed, one day: 2026-04-15, or a day of every month: 15."""

    widget = "month_day"

    def __init__(self, *, or_day: bool = False, or_each_month: bool = False) -> None:
        self.or_day, self.or_each_month = or_day, or_each_month

    def read(self, node: Node, at: str, reading: Reading) -> MonthDay | date:
        text = scalar(node, at, reading)
        if self.or_day and re.match(_DAY, text):
            return DayShape().read(node, at, reading)
        if self.or_each_month and re.match(_EACH_MONTH, text):
            return MonthDay(0, int(text))
        try:
            if re.match(_MONTH_DAY, text):
                # 2024 has a 29 February, so that day may be written.
                day = date.fromisoformat(f"2024-{text}")
                return MonthDay(day.month, day.day)
        except ValueError:
            pass
        raise reading.refuse(node.line, at, "not_month_day", f"请填存在的月日，例如 10-31，不是“{text}”。")

    def schema(self) -> dict[str, Any]:
        patterns = [_MONTH_DAY, *([_DAY] if self.or_day else [])]
        if self.or_each_month:
            return {"anyOf": [{"type": "string", "pattern": _MONTH_DAY}, {"type": ["string", "integer"]}]}
        return {"anyOf": [{"type": "string", "pattern": each} for each in patterns]}


class SpanShape(Shape):
    """A length of time, one unit: {working_days: 5}, {months: 3}."""

    widget = "span"

    @property
    def choices(self) -> Mapping[str, str]:
        return UNITS

    def read(self, node: Node, at: str, reading: Reading) -> Span:
        if isinstance(node, Scalar):
            says = f"没有说明单位，请写成 {{working_days: {node.text}}}（工作日）或 {{days: {node.text}}}（自然日）。"
            raise reading.refuse(node.line, at, "span_without_unit", says)
        rows = table(node, at, reading)
        if len(rows.rows) != 1:
            raise reading.refuse(node.line, at, "span_without_unit", "时长只写一个单位，例如 {working_days: 5}。")
        unit, line, value = rows.rows[0]
        if unit not in UNITS:
            raise refuse_unknown(unit, UNITS, line, join(at, unit), reading)
        return Span(Count(1, 10_000).read(value, join(at, unit), reading), unit)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": dict.fromkeys(UNITS, Count(1, 10_000).schema()),
        }


class EveryShape(Shape):
    """How often: `year`, `month`, {years: 2}, {months: 6}."""

    widget = "every"

    def read(self, node: Node, at: str, reading: Reading) -> Every:
        if isinstance(node, Table) and len(node.rows) == 1:
            unit, line, value = node.rows[0]
            if unit not in ("years", "months"):
                raise refuse_unknown(unit, ("years", "months"), line, join(at, unit), reading)
            return Every(Count(1, 120).read(value, join(at, unit), reading), unit.removesuffix("s"))
        text = scalar(node, at, reading)
        if text not in ("year", "month"):
            raise refuse_unknown(text, ("year", "month"), node.line, at, reading)
        return Every(1, text)

    def schema(self) -> dict[str, Any]:
        amounts = dict.fromkeys(("years", "months"), Count(1, 120).schema())
        several = {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": amounts,
        }
        return {"anyOf": [{"enum": ["year", "month"]}, several]}
