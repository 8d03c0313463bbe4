"""The cells of the sheet that holds the table: measured before they are loaded, merged ones filled in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

import python_calamine
from flask_babel import gettext as _

from services.common.files import FileRefused, Kind, inspect
from services.common.files.archives import Limits, unpack
from services.common.spreadsheet.cells import Cell

UNPACKED: Final = Limits(unpacked=96 * 1024 * 1024)
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
# A row's number, or a cell that has content (an empty cell is closed at once and takes no room).
_MARK: Final = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_ERROR: Final = re.compile(rb"""\bt=["']e["']""")
_PLACE: Final = re.compile(rb"""\br=["']([A-Z]{0,3})(\d+)["']""")


def load(filename: str, blob: bytes, *, limit_bytes: int, rows: int, columns: int) -> Iterator[list[list[Cell]]]:
    """The sheets in order, each as rows of cells. Raises FileRefused for anything that is not a sound workbook."""
    inspect(filename, blob, allowed=frozenset({Kind.XLSX}), limit_bytes=limit_bytes, limits=UNPACKED)
    for name, part in unpack(blob, UNPACKED).items():
        if _SHEET.fullmatch(name):
            _measure(part, rows, columns)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(blob))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells: list[list[Cell]] = [list(line) for line in sheet.to_python(skip_empty_area=False)]
            yield _filled(cells, sheet.merged_cell_ranges or [])
    except (python_calamine.CalamineError, ValueError) as fault:
        raise FileRefused("broken_workbook", _("表格无法读取，请用 Excel 或 WPS 另存为 XLSX 后重新上传")) from fault


def _measure(part: bytes, rows: int, columns: int) -> None:
    """One cell in the last corner would make any reader lay out 17 thousand million cells."""
    row = 0
    for kind, attributes, closed in _MARK.findall(part):
        place = _PLACE.search(attributes)
        if kind == b"row":
            row = int(place[2]) if place else row + 1
        elif not closed:
            _refuse_error(attributes, place)
            if (int(place[2]) if place else row) > rows:
                raise FileRefused("too_many_rows", _("表格超过 %(rows)s 行，请分几次导入", rows=rows))
            if place and _column(place[1]) > columns:
                raise FileRefused("too_many_columns", _("表格超过 %(columns)s 列，请使用模板", columns=columns))


def _refuse_error(attributes: bytes, place: re.Match[bytes] | None) -> None:
    """Readers give an empty cell for #REF! and the like: a number would be lost without a word."""
    if _ERROR.search(attributes):
        cell = (place[1] + place[2]).decode() if place else ""
        raise FileRefused("formula_error", _("单元格 %(cell)s 的公式出错，请改为填写结果", cell=cell))


def _column(letters: bytes) -> int:
    number = 0
    for one in letters:
        number = number * 26 + one - ord("A") + 1
    return number


def _filled(cells: list[list[Cell]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[list[Cell]]:
    """A merged cell stands for each of its cells, as people mean it when they merge a unit over its people."""
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = cells[top][left]
    return cells
