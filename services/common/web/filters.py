"""How values read on a page: dates, scores, money, masked persons. README of the look, section “Words”."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from services.common.clock import SHANGHAI
from services.common.web.i18n import html_language
from services.common.web.retold import retold

NONE = "—"
MINUS = "−"


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place on a page: give it its zone")
    return moment.astimezone(SHANGHAI)


def _day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def date_doc(value: date | datetime | None) -> str:
    """2026年4月28日, in what a federation issues: whoever reads it, it is Chinese."""
    if value is None:
        return NONE
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日"


def date_cn(value: date | datetime | None) -> str:
    """2026年4月28日, for sentences; 28 April 2026 on English pages."""
    return _english(_day(value), "d MMMM y") if value and html_language() == "en" else date_doc(value)


def _english(day: date, shape: str) -> str:
    return str(format_date(day, shape, locale="en"))


def month_cn(value: date | None) -> str:
    """2014年3月, as forms write a month; March 2014."""
    if value is None:
        return NONE
    return _english(value, "MMMM y") if html_language() == "en" else f"{value.year}年{value.month}月"


def date_table(value: date | datetime | None) -> str:
    """2026-04-28, for tables."""
    return NONE if value is None else _day(value).isoformat()


def datetime_cn(value: datetime | None) -> str:
    """2026年4月28日 09:05, Beijing time, 24 hours."""
    return NONE if value is None else f"{date_cn(value)} {time_cn(value)}"


def datetime_table(value: datetime | None) -> str:
    """2026-04-28 09:05, Beijing time, 24 hours."""
    return NONE if value is None else f"{date_table(value)} {time_cn(value)}"


def time_cn(value: datetime | None) -> str:
    return NONE if value is None else _local(value).strftime("%H:%M")


def weekday_cn(value: date | datetime) -> str:
    day = _day(value)
    return _english(day, "EEEE") if html_language() == "en" else "星期" + "一二三四五六日"[day.weekday()]


def distance(value: date | datetime | None, today: date) -> str:
    """How far a deadline is: 还有 4 天, 明天, 今天, 逾期 1 天."""
    if value is None:
        return NONE
    days = (_day(value) - today) // timedelta(days=1)
    if days == 0:
        return str(_("今天"))
    if days == 1:
        return str(_("明天"))
    if days > 0:
        return str(ngettext("还有 %(num)d 天", "还有 %(num)d 天", days))
    return str(ngettext("逾期 %(num)d 天", "逾期 %(num)d 天", -days))


def working_distance(days: int) -> str:
    """The same counted in working days by the caller's calendar: 还有 4 个工作日, 逾期 1 个工作日."""
    if days == 0:
        return str(_("今天"))
    if days > 0:
        return str(ngettext("还有 %(num)d 个工作日", "还有 %(num)d 个工作日", days))
    return str(ngettext("逾期 %(num)d 个工作日", "逾期 %(num)d 个工作日", -days))


def _fixed(value: Decimal | int | str, digits: int, *, grouped: bool = False) -> str:
    if isinstance(value, float):
        raise TypeError("a float is not exact: scores and money are Decimal")
    number = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if number == 0:
        number = abs(number)
    text = format(number, f"{',' if grouped else ''}.{digits}f")
    return text.replace("-", MINUS)


def score(value: Decimal | int | str | None) -> str:
    """92.00; minus is U+2212."""
    return NONE if value is None else _fixed(value, 2)


def points(value: Decimal | int | str | None) -> str:
    """What a row is worth, without idle zeros: 20, 2.5."""
    if value is None:
        return NONE
    text = _fixed(value, 2)
    return text.rstrip("0").rstrip(".")


def percent(value: Decimal | int | str | None, digits: int = 2) -> str:
    """Takes percentage points, not a share of one: Decimal("96.4") → 96.40%."""
    return NONE if value is None else f"{_fixed(value, digits)}%"


def thousands(value: Decimal | int | str | None, digits: int = 0) -> str:
    """3,126."""
    return NONE if value is None else _fixed(value, digits, grouped=True)


def mask_name(value: str | None) -> str:
    """孟*山, 罗*: the first and, from three characters, the last one stay."""
    if not value:
        return NONE
    if len(value) == 1:
        return "*"
    if len(value) == 2:
        return value[0] + "*"
    return value[0] + "*" * (len(value) - 2) + value[-1]


def mask_phone(value: str | None) -> str:
    """138****6207; of a shorter number only the last two digits stay."""
    if not value:
        return NONE
    digits = re.sub(r"\D", "", value)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 4) + digits[-2:]


def short_hash(value: str | bytes | None) -> str:
    """a91f…07c2."""
    if not value:
        return NONE
    text = value.hex() if isinstance(value, bytes | bytearray | memoryview) else value
    return text if len(text) <= 9 else f"{text[:4]}…{text[-4:]}"


def file_size(value: int) -> str:
    """12 KB, 1.2 MB: a file is never shown as 0."""
    if value < 1024 * 1024:
        return f"{max(1, (value + 512) // 1024)} KB"
    return f"{_fixed(Decimal(value) / (1024 * 1024), 1)} MB"


def paragraphs(value: str | None) -> Markup:
    """What a person typed in a textarea, its paragraphs kept."""
    blocks = [b.strip() for b in re.split(r"\n\s*\n", (value or "").replace("\r\n", "\n")) if b.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(Markup("<br>").join(escape(b).split("\n"))) for b in blocks)


FILTERS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        retold, date_doc, date_cn, month_cn, date_table, datetime_cn, datetime_table, time_cn, weekday_cn,
        distance, working_distance, score, points, percent, thousands, mask_name, mask_phone, short_hash,
        file_size, paragraphs,
    )
}  # fmt: skip
