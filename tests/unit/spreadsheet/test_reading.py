import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from services.common.files import FileRefused
from services.common.spreadsheet import Column, ColumnKind, Fault, Row, RowLimits, Rows, read_rows
from tests.unit.files.samples import a_docx, a_zip, an_xlsx
from tests.unit.spreadsheet.samples import COLUMNS, HEADS, a_book

LINE = ["赵镕堃", "男", "半塔镇工会", 13912345678, "1990年2月", datetime(2020, 3, 1), 36, 96.4]
VALUES = {
    "name": "赵镕堃",
    "sex": "男",
    "unit": "半塔镇工会",
    "mobile": "13912345678",
    "born": date(1990, 2, 1),
    "since": date(2020, 3, 1),
    "members": 36,
    "score": Decimal("96.4"),
}


def refused(blob, **more):
    with pytest.raises(FileRefused) as refusal:
        read_rows(blob, COLUMNS, **more)
    return refusal.value


def test_rows_are_read_with_their_numbers_and_kinds():
    assert read_rows(a_book(HEADS, LINE), COLUMNS) == Rows((Row(2, VALUES),), ())


def test_heads_may_stand_lower_in_another_order_and_on_a_later_sheet():
    places = [3, 0, 2, 1, 7, 6, 5, 4]
    heads = [f" {HEADS[place]} * " for place in places]
    line = [LINE[place] for place in places]

    blob = a_book(["2026 年度名册"], [], heads, line, sheets=("封面", "名册"))

    assert read_rows(blob, COLUMNS) == Rows((Row(4, VALUES),), ())


def test_blank_rows_and_columns_that_nobody_asked_for_are_passed_over():
    blob = a_book(["备注", *HEADS], [None], ["x", *LINE], ["", "  "], ["y", *LINE])

    assert [row.number for row in read_rows(blob, COLUMNS).rows] == [3, 5]


def test_a_merged_unit_stands_for_each_of_its_rows():
    lines = [HEADS, ["甲", "男", None], ["乙", "女", None], ["丙", "女", "水口镇工会"]]

    rows = read_rows(a_book(*lines, merges=[(1, 2, 2, 2, "半塔镇工会")]), COLUMNS).rows

    assert [(row.values["name"], row.values["unit"]) for row in rows] == [
        ("甲", "半塔镇工会"),
        ("乙", "半塔镇工会"),
        ("丙", "水口镇工会"),
    ]


def test_every_fault_is_named_by_row_and_column_and_a_faulty_row_is_not_taken():
    bad = [None, "不详", "半塔镇工会", 139, "1990-13", "三月", 3.5, "很好"]

    read = read_rows(a_book(HEADS, LINE, bad, ["名" * 11, None, "工会"]), COLUMNS)

    assert [row.number for row in read.rows] == [2]
    assert read.faults == (
        Fault(3, "A", "姓名", "请填写“姓名”"),
        Fault(3, "B", "性别", "请填其中之一：男、女"),
        Fault(3, "D", "手机号", "请填 11 位手机号，例如 13800000000"),
        Fault(3, "E", "出生年月", "请填年月，例如 1986-09"),
        Fault(3, "F", "任职日期", "请填日期，例如 2019-01-01"),
        Fault(3, "G", "会员数", "请填整数，例如 18"),
        Fault(3, "H", "考核分", "请填数字，例如 96.40"),
        Fault(4, "A", "姓名", "最多 10 个字，现有 11 个"),
    )
    assert str(read.faults[0]) == "第 3 行“姓名”（A 列）：请填写“姓名”"


@pytest.mark.parametrize("text", ["2020-3-1", "2020/03/01", "2020.3.1", "2020年3月1日", datetime(2020, 3, 1, 8)])
def test_a_day_may_be_written_as_people_write_it(text):
    blob = a_book(["日子"], [text])

    assert read_rows(blob, (Column("day", "日子", ColumnKind.DATE),)).rows == (Row(2, {"day": date(2020, 3, 1)}),)


@pytest.mark.parametrize(("text", "value"), [("1,234.50", "1234.50"), ("−3", "-3"), (0.1, "0.1"), ("96.400", "96.400")])
def test_a_decimal_keeps_its_digits(text, value):
    read = read_rows(a_book(["分"], [text]), (Column("score", "分", ColumnKind.DECIMAL),))

    assert str(read.rows[0].values["score"]) == value


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e", "九十"])
def test_what_is_no_number_is_a_fault(text):
    read = read_rows(a_book(["分"], [text]), (Column("score", "分", ColumnKind.DECIMAL),))

    assert read.faults == (Fault(2, "A", "分", "请填数字，例如 96.40"),)


@pytest.mark.parametrize(
    ("blob", "code", "says"),
    [
        (b"", "empty", "文件是空的，请重新选择"),
        (b"a,b,c\n", "content_does_not_match_name", None),
        (a_docx(), "content_does_not_match_name",
         "文件内容不是 Excel（XLSX），请用 Word、Excel 或 WPS 另存后重新上传"),
        (a_zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"nonsense"}), "broken_workbook",
         "表格无法读取，请用 Excel 或 WPS 另存为 XLSX 后重新上传"),
        (an_xlsx(), "missing_heads", "没有找到表头：姓名、所属工会。请下载模板填写，不要改动表头"),
        (a_book(["姓名", "性别"], LINE), "missing_heads", "没有找到表头：所属工会。请下载模板填写，不要改动表头"),
        (a_book([*HEADS, "姓 名*"], LINE), "duplicate_heads", "表头“姓名”出现了 2 次（A、I 列），请只留一列"),
        (a_book(HEADS), "no_rows", "表格里没有要导入的行，请从示例行的下一行起填写"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_whole(blob, code, says):
    refusal = refused(blob)

    assert refusal.code == code
    assert says in (None, refusal.says)


def test_a_csv_under_its_own_name_is_told_what_to_send():
    refusal = refused(b"a,b", filename="名单.csv")

    assert (refusal.code, refusal.says) == ("type_not_allowed", "请上传 Excel（XLSX） 格式的文件")


@pytest.mark.parametrize(("count", "taken"), [(3, True), (4, False)])
def test_rows_beyond_the_limit_are_refused(count, taken):
    blob, limits = a_book(HEADS, *[LINE] * count), RowLimits(rows=3)

    if taken:
        assert len(read_rows(blob, COLUMNS, limits=limits).rows) == 3
    else:
        assert refused(blob, limits=limits).says == "表格超过 3 行，请分几次导入"


def test_faults_stop_at_the_limit():
    read = read_rows(a_book(HEADS, *[["x"]] * 50), COLUMNS, limits=RowLimits(faults=10))

    assert len(read.faults) == 10


@pytest.mark.parametrize(("place", "code"), [("A1048576", "too_many_rows"), ("XFD1", "too_many_columns")])
def test_one_cell_in_the_far_corner_does_not_fill_the_memory(tmp_path, place, code):
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    book.active[place] = "x"
    book.save(tmp_path / "far.xlsx")

    assert refused((tmp_path / "far.xlsx").read_bytes()).code == code


def a_calculated_book(formula, result):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "分")
    sheet.write_formula(1, 0, formula, None, result)
    book.close()
    return out.getvalue()


def test_a_formula_is_read_by_its_last_result():
    read = read_rows(a_calculated_book("=48*2", 96), (Column("score", "分", ColumnKind.INTEGER),))

    assert read == Rows((Row(2, {"score": 96}),), ())


def test_a_formula_that_failed_is_not_taken_for_an_empty_cell():
    refusal = refused(a_calculated_book("=1/0", "#DIV/0!"))

    assert (refusal.code, refusal.says) == ("formula_error", "单元格 A2 的公式出错，请改为填写结果")
