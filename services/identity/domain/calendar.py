"""Working days (工作日): the table says where they differ from Monday to Friday; a year is confirmed once announced."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.common.errors import ChangedMeanwhile, DomainError

MOST_WORKING_DAYS = 500


@dataclass(frozen=True)
class CalendarDay:
    """A day that is announced as a holiday or a make-up day; `title` says which."""

    day: date
    is_working: bool
    title: str
    is_confirmed: bool


@dataclass(frozen=True)
class CalendarYear:
    """One more version with each day that is set in it; what is not known yet is version 0."""

    year: int
    is_confirmed: bool = False
    version: int = 0


def works_by_week(day: date) -> bool:
    return day.weekday() < 5


def change_day(day: date, *, is_working: bool, title: str, is_confirmed: bool, today: date) -> CalendarDay:
    """Days gone by stay as they were: deadlines were counted by them."""
    if day < today:
        raise DomainError("day_gone_by", day=day)
    return CalendarDay(day, is_working, title, is_confirmed)


def must_be_as_seen(known: CalendarDay | None, set_in: int, seen: int) -> None:
    """Whoever set this day after the year was looked at is not written over; other days set meanwhile do not matter."""
    if known is not None and set_in > seen:
        raise ChangedMeanwhile("day_set_meanwhile", day=known.day, title=known.title, is_working=known.is_working)


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
