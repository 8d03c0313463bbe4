"""The workday calendar: announced days, and the flag that a year is confirmed. One calendar for all below (X1)."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.errors import NotFound, allow
from services.common.principal import Principal
from services.identity import rules
from services.identity.domain import calendar as domain
from services.identity.domain.calendar import CalendarDay
from services.identity.events import tell_day
from services.identity.store import db

_PUT_DAY = """
insert into calendar_day values (:day, :is_working, :title, :is_confirmed)
on conflict (day) do update
set is_working = excluded.is_working, title = excluded.title, is_confirmed = excluded.is_confirmed
"""


def set_day(who: Principal, day: date, *, is_working: bool, title: str, now: datetime) -> CalendarDay:
    """A holiday or a make-up day, as the State Council announces them."""
    with db.transaction(who.tenant) as session:
        _allow(session, who)
        confirmed = _is_confirmed(session, day.year)
        changed = domain.change_day(day, is_working=is_working, title=title, is_confirmed=confirmed, today=day_of(now))
        _put(session, changed, now)
        audit.record(session, who, "set", "calendar_day", day, at=now, is_working=is_working, title=title)
        return changed


def confirm_year(who: Principal, year: int, *, now: datetime) -> None:
    """The year's days are as announced: deadlines reckoned by it are certain."""
    if not 2000 <= year <= 2100:
        raise NotFound("not_found")
    with db.transaction(who.tenant) as session:
        _allow(session, who)
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


def _put(session: Session, day: CalendarDay, now: datetime) -> None:
    session.execute(
        text(_PUT_DAY),
        {"day": day.day, "is_working": day.is_working, "title": day.title, "is_confirmed": day.is_confirmed},
    )
    tell_day(session, day, at=now)


def _confirm(session: Session, year: int, now: datetime) -> None:
    session.execute(
        text("insert into calendar_year values (:y, true, :at) on conflict (year) do update set is_confirmed = true"),
        {"y": year, "at": now},
    )


def _is_confirmed(session: Session, year: int) -> bool:
    found = session.scalar(text("select is_confirmed from calendar_year where year = :y"), {"y": year})
    return bool(found)
