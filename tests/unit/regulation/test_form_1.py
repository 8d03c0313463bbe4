"""B8 form 1: every field, what fits it on both sides of its edge, counts that add up, days in order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.common.regulation import Form, FormFault, check_form, missing

TODAY = date(2025, 4, 8)

FILLED: dict[str, Any] = {
    "employer": "来安县清流轴承有限公司",
    "employer_founded": "2009-06",
    "team": "装配二班",
    "headcount": "18",
    "post_leader": "葛云舟",
    "team_founded": "2014-03",
    "men": "13",
    "women": "5",
    "party": "6",
    "league": "4",
    "mean_age": "34.5",
    "mean_grade": "3.2",
    "college": "9",
    "senior": "7",
    "junior": "2",
    "leader": "葛云舟",
    "leader_sex": "男",
    "leader_born": "1986-09",
    "leader_education": "大专",
    "leader_politics": "中共党员",
    "leader_trade": "装配钳工",
    "leader_since": "2019-01",
    "leader_contact": "无",
    "leader_mobile": "13800000000",
    "address": "来安县新安镇塔山东路 18 号",
    "postcode": "239200",
    "past_awards": [{"when": "2023-05", "where": "来安县", "what": "“安康杯”竞赛优胜班组"}],
}


def test_every_box_of_the_form_is_there_in_the_notices_order(form_1: Form) -> None:
    assert [field.title for field in form_1.fields] == [
        "单位名称",
        "单位何时组建",
        "班组名称",
        "人数",
        "岗长姓名",
        "班组何时组建",
        "男",
        "女",
        "党员",
        "团员",
        "平均年龄",
        "平均技术等级",
        "大专（及以上）",
        "高中",
        "初中",
        "姓名",
        "性别",
        "出生年月",
        "文化程度",
        "政治面貌",
        "工种",
        "何年何月任职",
        "QQ 号/微信号",
        "手机号码",
        "单位地址",
        "邮编",
        "奖励、称号",
    ]
    assert [opinion.by for opinion in form_1.opinions] == [
        "employers_union",
        "employer",
        "reviewing_union",
        "competition_office",
    ]
    assert form_1.copies == ("县总工会经济工作部", "镇乡、主管局工会", "基层工会")


def test_a_filled_form_has_no_fault_and_lacks_nothing(form_1: Form) -> None:
    assert check_form(form_1, FILLED, today=TODAY) == ()
    assert missing(form_1, FILLED) == ()


def test_an_empty_draft_is_not_wrong_it_lacks_what_is_required(form_1: Form) -> None:
    assert check_form(form_1, {}, today=TODAY) == ()
    assert missing(form_1, {}) == tuple(
        field.id for field in form_1.fields if field.id not in ("leader_contact", "past_awards")
    )


def test_blank_counts_as_missing_zero_does_not(form_1: Form) -> None:
    assert missing(form_1, {**FILLED, "party": "  "}) == ("party",)
    assert missing(form_1, {**FILLED, "party": 0}) == ()


@pytest.mark.parametrize(
    ("field", "fits", "does_not", "says"),
    [
        ("headcount", "1", "0", "应不少于 1 人，现为 0。"),
        ("headcount", 18, "18.5", "请填 0 或正整数，例如 18。"),
        ("mean_age", "16", "15.9", "应不低于 16 岁 且不超过 70 岁，现为 15.9。"),
        ("mean_age", "70.0", "70.1", "应不低于 16 岁 且不超过 70 岁，现为 70.1。"),
        ("mean_grade", "3.2", "3.25", "最多保留 1 位小数，例如 3.2。"),
        ("mean_grade", "8", "8.1", "应不低于 0 级 且不超过 8 级，现为 8.1。"),
        ("leader_since", "2025-04", "2025-05", "不能晚于本月。"),
        ("leader_born", "1986-12", "1986-13", "请填年月，例如 2019-01。"),
        ("leader_sex", "女", "其他", "请从下列选项中选择：男、女。"),
        ("leader_politics", "群众", "党员", None),
        ("leader_mobile", "19912345678", "12012345678", "请填 11 位手机号码，例如 13800000000。"),
        ("leader_mobile", "+86 138 0000 0000", "1380000000", "请填 11 位手机号码，例如 13800000000。"),
        ("postcode", "239200", "23920", "请填 6 位邮政编码，例如 239200。"),
        ("postcode", "010000", "000000", "请填 6 位邮政编码，例如 239200。"),
        ("leader_contact", "10000", "1000", None),
        ("leader_contact", "wx_abc", "wx_ab", None),
        ("leader", "阿依古丽·买买提", "葛", "请填姓名全称，例如 葛云舟；少数民族姓名中间用“·”。"),
        ("leader", "欧阳珺", "葛云舟1", "请填姓名全称，例如 葛云舟；少数民族姓名中间用“·”。"),
        ("leader_trade", "工" * 30, "工" * 31, "字数应不超过 30 字，现有 31 字。"),
    ],
)
def test_a_field_takes_what_fits_and_says_what_does_not(
    form_1: Form, field: str, fits: object, does_not: object, says: str | None
) -> None:
    alone: dict[str, Any] = {}
    assert check_form(form_1, {**alone, field: fits}, today=TODAY) == ()
    faults = check_form(form_1, {**alone, field: does_not}, today=TODAY)
    assert [fault.field for fault in faults] == [field]
    if says:
        assert faults[0].says == says


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"women": "4"}, FormFault("men", "男女人数之和应等于总人数：现合计 17，人数为 18。")),
        ({"women": "6"}, FormFault("men", "男女人数之和应等于总人数：现合计 19，人数为 18。")),
        ({"party": "19"}, FormFault("party", "党员人数不能超过总人数：现合计 19，人数为 18。")),
        ({"league": "19"}, FormFault("league", "团员人数不能超过总人数：现合计 19，人数为 18。")),
        ({"junior": "3"}, FormFault("college", "各文化程度人数之和不能超过总人数：现合计 19，人数为 18。")),
        (
            {"team_founded": "2009-05"},
            FormFault("team_founded", "“班组何时组建”应在“单位何时组建”之后，请核对两处日期。"),
        ),
        ({"leader_since": "2014-02"}, FormFault("leader_since", "任职时间不能早于班组组建时间，请核对两处日期。")),
        ({"leader_born": "2003-02"}, FormFault("leader_since", "任职时应年满 16 周岁，请核对两处日期。")),
    ],
)
def test_fields_must_agree(form_1: Form, changes: dict[str, Any], fault: FormFault) -> None:
    assert check_form(form_1, {**FILLED, **changes}, today=TODAY) == (fault,)


@pytest.mark.parametrize(
    "changes",
    [
        {"party": "18"},
        {"league": "18"},
        {"junior": "0"},
        {"team_founded": "2009-06"},
        {"leader_since": "2014-03"},
        {"leader_born": "2003-01"},
    ],
)
def test_fields_agree_at_the_edge(form_1: Form, changes: dict[str, Any]) -> None:
    assert check_form(form_1, {**FILLED, **changes}, today=TODAY) == ()


def test_a_sum_is_not_asked_before_all_parts_are_filled(form_1: Form) -> None:
    assert check_form(form_1, {"headcount": 18, "men": 13}, today=TODAY) == ()
    assert check_form(form_1, {"headcount": 18, "college": 19}, today=TODAY) == (
        FormFault("college", "各文化程度人数之和不能超过总人数：现合计 19，人数为 18。"),
    )


def test_rows_are_checked_one_by_one(form_1: Form) -> None:
    rows = [
        {"when": "2023-05", "where": "来安县", "what": "优胜班组"},
        {"when": "2025-05", "where": "来安县", "what": ""},
    ]
    values = {**FILLED, "past_awards": rows}
    assert check_form(form_1, values, today=TODAY) == (FormFault("past_awards.2.when", "不能晚于本月。"),)
    assert missing(form_1, values) == ("past_awards.2.what",)


def test_too_many_rows_are_refused(form_1: Form) -> None:
    row = {"when": "2023-05", "where": "来安县", "what": "优胜班组"}
    assert check_form(form_1, {"past_awards": [row] * 20}, today=TODAY) == ()
    assert check_form(form_1, {"past_awards": [row] * 21}, today=TODAY) == (
        FormFault("past_awards", "行数应不超过 20 行，现有 21 行。"),
    )


def test_a_field_that_is_not_in_the_form_is_refused(form_1: Form) -> None:
    assert check_form(form_1, {"score": "100"}, today=TODAY) == (FormFault("score", "申报表里没有这一栏，请删去。"),)


@pytest.mark.parametrize("raw", [True, 1.5, {"a": 1}, ["x"], object()])
def test_a_value_of_a_strange_kind_is_refused_not_raised(form_1: Form, raw: object) -> None:
    for field in form_1.fields:
        faults = check_form(form_1, {field.id: raw}, today=TODAY)
        assert {fault.field.split(".")[0] for fault in faults} == {field.id}


def test_persons_particulars_are_marked_personal(form_1: Form) -> None:
    assert {field.id for field in form_1.fields if field.personal} == {
        "post_leader",
        "leader",
        "leader_born",
        "leader_politics",
        "leader_contact",
        "leader_mobile",
    }
