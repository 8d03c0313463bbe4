"""Working days (工作日): the table says where they differ from Monday to Friday; a year is confirmed once announced."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.common.errors import DomainError

MOST_WORKING_DAYS = 500


@dataclass(frozen=True)
class CalendarDay:
    """A day that is announced as a holiday or a make-up day; `title` says which."""

    day: date
    is_working: bool
    title: str
    is_confirmed: bool


def works_by_week(day: date) -> bool:
    return day.weekday() < 5


def change_day(day: date, *, is_working: bool, title: str, is_confirmed: bool, today: date) -> CalendarDay:
    """Days gone by stay as they were: deadlines were counted by them."""
    if day < today:
        raise DomainError("day_gone_by", day=day)
    return CalendarDay(day, is_working, title, is_confirmed)


def add_working_days(
    start: date, count: int, *, is_working: Callable[[date], bool], confirmed_years: Iterable[int]
) -> tuple[date, bool]:
    """The count-th working day after the start, and whether every year on the way is confirmed."""
    if not 0 <= count <= MOST_WORKING_DAYS:
        raise DomainError("too_many_working_days", most=MOST_WORKING_DAYS)
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= is_working(day)
    return day, set(range(start.year, day.year + 1)) <= set(confirmed_years)
