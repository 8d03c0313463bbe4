"""The workday calendar: announced days, and the flag that a year is confirmed. One calendar for all below (X1)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, NotFound, allow
from services.common.principal import Principal
from services.identity import rules
from services.identity.domain import calendar as domain
from services.identity.domain.calendar import CalendarDay, CalendarYear
from services.identity.events import tell_day
from services.identity.store import db

_PUT_DAY = """
insert into calendar_day (day, is_working, title, is_confirmed, set_in)
values (:day, :is_working, :title, :is_confirmed, :set_in)
on conflict (day) do update
set is_working = excluded.is_working, title = excluded.title, is_confirmed = excluded.is_confirmed,
  set_in = excluded.set_in
"""
_HOLD_YEAR = """
insert into calendar_year (year) values (:y) on conflict (year) do update set year = excluded.year
returning year, is_confirmed, version
"""


def set_day(
    who: Principal, day: date, *, is_working: bool, title: str, seen: int, now: datetime
) -> tuple[CalendarDay, CalendarYear]:
    """A holiday or a make-up day, as the State Council announces them. `seen` is the version of its year.

    Raises ChangedMeanwhile day_set_meanwhile, DomainError day_gone_by.
    """
    with db.transaction(who.tenant) as session:
        _allow(session, who)
        year = _hold_year(session, day.year)
        domain.must_be_as_seen(*_known(session, day), seen)
        changed = domain.change_day(
            day, is_working=is_working, title=title, is_confirmed=year.is_confirmed, today=day_of(now)
        )
        year = replace(year, version=year.version + 1)
        _put(session, changed, now, set_in=year.version)
        session.execute(
            text("update calendar_year set version = :v where year = :y"), {"v": year.version, "y": day.year}
        )
        audit.record(session, who, "set", "calendar_day", day, at=now, is_working=is_working, title=title)
        return changed, year


def _hold_year(session: Session, year: int) -> CalendarYear:
    """The year's row, held until the end: who sets a day of it waits for the one before him."""
    return CalendarYear(*session.execute(text(_HOLD_YEAR), {"y": year}).one())


def _known(session: Session, day: date) -> tuple[CalendarDay | None, int]:
    """The day as it is announced, and the version of the year in which it was set."""
    row = session.execute(
        text("select day, is_working, title, is_confirmed, set_in from calendar_day where day = :d"), {"d": day}
    ).one_or_none()
    return (CalendarDay(*row[:4]), row.set_in) if row else (None, 0)


def confirm_year(who: Principal, year: int, *, seen: int, now: datetime) -> None:
    """The year's days are as announced: deadlines reckoned by it are certain.

    Raises ChangedMeanwhile where a day was set since they were looked at.
    """
    if not 2000 <= year <= 2100:
        raise NotFound("not_found")
    with db.transaction(who.tenant) as session:
        _allow(session, who)
        if _hold_year(session, year).version != seen:
            raise ChangedMeanwhile("year_set_meanwhile", year=year)
        _confirm(session, year, now)
        days = session.execute(
            text(
                "update calendar_day set is_confirmed = true where extract(year from day) = :year"
                " returning day, is_working, title, is_confirmed"
            ),
            {"year": year},
        ).all()
        for day in days:
            tell_day(session, CalendarDay(*day), at=now)
        audit.record(session, who, "confirmed", "calendar_year", year, at=now, days=len(days))


def load_days(tenant: str, days: Iterable[CalendarDay], *, confirmed: Iterable[int], by: Actor, now: datetime) -> int:
    """The seed that comes with the product; days that are known already stay as they are. Returns how many are new."""
    with db.transaction(tenant) as session:
        known = set(session.scalars(text("select day from calendar_day")))
        new = [day for day in days if day.day not in known]
        for day in new:
            _put(session, day, now)
        for year in confirmed:
            _confirm(session, year, now)
        if new:
            audit.record(session, by, "loaded", "calendar_year", new[0].day.year, at=now, days=len(new))
        return len(new)


def _allow(session: Session, who: Principal) -> None:
    tenant = directory.find_tenant(session, who.tenant)
    allow(rules.may_edit_calendar(who, tenant), "may_not_edit_calendar")


def _put(session: Session, day: CalendarDay, now: datetime, *, set_in: int = 0) -> None:
    session.execute(
        text(_PUT_DAY),
        {
            "day": day.day,
            "is_working": day.is_working,
            "title": day.title,
            "is_confirmed": day.is_confirmed,
            "set_in": set_in,
        },
    )
    tell_day(session, day, at=now)


def _confirm(session: Session, year: int, now: datetime) -> None:
    session.execute(
        text(
            "insert into calendar_year (year, is_confirmed, confirmed_at) values (:y, true, :at)"
            " on conflict (year) do update set is_confirmed = true, confirmed_at = excluded.confirmed_at"
        ),
        {"y": year, "at": now},
    )
