"""Excel in and out: templates to fill in, tables to take away, and rows to take in with every fault named.

The same `Column`s write the template and read it again. What is read was first inspected like any upload, so a
wrong, huge or booby-trapped file raises `FileRefused` before a cell is looked at.
"""

from services.common.spreadsheet.columns import Column, ColumnKind
from services.common.spreadsheet.reading import Fault, Row, RowLimits, Rows, read_rows
from services.common.spreadsheet.text import write_csv
from services.common.spreadsheet.writing import neutral, write_table, write_template

__all__ = [
    "Column",
    "ColumnKind",
    "Fault",
    "Row",
    "RowLimits",
    "Rows",
    "neutral",
    "read_rows",
    "write_csv",
    "write_table",
    "write_template",
]
