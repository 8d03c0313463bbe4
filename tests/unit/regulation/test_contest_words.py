"""Words of contests as a whole: read, said in Chinese, and what is refused of titles and unknown words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.common.regulation import explain
from services.common.regulation.contest import Contest
from services.common.regulation.contest_awards import AWARDS
from services.common.regulation.contest_order import Criterion
from services.common.regulation.words import slots
from tests.unit.regulation.contests import SMALL, a_contest, contest_of, the_fault
from tests.unit.regulation.notices import regulation_of

D = Decimal


def test_the_sketch_of_a_contest_is_read() -> None:
    contest = contest_of()
    assert (contest.level, contest.trade_titles, contest.full) == ("county", {"焊工": "焊工"}, D(100))
    assert contest.entry.closes is not None
    assert contest.entry.closes.on == date(2018, 6, 30)
    assert [(part.id, part.weight and part.weight.points, part.scored_by) for part in contest.last.parts] == [
        ("theory", D(30), "paper"),
        ("practice", D(70), "judges"),
    ]
    assert contest.order == (
        Criterion("more", "total"),
        Criterion("more", "practice"),
        Criterion("earlier", "finished_at"),
    )
    assert [(each.says, each.extent.places) for each in contest.awards] == [("一等奖", 1), ("二等奖", 2), ("三等奖", 3)]


def test_a_contest_is_said_in_chinese() -> None:
    contest = a_contest(
        ("entry: {closes: 2018-06-30}", "entry: {per_unit: {at_most: 5, each: trade}, late_start: {over: 15}}"),
        more="appeals: {within: {hours: 2}, to: arbitration_group}\nadvance: {to: city, first: 3, tie: share}",
    )
    assert list(contest.sentences()) == [
        "县级比赛，工种：焊工。",
        "由单位报名；符合条件的均可报名；每人限报一个工种。",
        "每个单位每个工种不超过 5 人。",
        "迟到超过 15 分钟的，不得入场。",
        "决赛：理论、实操 2 项。",
        "理论：满分 100 分，占 30%，阅卷。",
        "实操：满分 100 分，占 70%，裁判打分，裁判 5 名，去掉 1 个最高分、1 个最低分后取平均分，"
        "与选手同单位（同班组）的裁判回避。",
        "决赛名次：先看总分，高的在前；再看实操，高的在前；再看交件时间，早的在前；仍相同的名次并列。",
        "成绩由裁判员、裁判长签字。",
        "奖项：一等奖：1 名；二等奖：2 名；三等奖：3 名。并列的一并授奖，占用下一档名额。",
        "晋级市级比赛：每个工种前 3 名，并列的一并晋级。",
        "成绩公布后 2 小时内向仲裁组书面申诉。",
        "仲裁组的裁决为最终裁决。",
        "取消名次的，空出的名次不递补。",
    ]
    assert explain(regulation_of(SMALL))[1][0] == "焊工技能比武"


def test_the_points_of_a_fault_stand_in_the_message() -> None:
    assert the_fault(("weight: 30%", "weight: 20%")).says == "各分项权重合计 90%，应为 100%，请改正。"


def test_a_trade_is_told_once() -> None:
    assert the_fault(("    trade: 焊工\n", "")).code == "missing_key"
    fault = the_fault(("    trade: 焊工\n", "    trade: 焊工\n    trades: [{id: welder, title: 焊工}]\n"))
    assert fault.code == "missing_key"


def test_the_closing_day_is_not_after_the_start() -> None:
    assert a_contest(more="starts: 2018-06-30").starts == date(2018, 6, 30)
    assert the_fault(more="starts: 2018-06-29").code == "contradictory_bounds"


def test_an_unknown_word_is_refused_with_the_nearest() -> None:
    fault = the_fault(("    tie: share\n", "    tiee: share\n"))
    assert (fault.code, fault.nearest) == ("unknown_word", "tie")
    assert the_fault(("level: county", "level: contry")).nearest == "county"


def test_every_key_has_a_chinese_title_for_the_editor() -> None:
    seen: set[type] = set()
    todo: list[type] = [Contest, *(word for _, word in AWARDS)]
    while todo:
        word = todo.pop()
        if word in seen:
            continue
        seen.add(word)
        for slot in slots(word):
            shape = getattr(slot.key.shape, "item", slot.key.shape)
            todo += [shape.word] if hasattr(shape, "word") else []
            assert slot.key.title, (word, slot.name)
        assert all(slot.key.shape.widget for slot in slots(word))
    assert {each.__name__ for each in seen} >= {
        "Entry",
        "ContestPart",
        "ContestRound",
        "Teams",
        "Advance",
        "Appeals",
        "AwardsFor",
        "Least",
    }
