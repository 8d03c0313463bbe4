"""How dates, scores and sizes read on paper."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal


def day(value: date | None) -> str:
    """2026年4月8日; a blank to be filled in by hand when there is none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "　　年　　月　　日"


def month(value: date) -> str:
    """1986年9月."""
    return f"{value.year}年{value.month}月"


def moment(value: datetime) -> str:
    """2026年4月8日 16:20."""
    return f"{day(value)} {value:%H:%M}"


def score(value: Decimal | None) -> str:
    """92.00: two decimals, or all of them when there are more, so that no digit that was compared is lost."""
    if value is None:
        return ""
    exponent = value.as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{value:.{places}f}".replace("-", "−")


def points(value: Decimal) -> str:
    """Points as the notices write them: 20, or 2.5."""
    return f"{value.normalize():f}"
