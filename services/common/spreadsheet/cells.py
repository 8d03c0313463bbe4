"""From what stands in a cell to a value, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from flask_babel import gettext as _

from services.common.spreadsheet.columns import Column, ColumnKind

Cell = str | float | int | bool | datetime | date | time | timedelta | None
Value = str | int | Decimal | date | None
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MONTH: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_NEUTRALISED: Final = re.compile(r"'(?=[=+\-@])")


class CellFault(Exception):
    """What is wrong with a cell, in Chinese."""


def as_text(cell: Cell) -> str:
    """A cell as a person sees it: whole numbers without “.0”, dates as 2026-04-08, no neutralising quote."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M")
    return _NEUTRALISED.sub("", str(cell).replace("\xa0", " ").strip(), count=1)


def value_of(cell: Cell, column: Column) -> Value:
    """The value that `column` asks for. Raises CellFault."""
    text = as_text(cell)
    if not text:
        if column.required:
            raise CellFault(_("请填写“%(title)s”", title=column.title))
        return None
    value = _READERS[column.kind](cell, text, column)
    wrong = column.check(value) if column.check else None
    if wrong:
        raise CellFault(wrong)
    return value


def _text(cell: Cell, text: str, column: Column) -> Value:
    if len(text) > column.longest:
        raise CellFault(_("最多 %(longest)s 个字，现有 %(now)s 个", longest=column.longest, now=len(text)))
    if column.choices and text not in column.choices:
        raise CellFault(_("请填其中之一：%(choices)s", choices="、".join(column.choices[:12])))
    return text


def _integer(cell: Cell, text: str, column: Column) -> Value:
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise CellFault(_("请填整数，例如 %(example)s", example=column.example or "18"))
    return int(text)


def _decimal(cell: Cell, text: str, column: Column) -> Value:
    try:
        value = Decimal(text.replace("−", "-").replace(",", ""))
    except InvalidOperation as fault:
        raise CellFault(_("请填数字，例如 %(example)s", example=column.example or "96.40")) from fault
    if not value.is_finite():
        raise CellFault(_("请填数字，例如 %(example)s", example=column.example or "96.40"))
    return value


def _date(cell: Cell, text: str, column: Column) -> Value:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return _calendar(_DAY, text, _("请填日期，例如 %(example)s", example=column.example or "2026-04-08"))


def _month(cell: Cell, text: str, column: Column) -> Value:
    if isinstance(cell, (datetime, date)):
        return date(cell.year, cell.month, 1)
    return _calendar(_MONTH, text, _("请填年月，例如 %(example)s", example=column.example or "1986-09"))


def _calendar(shape: re.Pattern[str], text: str, says: str) -> date:
    found = shape.fullmatch(text)
    if not found:
        raise CellFault(says)
    year, month, day = (int(part) for part in (*found.groups(), "1")[:3])
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise CellFault(says) from fault


_READERS: Final[dict[ColumnKind, Callable[[Cell, str, Column], Value]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.INTEGER: _integer,
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.DATE: _date,
    ColumnKind.MONTH: _month,
}
