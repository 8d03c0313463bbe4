"""The announced days, and which years are confirmed. Belongs to no tenant: all below keep the same days."""

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.identity.domain.calendar import CalendarDay, CalendarYear, add_working_days, works_by_week


def days_of(session: Session, year: int) -> list[CalendarDay]:
    rows = session.execute(
        text(
            "select day, is_working, title, is_confirmed from calendar_day"
            " where extract(year from day) = :y order by day"
        ),
        {"y": year},
    )
    return [CalendarDay(*row) for row in rows]


def year_of(session: Session, year: int) -> CalendarYear:
    row = session.execute(
        text("select year, is_confirmed, version from calendar_year where year = :y"), {"y": year}
    ).one_or_none()
    return CalendarYear(*row) if row else CalendarYear(year)


def confirmed_years(session: Session) -> set[int]:
    return set(session.scalars(text("select year from calendar_year where is_confirmed")))


def reckon(session: Session, start: date, count: int) -> tuple[date, bool]:
    """The count-th working day after the start, and whether it is certain. The table is read once."""
    until = start + timedelta(days=max(count, 0) * 2 + 60)
    rows = session.execute(
        text("select day, is_working from calendar_day where day between :a and :b"), {"a": start, "b": until}
    )
    announced = {row.day: bool(row.is_working) for row in rows}
    return add_working_days(
        start,
        count,
        is_working=lambda day: announced.get(day, works_by_week(day)),
        confirmed_years=confirmed_years(session),
    )
