"""The working days that come with the product: as announced for 2024 to 2026; 2027 is not confirmed yet."""

import csv
from datetime import date
from pathlib import Path

from services.identity.domain.calendar import CalendarDay

FILE = Path(__file__).parent / "calendar_days.csv"
CONFIRMED = (2024, 2025, 2026)


def announced_days() -> list[CalendarDay]:
    """Holidays and make-up days; every other day goes by the week."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [_day(row) for row in csv.DictReader(lines)]


def _day(row: dict[str, str]) -> CalendarDay:
    day = date.fromisoformat(row["day"])
    return CalendarDay(day, row["is_working"] == "yes", row["title"], day.year in CONFIRMED)
