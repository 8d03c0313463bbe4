"""Filings: in time, late, overdue, waived; reminders; points (B7, E6)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from services.common.errors import DomainError
from services.common.regulation.campaign import Campaign
from services.common.regulation.dates import add_weekdays
from services.competitions.domain.campaigns.filings import (
    Owed,
    check_filing,
    due_on,
    is_reminded_on,
    reminder_days,
)
from tests.unit.competitions.campaign_words import a_campaign

UNIT = UUID(int=1)
DUE = date(2025, 11, 30)


def a_filing(rules: str = "due: {on: 11-30, late: marked}") -> Campaign:
    return a_campaign(f"    filings: [{{id: plan, title: 方案, of: each township, {rules}}}]\n")


def owed(filed_on: date | None = None) -> Owed:
    return Owed("plan", UNIT, DUE, filed_on)


@pytest.mark.parametrize(
    ("filed_on", "today", "state", "days"),
    [
        (None, DUE, "owed", 0),
        (None, DUE + timedelta(days=1), "overdue", 1),
        (DUE, DUE + timedelta(days=9), "on_time", 0),
        (DUE + timedelta(days=2), DUE + timedelta(days=9), "late", 2),
    ],
)
def test_the_last_day_is_in_time_and_lateness_stays_as_it_was(
    filed_on: date | None, today: date, state: str, days: int
) -> None:
    filing = a_filing().filing("plan")
    assert (owed(filed_on).state(filing, today), owed(filed_on).days_late(today)) == (state, days)


@pytest.mark.parametrize(
    ("late", "today", "code"),
    [
        ("marked", DUE + timedelta(days=1), None),
        ("refused", DUE, None),
        ("refused", DUE + timedelta(days=1), "filing_too_late"),
        ("waived", DUE + timedelta(days=1), "filing_too_late"),
    ],
)
def test_late_is_taken_only_where_it_is_marked(late: str, today: date, code: str | None) -> None:
    filing = a_filing(f"due: {{on: 11-30, late: {late}}}").filing("plan")
    if code is None:
        check_filing(owed(), filing, today)
        return
    with pytest.raises(DomainError) as refused:
        check_filing(owed(), filing, today)
    assert refused.value.code == code


def test_what_was_filed_is_not_filed_again() -> None:
    with pytest.raises(DomainError) as refused:
        check_filing(owed(DUE), a_filing().filing("plan"), DUE)
    assert refused.value.code == "already_filed"


def test_what_is_waived_is_no_longer_owed() -> None:
    filing = a_filing("due: {on: 11-30, late: waived}").filing("plan")
    assert [owed().state(filing, day) for day in (DUE, DUE + timedelta(days=1))] == ["owed", "waived"]


def test_reminders_come_on_their_days_until_it_is_filed() -> None:
    filing = a_filing("due: {on: 11-30, late: marked}, remind: [{days: 7}, {days: 1}]").filing("plan")
    assert reminder_days(filing, DUE) == [date(2025, 11, 23), date(2025, 11, 29)]
    days = [date(2025, 11, day) for day in (22, 23, 24, 29, 30)]
    assert [is_reminded_on(filing, owed(), day) for day in days] == [False, True, False, True, False]
    assert not is_reminded_on(filing, owed(date(2025, 11, 20)), date(2025, 11, 23))


def test_working_days_before_are_counted_back_over_days_of_rest() -> None:
    """30 November 2025 is a Sunday: two working days before it is Thursday the 27th."""
    filing = a_filing("due: {on: 11-30, late: marked}, remind: [{working_days: 2}]").filing("plan")
    assert reminder_days(filing, DUE) == [date(2025, 11, 27)]


def test_a_day_of_every_year_that_has_passed_when_the_campaign_begins_is_next_years() -> None:
    campaign = a_filing("due: {on: 01-15, late: marked}")
    runs = campaign.runs.__class__(from_=date(2025, 3, 1), to=date(2026, 3, 1))
    later = Campaign(id="plan", title=campaign.title, runs=runs, filings=campaign.filings)
    days = [
        due_on(each.filing("plan"), each, announced=None, add_working_days=add_weekdays) for each in (campaign, later)
    ]
    assert days == [date(2025, 1, 15), date(2026, 1, 15)]


def test_a_day_to_be_announced_is_owed_from_its_announcement() -> None:
    campaign = a_filing("due: {from: announced, within: {days: 10}, late: marked}")
    filing = campaign.filing("plan")
    with pytest.raises(DomainError) as refused:
        due_on(filing, campaign, announced=None, add_working_days=add_weekdays)
    assert refused.value.code == "due_not_announced"
    assert due_on(filing, campaign, announced=date(2025, 5, 1), add_working_days=add_weekdays) == date(2025, 5, 11)


@pytest.mark.parametrize(
    ("filed_on", "today", "lost"),
    [
        (DUE, DUE + timedelta(days=30), "0"),
        (DUE + timedelta(days=3), DUE + timedelta(days=30), "3"),
        (DUE + timedelta(days=9), DUE + timedelta(days=30), "5"),
        (None, DUE, "0"),
        (None, DUE + timedelta(days=1), "10"),
    ],
)
def test_points_follow_the_day_of_filing(filed_on: date | None, today: date, lost: str) -> None:
    rules = "due: {on: 11-30, late: marked}, late_points: {per_day: 1, at_most: 5, never: 10}"
    assert owed(filed_on).points_lost(a_filing(rules).filing("plan"), today) == Decimal(lost)
