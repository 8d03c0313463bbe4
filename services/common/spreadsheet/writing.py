"""Workbooks out: templates to fill in and tables to take away."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from services.common.spreadsheet.columns import Column, ColumnKind, letter
from services.common.spreadsheet.reading import hint_of

ROWS_TO_FILL: Final = 1000
_FONT: Final = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_HEAD: Final = {**_FONT, "bold": True, "bottom": 2, "bg_color": "#ECEFF3", "text_wrap": True}
_HINT: Final = {**_FONT, "font_size": 9, "font_color": "#5F6B7C", "text_wrap": True, "valign": "top"}
_EXAMPLE: Final = {**_FONT, "font_color": "#5F6B7C", "num_format": "@"}
_TITLE: Final = {**_FONT, "bold": True, "font_size": 16, "align": "center"}
_FORMATS: Final = {
    ColumnKind.TEXT: "@",
    ColumnKind.INTEGER: "0",
    ColumnKind.DECIMAL: "0.00",
    ColumnKind.DATE: "yyyy-mm-dd",
    ColumnKind.MONTH: "yyyy-mm",
}
_KINDS_IN_WORDS: Final = {
    ColumnKind.TEXT: "文字",
    ColumnKind.INTEGER: "整数",
    ColumnKind.DECIMAL: "数字",
    ColumnKind.DATE: "日期，例如 2026-04-08",
    ColumnKind.MONTH: "年月，例如 1986-09",
}
_GENERAL_ADVICE: Final = (
    "一行填一条，从示例行的下一行起填写；示例行可以留着，不会导入。",
    "带 * 的列必须填写。请不要改动表头的文字，列的先后可以调整。",
    "导入前先试读：有错的行会按行号和列名逐一列出，改好后重新上传即可。",
)
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """Text that no spreadsheet program takes for a formula, also after it went through CSV."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def write_template(columns: Sequence[Column], *, title: str = "填报", advice: Sequence[str] = ()) -> bytes:
    """A workbook to fill in: heads, hints, an example, lists to choose from, and a sheet that explains each column."""
    out = io.BytesIO()
    book = _book(out)
    sheet = book.add_worksheet(_sheet_name(title))
    _heads(book, sheet, columns, row=0)
    for index, column in enumerate(columns):
        sheet.write_string(1, index, hint_of(column), book.add_format(_HINT))
        sheet.write_string(2, index, column.example, book.add_format(_EXAMPLE))
    _lists(book, sheet, columns)
    _explain(book, columns, advice)
    sheet.set_row(1, 42)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def write_table(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, title: str = "", sheet_name: str = "名单"
) -> bytes:
    """A table to take away. Values by column name: text, whole numbers, Decimal, dates, truth or None."""
    out = io.BytesIO()
    book = _book(out)
    sheet = book.add_worksheet(_sheet_name(sheet_name))
    head = 1 if title else 0
    if title:
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, max(len(columns) - 1, 1), neutral(title), book.add_format(_TITLE))
    _heads(book, sheet, columns, row=head, stars=False)
    formats = _formats(book)
    last = head
    for last, row in enumerate(rows, head + 1):
        for index, column in enumerate(columns):
            _write(sheet, last, index, row.get(column.name), formats)
    sheet.autofilter(head, 0, max(last, head + 1), len(columns) - 1)
    sheet.freeze_panes(head + 1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    book.close()
    return out.getvalue()


def _book(out: io.BytesIO) -> xlsxwriter.Workbook:
    """Strings stay strings: nothing is guessed to be a formula, a link or a number. No time of making inside."""
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 — a fixed stamp, not a time
    return book


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31].strip() or "Sheet1"


def _heads(book: Any, sheet: Any, columns: Sequence[Column], *, row: int, stars: bool = True) -> None:
    style = book.add_format(_HEAD)
    sheet.set_row(row, 24)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, book.add_format({**_FONT, "num_format": _FORMATS[column.kind]}))
        sheet.write_string(row, index, column.head if stars else column.title, style)


def _formats(book: Any) -> dict[str, Any]:
    shapes = {"text": "@", "whole": "0", "day": "yyyy-mm-dd"}
    shapes |= {f"decimal{places}": f"0.{'0' * places}" for places in range(2, 11)}
    made = {name: book.add_format({**_FONT, "num_format": shape}) for name, shape in shapes.items()}
    made["text"].set_text_wrap()
    return made


def _write(sheet: Any, row: int, index: int, value: Any, formats: Mapping[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, index, "是" if value else "否", formats["text"])
    elif isinstance(value, int) and abs(value) < 10**15:
        sheet.write_number(row, index, value, formats["whole"])
    elif isinstance(value, Decimal) and _fits(value):
        sheet.write_number(row, index, value, formats[f"decimal{_places(value)}"])
    elif isinstance(value, datetime):
        sheet.write_string(row, index, value.strftime("%Y-%m-%d %H:%M"), formats["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
    else:
        sheet.write_string(row, index, neutral(str(value)), formats["text"])


def _places(value: Decimal) -> int:
    """Two, or as many as there are: no digit that was compared is hidden."""
    exponent = value.as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 0


def _fits(value: Decimal) -> bool:
    """Excel keeps 15 digits; a longer number goes as text rather than changed."""
    return len(value.as_tuple().digits) <= 15 and 2 <= _places(value) <= 10


def _lists(book: Any, sheet: Any, columns: Sequence[Column]) -> None:
    """Choices stand on a hidden sheet: a list inside a cell's own rule ends at 255 characters."""
    chosen = [(index, column) for index, column in enumerate(columns) if column.choices]
    if not chosen:
        return
    hidden = book.add_worksheet("选项")
    hidden.hide()
    for place, (index, column) in enumerate(chosen):
        hidden.write_column(0, place, column.choices)
        name = letter(place)
        rule = {
            "validate": "list",
            "source": f"=选项!${name}$1:${name}${len(column.choices)}",
            "error_title": column.title[:32],
            "error_message": "请从下拉列表中选择",
        }
        sheet.data_validation(2, index, 2 + ROWS_TO_FILL, index, rule)


def _explain(book: Any, columns: Sequence[Column], advice: Sequence[str]) -> None:
    sheet = book.add_worksheet("填写说明")
    wrapped, head = book.add_format({**_FONT, "text_wrap": True}), book.add_format(_HEAD)
    lines = [*_GENERAL_ADVICE, *advice]
    for row, line in enumerate(lines):
        sheet.merge_range(row, 0, row, 4, f"{row + 1}. {line}", wrapped)
        sheet.set_row(row, 30)
    start = len(lines) + 1
    for index, (name, width) in enumerate((("列", 18), ("必填", 8), ("填什么", 24), ("示例", 24), ("可选的值", 48))):
        sheet.set_column(index, index, width)
        sheet.write_string(start, index, name, head)
    for row, column in enumerate(columns, start + 1):
        said = (column.title, "是" if column.required else "否", column.hint or _KINDS_IN_WORDS[column.kind])
        for index, text in enumerate((*said, column.example, "、".join(column.choices[:40]))):
            sheet.write_string(row, index, text, wrapped)
