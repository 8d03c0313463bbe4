"""Bounds of days: at_least, at_most; an end is a day, or `today`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from services.common.regulation.date_shapes import DayShape
from services.common.regulation.dates import chinese_day
from services.common.regulation.nodes import Node, Scalar
from services.common.regulation.reading import Reading, join, table
from services.common.regulation.shapes import Shape

End = date | Literal["today"]
_ENDS: Final = ("at_least", "at_most")


@dataclass(frozen=True)
class DayBound:
    at_least: End | None = None
    at_most: End | None = None

    def wrong(self, day: date, *, today: date, by_month: bool = False) -> str | None:
        """What is wrong with a day, if anything. By month: an end includes the whole of its month."""
        low, high = self._day(self.at_least, today), self._day(self.at_most, today)
        if low and day < (low.replace(day=1) if by_month else low):
            return f"不能早于{_said(low, self.at_least, by_month)}。"
        if high and day > high:
            return f"不能晚于{_said(high, self.at_most, by_month)}。"
        return None

    def _day(self, end: End | None, today: date) -> date | None:
        return today if end == "today" else end


def _said(day: date, end: End | None, by_month: bool) -> str:
    if end == "today":
        return "本月" if by_month else "今天"
    return f"{day.year}年{day.month}月" if by_month else chinese_day(day)


class DayBoundShape(Shape):
    widget = "day_bound"
    inline = _ENDS

    def read(self, node: Node, at: str, reading: Reading) -> DayBound:
        ends: dict[str, End] = {}
        for key, _, value in table(node, at, reading).rows:
            is_today = isinstance(value, Scalar) and value.text in ("today", "今天")
            ends[key] = "today" if is_today else DayShape().read(value, join(at, key), reading)
        return DayBound(**ends)

    def inline_schema(self) -> dict[str, Any]:
        end = {"anyOf": [{"enum": ["today", "今天"]}, DayShape().schema()]}
        return dict.fromkeys(_ENDS, end)
