"""A stretch of days within which something must have happened to count: single days, or the same days of every year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from services.common.regulation.date_shapes import MonthDayShape
from services.common.regulation.dates import MonthDay, chinese_day
from services.common.regulation.fault import Complaint
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class Window:
    """Both days included; a window of every year may run over the new year. An end that is not written is open."""

    from_: Annotated[MonthDay | date | None, Key("自", MonthDayShape(or_day=True))] = None
    to: Annotated[MonthDay | date | None, Key("至", MonthDayShape(or_day=True))] = None

    def check(self) -> Iterator[Complaint]:
        ends = (self.from_, self.to)
        if ends == (None, None):
            yield Complaint("", "window_without_day", "请写明自哪一天（from）、至哪一天（to），至少写一个。")
        elif 0 < sum(isinstance(end, MonthDay) for end in ends) < 2:
            says = "期间的两头要么都写每年的月日，例如 01-01 和 12-31，要么都写某一天，例如 2026-01-01。"
            yield Complaint("from", "window_told_how", says)
        elif isinstance(self.from_, date) and isinstance(self.to, date) and self.from_ > self.to:
            yield Complaint("to", "contradictory_bounds", "期间的截止日早于开始日，请改正。")

    def holds(self, day: date) -> bool:
        if isinstance(self.from_, MonthDay) and isinstance(self.to, MonthDay):
            first, last = self.from_.in_year(day.year), self.to.in_year(day.year)
            return first <= day <= last if first <= last else day >= first or day <= last
        return (not isinstance(self.from_, date) or day >= self.from_) and (
            not isinstance(self.to, date) or day <= self.to
        )

    def phrase(self) -> str:
        said = [_said(end) for end in (self.from_, self.to)]
        every = "每年" if isinstance(self.from_, MonthDay) else ""
        return (
            every
            + (f"{said[0]}起" if said[0] else "")
            + (f"至{said[1]}" if said[0] and said[1] else "")
            + (f"{said[1]}以前" if said[1] and not said[0] else "")
        )


def _said(end: MonthDay | date | None) -> str:
    return "" if end is None else chinese_day(end) if isinstance(end, date) else str(end)
