"""Who may enter a contest: every rule on both sides of its edge, refused in Chinese (B1)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.competitions.domain.contests import (
    entry_refusals,
    entry_standing,
    held_as,
    short_units,
    start_refusal,
    without_awards,
)
from services.competitions.domain.contests.entrant import years_old
from tests.unit.competitions.a_contest import entrant, id_of
from tests.unit.regulation.contests import a_contest

NOW = datetime(2018, 6, 1, 2, 0, tzinfo=UTC)
CLASSES = "classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]"


def said(entry: str, *, others: tuple[Any, ...] = (), now: datetime = NOW, more: str = "", **given: Any) -> list[str]:
    contest = a_contest(("entry: {closes: 2018-06-30}", f"entry: {{{entry}}}"), more=more)
    return [each.says for each in entry_refusals(contest, entrant("甲", **given), others, now=now)]


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        (datetime(2018, 6, 30, 15, 59, 59, tzinfo=UTC), "on_time"),
        (datetime(2018, 6, 30, 16, 0, tzinfo=UTC), "refused"),
    ],
)
def test_entering_ends_with_the_closing_day_in_shanghai(now: datetime, standing: str) -> None:
    contest = a_contest()
    assert entry_standing(contest, now=now) == standing
    refused = [each.code for each in entry_refusals(contest, entrant("甲"), (), now=now)]
    assert refused == ([] if standing == "on_time" else ["entry_closed"])


def test_an_hour_ends_the_last_day_and_a_late_entry_may_be_marked() -> None:
    contest = a_contest(("closes: 2018-06-30", "closes: {on: 2018-06-30, hour: 17, late: marked}"))
    assert entry_standing(contest, now=datetime(2018, 6, 30, 8, 59, tzinfo=UTC)) == "on_time"
    assert entry_standing(contest, now=datetime(2018, 6, 30, 9, 0, tzinfo=UTC)) == "late"


def test_a_closing_day_that_is_still_to_be_announced_keeps_it_open() -> None:
    contest = a_contest(("closes: 2018-06-30", "closes: {from: announced, within: {days: 10}}"))
    assert entry_standing(contest, now=NOW) == "on_time"
    late = datetime(2018, 6, 12, 2, 0, tzinfo=UTC)
    assert entry_standing(contest, now=late, announced=date(2018, 6, 1)) == "refused"
    assert entry_standing(contest, now=datetime(2018, 6, 11, 2, 0, tzinfo=UTC), announced=date(2018, 6, 1)) == "on_time"


@pytest.mark.parametrize(
    ("born", "refused"),
    [
        (date(2002, 6, 30), False),
        (date(2002, 7, 1), True),
        (date(1958, 6, 30), False),
        (date(1957, 7, 1), False),
        (date(1957, 6, 30), True),
    ],
)
def test_age_is_counted_in_full_years_on_the_closing_day(born: date, refused: bool) -> None:
    says = said("closes: 2018-06-30, age: {between: [16, 60]}", born=born)
    assert bool(says) == refused
    if refused:
        assert says == [
            f"年龄须不低于 16 周岁 且不超过 60 周岁，到报名截止日为 {years_old(born, date(2018, 6, 30))} 周岁。"
        ]


def test_age_on_another_day_and_without_a_birthday() -> None:
    rule = "age: {at_least: 18}, age_on: year_start"
    assert said(rule, born=date(2000, 1, 1)) == []
    assert said(rule, born=date(2000, 1, 2)) == ["年龄须不低于 18 周岁，到当年1月1日为 17 周岁。"]
    assert said(rule) == ["年龄须不低于 18 周岁，请填写出生日期。"]
    on_the_day = "age: {at_least: 18}, age_on: starts"
    assert said(on_the_day, born=date(2000, 7, 1), more="starts: 2018-07-01") == []
    assert len(said(on_the_day, born=date(2000, 7, 2), more="starts: 2018-07-01")) == 1


def test_who_was_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert years_old(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert years_old(date(2000, 2, 29), date(2018, 3, 1)) == 18


def test_grade_licence_practice_and_record() -> None:
    assert said("grade: {at_least: senior}", grade="senior") == []
    assert said("grade: {at_least: senior}", grade="intermediate") == ["技能等级须高级工以上，现为中级工。"]
    assert said("practice_days: {at_least: 30}", practice_days=30) == []
    assert said("practice_days: {at_least: 30}", practice_days=29) == ["岗位练兵须不低于 30 天，现为 29 天。"]
    assert said("practice_days: {at_least: 30}") == ["岗位练兵须不低于 30 天，请填写天数。"]


def test_a_licence_is_there_and_valid_on_the_day_of_the_contest() -> None:
    rule, more = "licences: [焊接操作证]", "starts: 2018-07-10"
    assert said(rule, more=more) == ["须持有“焊接操作证”，没有登记。"]
    assert said(rule, more=more, licences={"焊接操作证": None}) == []
    assert said(rule, more=more, licences={"焊接操作证": date(2018, 7, 10)}) == []
    assert said(rule, more=more, licences={"焊接操作证": date(2018, 7, 9)}) == [
        "“焊接操作证”有效期至 2018-07-09，比赛当日已经过期。"
    ]


def test_a_clean_record_is_clean_again_the_day_after_the_years() -> None:
    rule = "clean_record: [{fact: casualty, years: 3}]"
    assert said(rule, facts={"casualty": (date(2015, 5, 31),)}) == []
    assert said(rule, facts={"casualty": (date(2015, 6, 1),)}) == ["近 3 年内有人身伤亡事故，不得报名。"]


def test_one_person_enters_one_trade_or_each_trade_once() -> None:
    trades = "    trades: [{id: welder, title: 焊工}, {id: fitter, title: 钳工}]\n"
    for rule, other, code in (
        ("one_entry", "fitter", ["entered_already"]),
        ("one_per_trade", "fitter", []),
        ("one_per_trade", "welder", ["entered_already"]),
    ):
        contest = a_contest(("    trade: 焊工\n", trades), ("closes: 2018-06-30", f"one_person: {rule}"))
        own = entrant("甲", trade="welder")
        there = entrant("另报", trade=other)
        same = type(there)(**{**there.__dict__, "person_id": own.person_id})
        assert [each.code for each in entry_refusals(contest, own, [same], now=NOW)] == code
        somebody = entrant("乙", trade=other)
        assert entry_refusals(contest, own, [somebody], now=NOW) == ()


def test_an_entry_that_is_changed_does_not_stand_in_its_own_way() -> None:
    own = entrant("甲", employer_id="一厂")
    contest = a_contest(("closes: 2018-06-30", "per_unit: {at_most: 1}"))
    assert entry_refusals(contest, own, [own], now=NOW) == ()


@pytest.mark.parametrize(
    ("rule", "already", "refused"),
    [
        ("at_most: 5", 4, False),
        ("at_most: 5", 5, True),
        ("under: 5", 3, False),
        ("under: 5", 4, True),
        ("at_most: 1, of: reviewing_union", 1, False),
    ],
)
def test_a_unit_enters_so_many(rule: str, already: int, refused: bool) -> None:
    others = tuple(entrant(f"选手{n}", employer_id="一厂", reviewing_union_id="城东") for n in range(already))
    elsewhere = tuple(entrant(f"外厂{n}", employer_id="二厂", reviewing_union_id="城西") for n in range(9))
    says = said(f"per_unit: {{{rule}}}", others=others + elsewhere, employer_id="一厂", reviewing_union_id="城南")
    assert bool(says) == refused
    if refused:
        assert says[0].endswith(f"已报 {already} 人，名额已满。")


def test_places_of_a_unit_in_each_class() -> None:
    rule = "per_unit: {at_most: 1, each: class}"
    other = (entrant("乙", employer_id="一厂", class_="junior"),)
    assert said(rule, others=other, more=CLASSES, employer_id="一厂", class_="worker") == []
    assert len(said(rule, others=other, more=CLASSES, employer_id="一厂", class_="junior")) == 1
    assert said(rule, more=CLASSES, class_="junior") == ["请选择所在的单位。"]


def test_a_unit_that_entered_too_few_is_named_at_the_close() -> None:
    contest = a_contest(("closes: 2018-06-30", "per_unit: {between: [2, 5]}"))
    pair = [entrant("甲", employer_id="一厂"), entrant("乙", employer_id="一厂")]
    alone = entrant("丙", employer_id="二厂")
    assert short_units(contest, pair) == ()
    assert short_units(contest, [*pair, alone]) == (
        (id_of("二厂"), "每个单位不少于 2 人 且不超过 5 人，只报了 1 人。"),
    )


def test_who_may_enter_whom_into_what() -> None:
    assert said("by: [unit]", by="person") == ["本场由单位报名。"]
    assert said("by: [unit, person]", by="person") == []
    assert said("by: [unit]", trade="钳工") == ["本场的工种是焊工。"]
    assert said("by: [unit]", more=CLASSES) == ["请选择组别：学生组、职工组。"]
    assert said("admits: both") == []
    assert said("admits: both", has_advanced=True) == []


def test_a_contest_for_winners_takes_nobody_else() -> None:
    contest = a_contest(("level: county", "level: city"), ("closes: 2018-06-30", "admits: advanced"))
    assert [each.code for each in entry_refusals(contest, entrant("甲"), (), now=NOW)] == ["not_advanced"]
    assert entry_refusals(contest, entrant("甲", has_advanced=True), (), now=NOW) == ()


@pytest.mark.parametrize(
    ("rule", "minutes", "refused"),
    [
        ("{over: 15}", "15", False),
        ("{over: 15}", "15.01", True),
        ("{at_least: 15}", "14.99", False),
        ("{at_least: 15}", "15", True),
        ("{over: 15, then: admitted}", "60", False),
    ],
)
def test_late_at_the_start(rule: str, minutes: str, refused: bool) -> None:
    contest = a_contest(("closes: 2018-06-30", f"late_start: {rule}"))
    found = start_refusal(contest, Decimal(minutes))
    assert (found is not None) == refused


def test_late_at_the_start_is_said_with_its_rule() -> None:
    contest = a_contest(("closes: 2018-06-30", "late_start: {over: 15}"))
    found = start_refusal(contest, Decimal(16))
    assert found is not None
    assert found.says == "迟到超过 15 分钟的，不得入场；迟到 16 分钟。"
    assert start_refusal(a_contest(), Decimal(999)) is None


@pytest.mark.parametrize(
    ("below", "count", "goes"),
    [("cancelled", 3, "goes_on"), ("cancelled", 2, "cancelled"), ("without_awards", 2, "without_awards")],
)
def test_below_the_least_number_a_trade_is_cancelled_or_held_without_awards(below: str, count: int, goes: str) -> None:
    contest = a_contest(more=f"least: {{entrants: 3, below: {below}}}")
    there = [entrant(f"选手{n}") for n in range(count)]
    (found,) = held_as(contest, there).values()
    assert found[0] == goes
    assert bool(found[1]) == (goes != "goes_on")


def test_the_least_number_counts_within_each_trade() -> None:
    trades = "    trades: [{id: welder, title: 焊工}, {id: fitter, title: 钳工}]\n"
    contest = a_contest(("    trade: 焊工\n", trades), more="least: {entrants: 2, below: cancelled}")
    there = [entrant("甲", trade="welder"), entrant("乙", trade="welder"), entrant("丙", trade="fitter")]
    assert {name: kind for name, (kind, _) in held_as(contest, there).items()} == {
        "welder": "goes_on",
        "fitter": "cancelled",
    }
    assert held_as(contest, there)["fitter"][1] == "每个工种至少 2 人，报名 1 人，按规则取消。"
    # Of the trades that may be held, one that nobody entered is not.
    assert held_as(contest, there[:2]) == {"welder": ("goes_on", "")}
    assert held_as(a_contest(), []) == {"": ("goes_on", "")}


def test_one_short_trade_takes_no_awards_from_another() -> None:
    trades = "    trades: [{id: welder, title: 焊工}, {id: fitter, title: 钳工}]\n"
    contest = a_contest(("    trade: 焊工\n", trades), more="least: {entrants: 2, each: trade, below: without_awards}")
    there = [entrant("甲", trade="welder"), entrant("乙", trade="welder"), entrant("丙", trade="fitter")]

    assert without_awards(contest, there) == {"fitter"}
    assert without_awards(contest, [*there, entrant("丁", trade="fitter")]) == frozenset()
    assert without_awards(a_contest(more="least: {entrants: 2, each: contest, below: without_awards}"), there[:1]) == {
        ""
    }
