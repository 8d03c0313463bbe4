import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from services.common.files import FileRefused
from services.common.spreadsheet import Column, ColumnKind, Row, neutral, read_rows, write_table, write_template
from tests.unit.spreadsheet.samples import COLUMNS


def opened(blob):
    return openpyxl.load_workbook(io.BytesIO(blob))


def lines(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_template_has_heads_hints_an_example_lists_and_instructions():
    book = opened(write_template(COLUMNS, title="人员", advice=("手机号只用于通知。",)))

    assert book.sheetnames == ["人员", "选项", "填写说明"]
    assert [cell.value for cell in book["人员"][1]] == [
        "姓名 *", "性别", "所属工会 *", "手机号", "出生年月", "任职日期", "会员数", "考核分",
    ]  # fmt: skip
    assert [cell.value for cell in book["人员"][2]][:3] == ["必填", "选填", "写全称"]
    assert [cell.value for cell in book["人员"][3]] == [column.example for column in COLUMNS]
    rule = book["人员"].data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1, rule.type) == ("B3:B1003", "选项!$A$1:$A$2", "list")
    assert (lines(book["选项"]), book["选项"].sheet_state) == ([["男"], ["女"]], "hidden")
    explained = lines(book["填写说明"])
    assert [line[0] for line in explained[:4]] == [
        "1. 一行填一条，从示例行的下一行起填写；示例行可以留着，不会导入。",
        "2. 带 * 的列必须填写。请不要改动表头的文字，列的先后可以调整。",
        "3. 导入前先试读：有错的行会按行号和列名逐一列出，改好后重新上传即可。",
        "4. 手机号只用于通知。",
    ]
    assert ["性别", "否", "文字", "男", "男、女"] in explained


def test_a_template_that_nobody_filled_in_has_no_rows():
    with pytest.raises(FileRefused) as refused:
        read_rows(write_template(COLUMNS), COLUMNS)

    assert refused.value.code == "no_rows"


def test_a_template_that_was_filled_in_is_read_without_hint_and_example(tmp_path):
    book = opened(write_template(COLUMNS))
    book.worksheets[0].append(["孟知行", "男", "汊河经济开发区工会"])
    book.save(tmp_path / "filled.xlsx")

    rows = read_rows((tmp_path / "filled.xlsx").read_bytes(), COLUMNS).rows

    assert [(row.number, row.values["name"]) for row in rows] == [(4, "孟知行")]


def test_what_was_written_is_read_back_equal():
    values = {
        "name": "赵镕堃",
        "sex": "女",
        "unit": "=半塔镇工会",
        "mobile": "13912345678",
        "born": date(1990, 2, 1),
        "since": date(2020, 3, 1),
        "members": 36,
        "score": Decimal("96.405"),
    }

    blob = write_table(COLUMNS, [values, {**values, "sex": None, "score": None}], title="2026 年人员名册")

    assert read_rows(blob, COLUMNS).rows == (Row(3, values), Row(4, {**values, "sex": None, "score": None}))


def test_equal_tables_are_equal_bytes():
    assert write_table(COLUMNS, [{"name": "甲"}]) == write_table(COLUMNS, [{"name": "甲"}])
    assert write_template(COLUMNS) == write_template(COLUMNS)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(0)", "'=HYPERLINK(0)"),
        ("+86 138", "'+86 138"),
        ("-5 分", "'-5 分"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("−5 分", "−5 分"),
        ("工会=家", "工会=家"),
        ("", ""),
    ],
)
def test_text_that_would_run_as_a_formula_is_neutralised(text, written):
    assert neutral(text) == written


def test_no_cell_of_a_table_is_a_formula_or_a_link():
    table = write_table(COLUMNS[:3], [{"name": "=1+1", "sex": "https://example.cn", "unit": "@x"}], title="=2+2")

    cells = [cell for row in opened(table).active.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [cell.value for cell in cells][-3:] == ["'=1+1", "https://example.cn", "'@x"]


@pytest.mark.parametrize(
    ("value", "cell", "shape"),
    [
        (Decimal("92"), 92, "0.00"),
        (Decimal("92.005"), 92.005, "0.000"),
        (Decimal("1234567890.1234567"), "1234567890.1234567", "@"),
        (36, 36, "0"),
        (10**15, "1000000000000000", "@"),
        (True, "是", "@"),
        (date(2026, 4, 8), datetime(2026, 4, 8), "yyyy-mm-dd"),
        (datetime(2026, 4, 8, 16, 20, tzinfo=UTC), "2026-04-08 16:20", "@"),
        (None, None, "General"),
    ],
)
def test_a_value_is_shown_with_all_its_digits(value, cell, shape):
    found = opened(write_table((Column("v", "值"),), [{"v": value}])).active["A2"]

    assert (found.value, found.number_format) == (cell, shape)


def test_a_sheet_name_is_made_fit():
    assert opened(write_template(COLUMNS, title="导入/人员:" + "长" * 40)).sheetnames[0] == "导入 人员 " + "长" * 25


def test_an_empty_table_still_has_its_heads():
    assert lines(opened(write_table((Column("v", "值", ColumnKind.DECIMAL),), [])).active) == [["值"]]
