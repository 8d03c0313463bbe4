"""Who owes what by when: in time, late, overdue; reminders before; points that lateness costs (B7, E6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_filings import Filing
from services.common.regulation.dates import AddWorkingDays, Span


class FilingState(StrEnum):
    OWED = "owed"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    WAIVED = "waived"


def due_on(filing: Filing, campaign: Campaign, *, announced: date | None, add_working_days: AddWorkingDays) -> date:
    """The last day in time. Raises DomainError due_not_announced while its day is still to be announced."""
    if filing.due.from_ == "announced" and announced is None:
        raise DomainError("due_not_announced", title=filing.title)
    year = campaign.runs.from_.year
    last = filing.due.last_day(year=year, since=announced, add_working_days=add_working_days)
    if last < campaign.runs.from_:
        # A day of every year that has passed when the campaign begins is next year's.
        last = filing.due.last_day(year=year + 1, since=announced, add_working_days=add_working_days)
    return last


@dataclass(frozen=True)
class Owed:
    """One unit's filing; `filed_on` is when it was filed."""

    filing_id: str
    unit_id: UUID
    due_on: date
    filed_on: date | None = None

    def days_late(self, today: date) -> int:
        return max(((self.filed_on or today) - self.due_on).days, 0)

    def state(self, filing: Filing, today: date) -> FilingState:
        if self.filed_on is not None:
            return FilingState.LATE if self.filed_on > self.due_on else FilingState.ON_TIME
        if today <= self.due_on:
            return FilingState.OWED
        return FilingState.WAIVED if filing.due.late == "waived" else FilingState.OVERDUE

    def points_lost(self, filing: Filing, today: date) -> Decimal:
        if filing.late_points is None:
            return Decimal(0)
        return filing.late_points.lost(self.days_late(today), is_filed=self.filed_on is not None)


def check_filing(owed: Owed, filing: Filing, today: date) -> None:
    """Raises DomainError: already_filed, filing_too_late."""
    if owed.filed_on is not None:
        raise DomainError("already_filed", title=filing.title, filed_on=owed.filed_on)
    if today > owed.due_on and filing.due.late != "marked":
        raise DomainError("filing_too_late", title=filing.title, due_on=owed.due_on)


def reminder_days(filing: Filing, due: date, is_working: Iterable[date] = ()) -> list[date]:
    """The days on which to remind, the earliest first; working days are counted back over the days given."""
    working = set(is_working)
    return sorted({_before(due, each, working) for each in filing.remind})


def _before(due: date, span: Span, working: set[date]) -> date:
    if span.unit == "days":
        return due - timedelta(days=span.amount)
    day, left = due, span.amount
    while left:
        day -= timedelta(days=1)
        left -= day in working if working else day.weekday() < 5
    return day


def is_reminded_on(filing: Filing, owed: Owed, today: date, is_working: Iterable[date] = ()) -> bool:
    """Who has filed is left in peace."""
    return owed.filed_on is None and today in reminder_days(filing, owed.due_on, is_working)
