"""Days, spans and due days. Time and the calendar come in as arguments; nothing here reads a clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

AddWorkingDays = Callable[[date, int], date]

LATE: Final = {"refused": "逾期不予受理", "marked": "逾期受理并注明", "waived": "逾期视为放弃"}
UNITS: Final = {
    "days": "天",
    "working_days": "个工作日",
    "hours": "小时",
    "months": "个月",
    "years": "年",
}
EVENTS: Final = {
    "submitted": "提交之日",
    "received": "收到之日",
    "assessed": "考核结束之日",
    "approved": "审批之日",
    "publicised": "公示之日",
    "objection_received": "收到异议之日",
    "conferred": "命名之日",
    "ordered": "下达整改通知之日",
    "announced": "另行通知之日",
    "fell_due": "复查到期之日",
}
REST_DAYS: Final = {"next": "遇休息日顺延至下一个工作日", "stays": "遇休息日不顺延"}


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day (31 January + 1 month = 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_weekdays(day: date, count: int) -> date:
    """Where no calendar is known: the count-th day from Monday to Friday after the day."""
    for _ in range(count):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return day


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, order=True)
class MonthDay:
    """A day of every year; with month 0 a day of every month."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """29 February falls on the 28th where there is none."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def of_month(self, year: int, month: int) -> date:
        """The day in a month; the 31st falls on the last there is."""
        return date(year, month, min(self.day, monthrange(year, month)[1]))

    def __str__(self) -> str:
        return f"{self.month}月{self.day}日" if self.month else f"每月{self.day}日"


@dataclass(frozen=True)
class Span:
    """A length of time: natural days unless it says working days."""

    amount: int
    unit: str = "days"

    def after(self, day: date, add_working_days: AddWorkingDays | None = None) -> date:
        """The last day of the span that begins the day after `day`; hours round up to whole days."""
        if self.unit == "working_days":
            if add_working_days is None:
                raise ValueError("a span of working days needs the calendar")
            return add_working_days(day, self.amount)
        if self.unit == "months":
            return add_months(day, self.amount)
        if self.unit == "years":
            return add_months(day, 12 * self.amount)
        return day + timedelta(days=self.amount if self.unit == "days" else -(-self.amount // 24))

    def phrase(self) -> str:
        return f"{self.amount} {UNITS[self.unit]}"


@dataclass(frozen=True)
class Every:
    """How often: every year, every 2 years, every month."""

    amount: int = 1
    unit: str = "year"

    def phrase(self) -> str:
        word = {"year": "年", "month": "月"}[self.unit]
        return f"每{word}" if self.amount == 1 else f"每 {self.amount} {word if self.unit == 'year' else '个月'}"

    def after(self, day: date) -> date:
        """The next time after `day`."""
        return add_months(day, self.amount * (12 if self.unit == "year" else 1))


EVERY_YEAR: Final = Every()
