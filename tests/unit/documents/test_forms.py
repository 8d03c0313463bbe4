from dataclasses import replace
from datetime import date

import pytest

from services.common.documents import (
    ApplicationFormSheet,
    FormCell,
    FormRow,
    OpinionBox,
    Tail,
    application_form,
    team_form_rows,
)
from tests.unit.documents.reading import lacking, pages, size, whole
from tests.unit.documents.samples import FORM_1, TEAM

PRINTED = application_form(FORM_1)


def test_form_1_stands_on_one_page_with_every_field():
    assert (len(pages(PRINTED)), size(PRINTED)) == (1, (210, 297))
    assert lacking(
        PRINTED,
        "附件 1",
        "2026 年长兴县创建“工人先锋号”示范培育申报表",
        "单位名称浙江苕溪动力有限公司何时组建2009年6月",
        "班组名称极板涂布班人数18岗长姓名葛翀堃",
        "共 18 人，其中男 13 人；女 5 人；党员 6 人；团员 4 人",
        "平均年龄 34.5 岁；平均技术等级 3.2 级",
        "大专（及以上）9 人；高中 7 人；初中 2 人",
        "姓名葛翀堃性别男出生年月1986年9月",
        "文化程度大专政治面貌中共党员工种涂布工",
        "手机号码13800000000",
        "单位地址长兴县画溪街道白溪大道 18 号邮编313100",
        "2023年5月，长兴县，县“安康杯”竞赛优胜班组；2025年9月，湖州市，职工“五小”成果二等奖。",
        "情况属实，班组职工讨论通过，同意申报。",
        "沈知微　（盖章）2026年4月3日",
        "经审核符合条件，同意推荐，列本街道第 1 名。",
        "县劳动竞赛委员会办公室意见（盖章）年月日",
        "备注：1.此表由基层工会在 4 月 10 日前上报到县总工会经济部。",
        "2.此表一式 3 份，县总工会经济工作部、",
        "第 1 份，共 3 份（县总工会经济工作部留存）",
        "申报号 C-2026-0012　核验码 7C3E-91B0　2026年4月8日 16:20 生成",
    ) == []  # fmt: skip


def test_a_seal_stands_only_where_it_was_given():
    open_boxes = tuple(replace(box, seal="") for box in FORM_1.opinions)

    assert len(whole(PRINTED)) - len(whole(application_form(replace(FORM_1, opinions=open_boxes)))) == len(
        "苕溪动力工会浙江苕溪动力有限公司画溪街道总工会"
    )


def test_equal_sheets_are_equal_bytes_and_another_value_is_not():
    assert application_form(FORM_1) == PRINTED
    assert application_form(replace(FORM_1, rows=team_form_rows(replace(TEAM, postcode="313101")))) != PRINTED


def test_the_copies_differ_only_in_their_tail():
    second = replace(FORM_1, tail=replace(FORM_1.tail, copy=2, keeper="基层工会"))

    assert lacking(application_form(second), "第 2 份，共 3 份（基层工会留存）") == []


def test_another_address_to_verify_is_another_code():
    elsewhere = replace(FORM_1, tail=replace(FORM_1.tail, verify_url="https://honours.example.cn/v/0000-0000"))

    assert application_form(elsewhere) != PRINTED
    assert whole(application_form(elsewhere)) == whole(PRINTED)


def test_another_countys_form_prints_without_a_line_of_code():
    sheet = ApplicationFormSheet(
        annex="",
        title="某县职工节能减排义务监督员登记表",
        rows=(
            FormRow((FormCell("姓名", 1, kind="label"), FormCell("赵喆", 2), FormCell("照片", 1, 2, "label"))),
            FormRow((FormCell("政治面貌", 1, kind="label"), FormCell("群众", 2))),
        ),
        opinions=(OpinionBox("县总工会意见", "同意。", "钱珺", date(2026, 4, 15)),),
        columns=4,
    )

    assert (
        lacking(application_form(sheet), sheet.title, "姓名赵喆", "政治面貌群众", "县总工会意见", "钱珺　（盖章）")
        == []
    )


def test_a_long_opinion_makes_its_box_taller_and_loses_nothing():
    text = "".join(f"第{number}点，情况属实。" for number in range(1, 121))
    long = replace(FORM_1, opinions=(replace(FORM_1.opinions[0], text=text), *FORM_1.opinions[1:]))

    assert len(pages(application_form(long))) > 1
    assert lacking(application_form(long), "第120点，情况属实。", "沈知微　（盖章）2026年4月3日", "陆怀瑾") == []


def test_text_is_never_read_as_markup():
    evil = '#import "x" *粗* $x$ _斜_ <label> @cite \\ // `code` ]'
    sheet = replace(FORM_1, rows=team_form_rows(replace(TEAM, address=evil)))

    assert lacking(application_form(sheet), evil) == []


@pytest.mark.parametrize(
    "rows",
    [
        (FormRow((FormCell("a", 13),)),),
        (FormRow((FormCell("a", 15),)),),
        (FormRow((FormCell("a", 2, 2), FormCell("b", 12))), FormRow((FormCell("c", 14),))),
        (FormRow((FormCell("a", 2, 2), FormCell("b", 12))),),
    ],
)
def test_rows_that_do_not_fill_the_sheet_are_refused(rows):
    with pytest.raises(ValueError, match="columns|below"):
        ApplicationFormSheet("", "表", rows)


def test_a_sheet_without_a_day_carries_none():
    undated = application_form(replace(FORM_1, tail=Tail()))

    assert b"CreationDate" not in undated
    assert b"D:20260408" in PRINTED
