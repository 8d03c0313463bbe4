"""Rows out of a workbook, each with its number in Excel, and every fault by row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from services.common.files import FileRefused
from services.common.spreadsheet.cells import Cell, CellFault, Value, as_text, value_of
from services.common.spreadsheet.columns import Column, letter, plain_head
from services.common.spreadsheet.grid import load

HEAD_WITHIN = 10


@dataclass(frozen=True)
class RowLimits:
    limit_bytes: int = 5 * 1024 * 1024
    rows: int = 5000
    columns: int = 200
    faults: int = 500


@dataclass(frozen=True)
class Row:
    """A row by its number in Excel; `values` has every column's name, None where the cell is empty."""

    number: int
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Fault:
    """One wrong cell: row and column as Excel names them, the column's title, and what to do."""

    row: int
    column: str
    title: str
    says: str

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.title}”（{self.column} 列）：{self.says}"


@dataclass(frozen=True)
class Rows:
    """`rows` are sound ones only; a row with a fault is in `faults` alone."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read_rows(
    blob: bytes, columns: Sequence[Column], *, filename: str = "导入.xlsx", limits: RowLimits | None = None
) -> Rows:
    """Read the first sheet that has the heads. Raises FileRefused when the file as a whole cannot be used.

    Codes besides those of `files.inspect`: broken_workbook, too_many_rows, too_many_columns, formula_error,
    missing_heads, duplicate_heads, no_rows. Blank rows, the hint row and the untouched example row are passed over.
    """
    bounds = limits or RowLimits()
    room = bounds.rows + HEAD_WITHIN
    sheets = load(filename, blob, limit_bytes=bounds.limit_bytes, rows=room, columns=bounds.columns)
    cells, head, places = _find_head(list(sheets), columns)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(cells[head + 1 :], head + 2):
        if not _is_aside(line, columns, places):
            _read(line, number, columns, places, rows, faults)
        if len(rows) > bounds.rows:
            raise FileRefused("too_many_rows", _("表格超过 %(rows)s 行，请分几次导入", rows=bounds.rows))
        if len(faults) >= bounds.faults:
            break
    if not rows and not faults:
        raise FileRefused("no_rows", _("表格里没有要导入的行，请从示例行的下一行起填写"))
    return Rows(tuple(rows), tuple(faults))


def _read(
    line: list[Cell],
    number: int,
    columns: Sequence[Column],
    places: Mapping[str, int],
    rows: list[Row],
    faults: list[Fault],
) -> None:
    values: dict[str, Value] = {}
    wrong: list[Fault] = []
    for column in columns:
        place = places.get(column.name)
        try:
            values[column.name] = value_of(_cell(line, place), column)
        except CellFault as fault:
            wrong.append(Fault(number, letter(place or 0), column.title, str(fault)))
    faults += wrong
    if not wrong:
        rows.append(Row(number, values))


def _cell(line: list[Cell], place: int | None) -> Cell:
    return line[place] if place is not None and place < len(line) else None


def _find_head(
    sheets: Sequence[list[list[Cell]]], columns: Sequence[Column]
) -> tuple[list[list[Cell]], int, dict[str, int]]:
    wanted = {plain_head(column.title): column for column in columns}
    best: set[str] = set()
    for cells in sheets:
        for index, line in enumerate(cells[:HEAD_WITHIN]):
            heads = [plain_head(as_text(cell)) for cell in line]
            found = wanted.keys() & set(heads)
            if all(title in found for title, column in wanted.items() if column.required) and found:
                _refuse_duplicates(heads, wanted)
                return cells, index, {wanted[title].name: heads.index(title) for title in found}
            best = max(best, found, key=len)
    missing = [column.title for title, column in wanted.items() if title not in best and column.required]
    raise FileRefused(
        "missing_heads", _("没有找到表头：%(missing)s。请下载模板填写，不要改动表头", missing="、".join(missing))
    )


def _refuse_duplicates(heads: Sequence[str], wanted: Mapping[str, Column]) -> None:
    for title, column in wanted.items():
        places = [letter(index) for index, head in enumerate(heads) if head == title]
        if len(places) > 1:
            says = _("表头“%(title)s”出现了 %(count)s 次（%(places)s 列），请只留一列",
                     title=column.title, count=len(places), places="、".join(places))  # fmt: skip
            raise FileRefused("duplicate_heads", says)


def _is_aside(line: list[Cell], columns: Sequence[Column], places: Mapping[str, int]) -> bool:
    """A blank row, the template's hints or its example as it was handed out."""
    texts = {column.name: as_text(_cell(line, places.get(column.name))) for column in columns}
    if not any(texts.values()):
        return True
    here = [column for column in columns if column.name in places]
    is_hint = all(texts[column.name] == hint_of(column) for column in here)
    return is_hint or (
        any(column.example for column in here) and all(texts[column.name] == column.example for column in here)
    )


def hint_of(column: Column) -> str:
    """What the template says under a head."""
    if column.hint:
        return column.hint
    return "必填" if column.required else "选填"
