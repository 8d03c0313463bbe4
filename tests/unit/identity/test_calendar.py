from datetime import date

import holidays
import pytest

from services.common.errors import DomainError
from services.identity import seed
from services.identity.domain.calendar import CalendarDay, add_working_days, change_day, works_by_week

ANNOUNCED = {day.day: day.is_working for day in seed.announced_days()}


def is_working(day: date) -> bool:
    return ANNOUNCED.get(day, works_by_week(day))


def reckon(start: date, count: int) -> tuple[date, bool]:
    return add_working_days(start, count, is_working=is_working, confirmed_years=seed.CONFIRMED)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2025, 9, 15), 0, date(2025, 9, 15)),
        (date(2025, 9, 19), 1, date(2025, 9, 22)),
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a Sunday made up for
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # over the national holiday
        (date(2025, 9, 30), 3, date(2025, 10, 11)),  # a Saturday made up for
        (date(2024, 2, 9), 1, date(2024, 2, 18)),
    ],
)
def test_working_days_go_by_the_announced_days(start: date, count: int, expected: date):
    assert reckon(start, count) == (expected, True)


def test_a_way_into_an_unconfirmed_year_is_not_certain():
    assert reckon(date(2026, 12, 30), 1) == (date(2026, 12, 31), True)
    assert reckon(date(2026, 12, 30), 2) == (date(2027, 1, 4), False)


@pytest.mark.parametrize("count", [-1, 501])
def test_only_so_many_working_days_are_reckoned(count: int):
    with pytest.raises(DomainError) as refused:
        reckon(date(2025, 1, 1), count)
    assert refused.value.code == "too_many_working_days"


def test_a_day_gone_by_stays():
    today = date(2025, 9, 15)
    made = change_day(today, is_working=False, title="庆", is_confirmed=True, today=today)
    assert made == CalendarDay(today, False, "庆", True)
    with pytest.raises(DomainError) as refused:
        change_day(date(2025, 9, 14), is_working=False, title="庆", is_confirmed=True, today=today)
    assert refused.value.code == "day_gone_by"


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_the_seed_says_what_the_library_says(year: int):
    known = holidays.country_holidays("CN", years=year)
    made_up = {day for day in known.weekend_workdays if day.year == year}

    assert {day for day, works in ANNOUNCED.items() if day.year == year and not works} == set(known)
    assert {day for day, works in ANNOUNCED.items() if day.year == year and works} == made_up
