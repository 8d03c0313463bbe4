"""The columns of a register of people, and workbooks that people could send."""

import io

import xlsxwriter

from services.common.spreadsheet import Column, ColumnKind


def a_phone(value):
    return None if len(str(value)) == 11 else "请填 11 位手机号，例如 13800000000"


COLUMNS = (
    Column("name", "姓名", required=True, example="孟知行", longest=10),
    Column("sex", "性别", choices=("男", "女"), example="男"),
    Column("unit", "所属工会", required=True, hint="写全称", example="汊河经济开发区工会"),
    Column("mobile", "手机号", example="13800000000", check=a_phone),
    Column("born", "出生年月", ColumnKind.MONTH, example="1986-09"),
    Column("since", "任职日期", ColumnKind.DATE, example="2019-01-01"),
    Column("members", "会员数", ColumnKind.INTEGER, example="18"),
    Column("score", "考核分", ColumnKind.DECIMAL, example="96.40"),
)
HEADS = [column.title for column in COLUMNS]


def a_book(*lines, merges=(), sheets=("名单",)) -> bytes:
    """A workbook with these lines in the last of `sheets`."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name in sheets:
        sheet = book.add_worksheet(name)
    for number, line in enumerate(lines):
        for index, cell in enumerate(line):
            sheet.write(number, index, cell)
    for first_row, first_column, last_row, last_column, text in merges:
        sheet.merge_range(first_row, first_column, last_row, last_column, text)
    book.close()
    return out.getvalue()
