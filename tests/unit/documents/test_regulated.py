"""The forms and sheets of the regulations in the repository, printed with answers."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from services.common.documents import (
    Scored,
    Signed,
    application_form,
    regulated_form,
    regulated_score_sheet,
    score_sheet,
)
from services.common.documents.regulated import answer_text
from services.common.regulation import read
from tests.unit.documents.reading import lacking, pages

REGULATIONS = Path(__file__).parents[3] / "regulations"
ANSWERS = {
    "employer": "浙江苕溪动力有限公司", "employer_founded": "2009-06", "team": "极板涂布班", "headcount": "18",
    "post_leader": "葛翀堃", "team_founded": "2014年3月", "men": "13", "women": "5", "party": "6", "league": "4",
    "mean_age": "34.5", "mean_grade": "3.2", "college": "9", "senior": "7", "junior": "2", "leader": "葛翀堃",
    "leader_sex": "男", "leader_born": date(1986, 9, 1), "leader_education": "大专", "leader_politics": "中共党员",
    "leader_trade": "涂布工", "leader_since": "2019-01", "leader_contact": "无", "leader_mobile": "13800000000",
    "address": "长兴县画溪街道白溪大道 18 号", "postcode": "313100",
    "past_awards": [{"when": "2023-05", "where": "长兴县", "what": "县“安康杯”竞赛优胜班组"}],
}  # fmt: skip


def regulation(name, change=lambda text: text):
    found = read(change((REGULATIONS / f"{name}.yaml").read_text(encoding="utf-8"))).regulation
    assert found is not None
    return found


def form_1(name="changxing-worker-pioneer", **more):
    return regulation(name, **more).forms["worker-pioneer-application"]


def test_form_1_of_a_regulation_prints_in_the_original_layout():
    signed = {"employer": Signed("同意。", "余景川", date(2026, 4, 3), "浙江苕溪动力有限公司")}

    printed = application_form(regulated_form(form_1(), ANSWERS, signed=signed, annex="附件 1"))

    assert len(pages(printed)) == 1
    assert lacking(
        printed,
        "2018 年长兴县创建“工人先锋号”示范培育申报表",
        "单位名称浙江苕溪动力有限公司何时组建2009年6月",
        "共 18 人，其中男 13 人；女 5 人；党员 6 人；团员 4 人",
        "出生年月1986年9月",
        "2023年5月，长兴县，县“安康杯”竞赛优胜班组。",
        "单位意见同意。",
        "余景川　（盖章）2026年4月3日",
        "备注：1.此表由基层工会在 4 月 10 日前上报到县总工会经济部。",
        "2.此表一式 3 份，",
    ) == []  # fmt: skip


def test_a_draft_prints_as_a_form_to_be_filled_in_by_hand():
    printed = application_form(regulated_form(form_1("laian-worker-pioneer"), {}))

    assert lacking(printed, "共人，其中男人；女人；党员人；团员人", "镇乡、主管局工会") == []


def test_a_tenant_that_added_a_field_to_form_1_loses_nothing_on_paper():
    changed = form_1(
        change=lambda text: text.replace(
            "          - {id: postcode,",
            "          - {id: site, title: 班组驻地, type: text}\n          - {id: postcode,",
        )
    )

    printed = application_form(regulated_form(changed, {**ANSWERS, "site": "二号厂房"}))

    assert (
        lacking(printed, "班组驻地二号厂房", "单位名称浙江苕溪动力有限公司", "人数18 人", "手机号码13800000000") == []
    )


def test_a_plain_form_prints_every_field_it_has():
    (form,) = regulation("jiangsu-model-home").forms.values()
    answers = {field.id: f"答{number}" for number, field in enumerate(form.fields, 10) if field.word != "repeat"}

    printed = application_form(regulated_form(form, answers))

    assert lacking(printed, *(field.title for field in form.fields), *answers.values()) == []


@pytest.mark.parametrize(
    ("field_id", "typed", "printed"),
    [
        ("employer_founded", "2009-06", "2009年6月"),
        ("employer_founded", "2009年6月", "2009年6月"),
        ("employer_founded", date(2009, 6, 1), "2009年6月"),
        ("employer_founded", "不详", "不详"),
        ("headcount", 18, "18 人"),
        ("mean_age", Decimal("34.5"), "34.5 岁"),
        ("past_awards", [{"when": "2023-05", "what": "奖"}, {"what": "又一奖"}], "2023年5月，奖。\n又一奖。"),
        ("past_awards", None, ""),
        ("leader", "", ""),
    ],
)
def test_an_answer_reads_as_on_paper(field_id, typed, printed):
    assert answer_text(form_1().field(field_id), typed) == printed


def test_form_3_of_a_regulation_prints_scores_grounds_and_the_combined_total():
    sheet = regulation("changxing-worker-pioneer").sheets["four-level-2018"]
    scores = {row.id: Scored(row.points) for row in sheet.rows}
    scores["activities"] = Scored(Decimal("12.00"), "缺“五小”活动记录", "活动台账")

    printed = score_sheet(
        regulated_score_sheet(
            sheet,
            holder="极板涂布班",
            self_scores={row.id: row.points for row in sheet.rows},
            scores=scores,
            combined=Decimal("96.25"),
            verdict="合格，不低于 90.00 分",
        )
    )

    assert lacking(
        printed,
        sheet.title,
        "一全（20 分）",
        "创建领导小组55.005.00",
        "合计100100.0096.25",
        "−3.00缺“五小”活动记录活动台账",
        "合格，不低于 90.00 分",
    ) == []  # fmt: skip
