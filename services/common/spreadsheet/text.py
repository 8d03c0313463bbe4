"""A table as CSV, for programs that read no workbook; with the mark by which Excel knows UTF-8."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.common.spreadsheet.columns import Column
from services.common.spreadsheet.writing import neutral


def write_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Values by column name, as in `write_table`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.title for column in columns])
    writer.writerows([[_cell(row.get(column.name)) for column in columns] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, Decimal) else neutral(str(value))
