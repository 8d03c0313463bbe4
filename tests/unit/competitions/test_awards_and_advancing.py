"""Awards by place, share and band; tables by class; who falls and who moves up; who goes on, from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from services.common.regulation import Contest
from services.competitions.domain.contests import (
    Found,
    Placed,
    advancing,
    awarded,
    rank,
    result,
    without_fallen,
)
from tests.unit.competitions.a_contest import by_name, id_of, performance, simple, totals

NAMES = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]
NAME = by_name(NAMES)
AWARDED = "awards: [{first: 1}, {second: 2}, {third: 3}]"
CLASSES = "classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]"
SHORT = {"特等奖": "特", "一等奖": "一", "二等奖": "二", "三等奖": "三", "优秀奖": "优"}


def given(contest: Contest, placed: tuple[Placed, ...], **how: Any) -> str:
    """The awards in the order of the names, - for none."""
    found = {each.entry_id: SHORT.get(each.title, each.title) for each in awarded(contest, placed, **how)}
    return " ".join(found.get(entry, "-") for entry, name in NAME.items() if entry in {p.entry_id for p in placed})


def awards_of(points: str, *, awards: str = "", tie: str = "share", more: str = "", **of: Mapping[str, Any]) -> str:
    """`points` is a figure a name, in the order of the names."""
    changes = [("tie: share", f"tie: {tie}"), *([(AWARDED, f"awards: {awards}")] if awards else [])]
    contest = simple(more, *changes)
    return given(contest, totals(contest, dict(zip(NAMES, points.split(), strict=False)), **of))


def test_awards_by_place() -> None:
    assert awards_of("90 80 70 60 50 40 30") == "一 二 二 三 三 三 -"


@pytest.mark.parametrize(
    ("tie", "points", "awards"),
    [
        ("share", "90 90 80 70 60 50 40", "一 一 二 三 三 三 -"),
        ("widen", "90 90 80 70 60 50 40", "一 一 二 二 三 三 三"),
        ("fewer", "90 90 80 70 60 50 40", "二 二 三 三 三 - -"),
        ("share", "90 80 80 80 60 50 40", "一 二 二 二 三 三 -"),
        ("widen", "90 80 80 80 60 50 40", "一 二 二 二 三 三 三"),
        ("fewer", "90 80 80 80 60 50 40", "一 三 三 三 - - -"),
        ("fewer", "90 90 90 90 60 50 40", "- - - - - - -"),
        ("share", "90 80 70 60 50 40 40", "一 二 二 三 三 三 三"),
        ("fewer", "90 80 70 60 50 40 40", "一 二 二 三 三 - -"),
    ],
)
def test_a_tie_across_an_award_shares_widens_or_falls(tie: str, points: str, awards: str) -> None:
    assert awards_of(points, tie=tie) == awards


@pytest.mark.parametrize(
    ("rounding", "count", "awards"),
    [("up", 1, 1), ("up", 10, 1), ("down", 9, 0), ("down", 10, 1), ("half_up", 4, 0), ("half_up", 5, 1)],
)
def test_a_share_of_the_entrants_is_rounded_as_the_rule_says(rounding: str, count: int, awards: int) -> None:
    points = " ".join(str(90 - n) for n in range(count))
    found = awards_of(points, awards=f"[{{excellent: 10%, of: entered, rounding: {rounding}}}]")
    assert found.count("优") == awards


def test_a_share_names_its_base_entered_started_or_ranked() -> None:
    absent = Found(is_absent=True)
    for base, awards in (("entered", 4), ("started", 3), ("ranked", 2)):
        contest = simple(
            "", (AWARDED, f"awards: [{{excellent: 50%, of: {base}, rounding: up}}]"), ("tie: share", "tie: widen")
        )
        there = [performance(name, {"theory": "80", "practice": str(80 - n)}) for n, name in enumerate(NAMES[:4])]
        there += [performance(name, {"theory": "80", "practice": absent}) for name in NAMES[4:6]]
        there += [performance(name, {"theory": absent, "practice": absent}) for name in NAMES[6:8]]
        placed = rank(contest, [result(contest, each) for each in there])
        assert len(awarded(contest, placed)) == awards, base


def test_awards_by_band_take_everybody_within_the_score() -> None:
    bands = "[{first: {at_least: 90}}, {second: {at_least: 80, under: 90}}, {third: {at_least: 70, under: 80}}]"
    assert awards_of("95 90 89.99 80 79.99 70 69.99", awards=bands) == "一 一 二 二 三 三 -"


def test_an_award_with_a_floor_falls_to_the_next_or_stays_empty() -> None:
    awards = "[{first: 1, at_least: 90}, {second: 1, at_least: 80}, {third: 2}]"
    assert awards_of("90 80 70 60", awards=awards) == "一 二 三 三"
    assert awards_of("89.99 79.99 70 60", awards=awards) == "二 三 三 三"


def test_a_class_has_a_table_of_its_own_or_the_common_one_a_step_lower() -> None:
    of = {"class_": dict.fromkeys(NAMES, "worker") | {"甲": "junior", "丙": "junior"}}
    points = "90 80 70 60 50"
    shifted = f"{CLASSES}\nawards_by: [{{of: [junior], shift: 1}}]"
    assert awards_of(points, more=shifted, **of) == "二 二 三 三 三"
    own = f"{CLASSES}\nawards_by: [{{of: [junior], awards: [{{award: 新秀奖, to: 1}}]}}]"
    assert awards_of(points, more=own, **of) == "新秀奖 一 - 二 二"
    two_lower = f"{CLASSES}\nawards_by: [{{of: [junior], shift: 3}}]"
    assert awards_of(points, more=two_lower, **of) == "- 二 - 三 三"


def test_a_trade_held_without_awards_gives_none() -> None:
    contest = simple()
    placed = totals(contest, {"甲": "90", "乙": "80"})
    assert given(contest, placed) == "一 二"
    assert given(contest, placed, without=frozenset({"焊工"})) == "- -"
    assert given(contest, placed, without=frozenset({""})) == "- -"
    assert given(contest, placed, without=frozenset({"钳工"})) == "一 二"


def test_an_award_says_why() -> None:
    contest = simple(f"{CLASSES}\nawards_by: [{{of: [junior], shift: 1}}]")
    of = {"class_": {"甲": "junior", "乙": "worker", "丙": "worker"}}
    placed = totals(contest, {"甲": "90", "乙": "80", "丙": "80"}, **of)
    assert sorted((NAME[each.entry_id], each.says) for each in awarded(contest, placed)) == [
        ("丙", "第 2 名，二等奖取 2 名，并列的一并授奖，占用下一档名额"),
        ("乙", "第 2 名，二等奖取 2 名，并列的一并授奖，占用下一档名额"),
        ("甲", "第 1 名，二等奖取 2 名，按规则降 1 档"),
    ]


@pytest.mark.parametrize(
    ("fills", "awards"),
    [("yes", {"乙": "一等奖", "丙": "二等奖", "丁": "二等奖"}), ("no", {"乙": "二等奖", "丙": "二等奖"})],
)
def test_who_falls_is_followed_by_the_next_only_where_the_rule_says_so(fills: str, awards: dict[str, str]) -> None:
    contest = simple(f"next_in_rank_fills: {fills}", (AWARDED, "awards: [{first: 1}, {second: 2}]"))
    placed = totals(contest, {"甲": "90", "乙": "80", "丙": "70", "丁": "60"})
    found = without_fallen(contest, placed, frozenset({id_of("entry 甲")}))
    assert {NAME[each.entry_id]: each.title for each in found} == awards


def goes(rule: str, points: str, **of: Mapping[str, Any]) -> str:
    contest = simple(f"advance: {{to: city, {rule}}}")
    placed = totals(contest, dict(zip(NAMES, points.split(), strict=False)), **of)
    going = {each.entry_id for each in advancing(contest, placed)}
    return "".join(name for entry, name in NAME.items() if entry in going)


@pytest.mark.parametrize(
    ("rule", "points", "who"),
    [
        ("first: 2, tie: share", "90 80 70", "甲乙"),
        ("first: 2, tie: share", "90 80 80", "甲乙丙"),
        ("first: 2, tie: fewer", "90 80 80", "甲"),
        ("first: 2, tie: fewer", "90 90 80", "甲乙"),
        ("first: 9, tie: share", "90 80", "甲乙"),
        ("share: 50%, of: ranked, rounding: up, tie: share", "90 80 70", "甲乙"),
        ("share: 50%, of: ranked, rounding: down, tie: share", "90 80 70", "甲"),
        ("score: {at_least: 80}", "90 80 79.99", "甲乙"),
        ("score: {over: 80}", "90 80 79.99", "甲"),
    ],
)
def test_who_advances_by_number_share_or_score(rule: str, points: str, who: str) -> None:
    assert goes(rule, points) == who


def test_who_advances_by_the_quota_of_his_unit() -> None:
    of = {"employer_id": {"甲": "一厂", "乙": "一厂", "丙": "一厂", "丁": "二厂", "戊": "三厂"}}
    points = "90 80 70 60 50"
    assert goes("each_unit: 1, tie: share", points, **of) == "甲丁戊"
    assert goes("each_unit: 2, tie: share", points, **of) == "甲乙丁戊"
    assert goes("each_unit: 1, tie: share", "90 90 70 60 50", **of) == "甲乙丁戊"
    assert goes("each_unit: 1, tie: fewer", "90 90 70 60 50", **of) == "丁戊"
    assert goes("first: 3, unit_at_most: 2, tie: share", points, **of) == "甲乙丁"
    assert goes("first: 3, tie: share", points, **of) == "甲乙丙"


def test_who_advances_says_why_and_nobody_without_a_place_does() -> None:
    contest = simple("advance: {to: city, first: 2, tie: share}")
    there = [performance("甲", {"theory": "90", "practice": "90"}), performance("乙", {"theory": "90"})]
    placed = rank(contest, [result(contest, each) for each in there])
    assert [(NAME[each.entry_id], each.says) for each in advancing(contest, placed)] == [("甲", "第 1 名，取前 2 名")]
    tied = totals(contest, {"甲": "90", "乙": "80", "丙": "80"})
    assert [each.says for each in advancing(contest, tied)][1:] == ["第 2 名，取前 2 名，末位并列，并列的一并晋级"] * 2
    assert advancing(simple(), tied) == ()
