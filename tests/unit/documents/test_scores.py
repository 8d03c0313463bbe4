from dataclasses import replace
from decimal import Decimal

import pytest

from services.common.documents import score_sheet
from services.common.documents.scores import score_values
from services.common.documents.words import points, score
from tests.unit.documents.reading import lacking, pages, size
from tests.unit.documents.samples import FORM_3

PRINTED = score_sheet(FORM_3)


def test_form_3_stands_on_one_page_with_both_scores_and_every_ground():
    assert (len(pages(PRINTED)), size(PRINTED)) == (1, (210, 297))
    assert lacking(
        PRINTED,
        "附件 3",
        "2026 年长兴县开展“工人先锋号”创建活动考核评价表",
        "单位名称（盖章）：浙江苕溪动力有限公司 极板涂布班",
        "序号类别考核内容分值自评分考核分",
        "2020.0020.00",
        "有活动（培训、“五小”活动、评比等），少 1 项扣 3 分，扣完为止。",
        "1515.0012.00",
        "合计100100.0092.00",
        "3.其他上墙内容企业根据实际情况而定。",
        "扣分说明",
        "−3.00缺第三季度岗位练兵记录活动台账第 14 页",
        "−5.00总结无图片年度总结.pdf",
        "考核分 92.00，不低于 90.00，合格。",
        "考核人员：周垚、唐珺",
        "2026年11月20日",
    ) == []  # fmt: skip


def test_a_sheet_that_is_not_scored_yet_has_no_total():
    rows = tuple(replace(row, score=None, ground="", evidence="") for row in FORM_3.rows)

    values = score_values(replace(FORM_3, rows=rows))

    assert (values["full"], values["self_total"], values["total"], values["cuts"]) == ("100", "100.00", "", [])


def test_one_missing_score_leaves_the_total_blank():
    rows = (replace(FORM_3.rows[0], score=None), *FORM_3.rows[1:])

    assert replace(FORM_3, rows=rows).total is None


def test_the_total_of_several_assessors_is_the_given_one():
    assert replace(FORM_3, combined=Decimal("91.125")).total == Decimal("91.125")
    assert FORM_3.total == Decimal("92.00")


def test_a_class_spans_its_rows_and_rows_are_numbered_through():
    rows = score_values(FORM_3)["rows"]

    assert [(row["number"], row["rows"]) for row in rows] == [
        ("1", 1), ("2", 3), ("3", 0), ("4", 0), ("5", 6), ("6", 0), ("7", 0), ("8", 0), ("9", 0), ("10", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [("92", "92.00"), ("92.5", "92.50"), ("89.995", "89.995"), ("-3", "−3.00"), ("1E+2", "100.00"), ("0", "0.00")],
)
def test_a_score_shows_every_digit_that_was_compared(value, text):
    assert score(Decimal(value)) == text


@pytest.mark.parametrize(("value", "text"), [("20", "20"), ("2.50", "2.5"), ("100", "100"), ("0", "0")])
def test_points_read_as_in_the_notices(value, text):
    assert points(Decimal(value)) == text
