"""Sentences that were kept in Chinese are told again in English; what people wrote is left alone."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from services.common.regulation import explain
from services.common.regulation.read import read
from services.common.web.filters import date_cn, date_doc, month_cn, weekday_cn
from services.common.web.retold import retold

DAY = date(2026, 4, 28)
REGULATIONS = Path(__file__).parents[3] / "regulations"


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        yield


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("还有 3 天到期：有荣誉可向上推荐：先进班组，2 项", "Due in 3 days: Honours may go up: 先进班组, 2"),
        (
            "今天到期：审核 甲公司 焊接一班 的先进班组申报",
            "Due today: Review the application of 甲公司 焊接一班 for 先进班组",
        ),
        ("审核 甲公司 焊接一班 的先进班组申报", "Review the application of 甲公司 焊接一班 for 先进班组"),
        ("公示 5 个工作日，无有效异议", "Publicised for 5 working days without a valid objection"),
        (
            "县总工会考核：由总工会办理，自收到之日起 20 个工作日内，逾期受理并注明。",
            "县总工会考核: by the federation, within 20 working days of receipt, taken late and marked.",
        ),
        ("近 3 年内有重大质量事故的，不得申报。", "Not within 3 years of a major quality accident."),
        ("甲公司工会 请提出按优秀工会干部表彰的个人", "甲公司工会: name who is to be commended as 优秀工会干部"),
        (
            "获得省级“模范职工之家”，按规则命名后对作出突出贡献的个人按省级“优秀工会干部”表彰，不占名额。",
            "Holds the provincial level “模范职工之家”; by the rule: Once conferred, persons of outstanding merit are"
            " commended as “优秀工会干部” of the provincial level, outside the quota.",
        ),
        ("“维权到位”得 11.00 分，应不低于 12 分。", "“维权到位” has 11.00 points; at least 12 are needed."),
        ("甲县总工会：焊接一班 已命名", "甲县总工会: 焊接一班 was conferred the honour"),
        ("理由：人数与名册不符。\n需要补充：花名册", "Reason: 人数与名册不符.\nTo be supplied: 花名册"),
        ("甲公司 焊接一班 · 先进班组考核 / 甲评价表", "甲公司 焊接一班 · assessment for 先进班组 / 甲评价表"),
        ("每年10月31日前", "By 31 October each year"),
    ],
)
def test_what_the_product_said_is_told_in_english(said: str, told: str) -> None:
    assert retold(said) == told


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("said", ["孟秋山", "全员持证上岗，无违章。", "甲公司；乙公司", "12.5", "", "plain"])
def test_what_people_wrote_is_left_as_it_is(said: str) -> None:
    assert retold(said) == said


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("path", sorted(REGULATIONS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_regulation_explains_itself_in_english_but_for_its_own_words(path: Path) -> None:
    """What stays Chinese stands in the file: a new word of the language needs its pattern in `spoken`."""
    text = path.read_text(encoding="utf-8")
    regulation = read(text).regulation
    assert regulation is not None

    left = {
        sentence: runs
        for title, sentences in explain(regulation)
        for sentence in (title, *sentences)
        if (runs := [run for run in re.findall(r"[\u4e00-\u9fff]+", retold(sentence)) if run not in text])
    }
    assert left == {}


def test_a_chinese_reader_reads_what_was_said(app: Flask) -> None:
    with app.test_request_context("/"):
        assert retold("公示 5 个工作日，无有效异议") == "公示 5 个工作日，无有效异议"


@pytest.mark.usefixtures("english")
def test_days_are_written_as_english_writes_them_and_documents_stay_chinese() -> None:
    said = (date_cn(DAY), month_cn(DAY), weekday_cn(DAY), date_doc(DAY))

    assert said == ("28 April 2026", "April 2026", "Tuesday", "2026年4月28日")
