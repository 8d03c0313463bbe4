"""Team totals and their ties; blind numbers; signatures, appeals and what keeps a contest from being finalised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from services.competitions.domain.contests import (
    Standing,
    appeal_until,
    blockers,
    draw,
    is_unbroken,
    may_appeal,
    missing_signatures,
    rank,
    result,
    seal,
    team_ranking,
    undrawn,
)
from tests.unit.competitions.a_contest import id_of, performance, simple, totals

UNITS = {id_of(name): name for name in ("一厂", "二厂", "三厂")}
MEMBERS = {"甲": "一厂", "乙": "一厂", "丙": "一厂", "丁": "二厂", "戊": "二厂", "己": "二厂"}


def teams(
    rule: str, points: Mapping[str, str], members: Mapping[str, str] = MEMBERS
) -> list[tuple[str, int | None, str]]:
    contest = simple(f"teams: {{{rule}}}")
    found = team_ranking(contest, totals(contest, points, employer_id=members))
    return [(UNITS[each.unit_id], each.place, format(each.figures["total"], "f")) for each in found]


POINTS = {"甲": "90", "乙": "80", "丙": "40", "丁": "85", "戊": "84", "己": "70"}


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("counts: all", [("二厂", 1, "239.00"), ("一厂", 2, "210.00")]),
        ("counts: best, best: 2", [("一厂", 1, "170.00"), ("二厂", 2, "169.00")]),
        ("counts: best, best: 1", [("一厂", 1, "90.00"), ("二厂", 2, "85.00")]),
        (
            "counts: places, points: [{place: 1, points: 10}, {place: 2, points: 6}, {place: 3, points: 5}]",
            [("二厂", 1, "11"), ("一厂", 2, "10")],
        ),
    ],
)
def test_a_team_counts_all_the_best_or_its_places(rule: str, found: list[tuple[str, int, str]]) -> None:
    assert teams(rule, POINTS) == found


def test_a_team_of_a_wrong_size_or_without_enough_scores_is_not_ranked() -> None:
    rule = "counts: best, best: 2, members: {between: [2, 3]}"
    assert [place for _, place, _ in teams(rule, POINTS)] == [1, 2]
    four = {**MEMBERS, "庚": "一厂"}
    assert teams(rule, {**POINTS, "庚": "10"}, four)[-1] == ("一厂", None, "170.00")
    contest = simple("teams: {counts: best, best: 2}")
    there = [
        performance("甲", {"theory": "90", "practice": "90"}, employer_id="一厂"),
        performance("乙", {"theory": "90"}, employer_id="一厂"),
    ]
    placed = rank(contest, [result(contest, each) for each in there])
    (out,) = team_ranking(contest, placed)
    assert (out.place, out.says) == (None, "不排名次：应取 2 名队员的成绩，有成绩的只有 1 名")
    counts = simple("teams: {counts: best, best: 2, short: counts}")
    (kept,) = team_ranking(counts, placed)
    assert (kept.place, kept.says) == (1, "第 1 名：团体总分 90.00 = 90.00")


def test_the_best_of_each_trade_make_the_team() -> None:
    contest = simple(
        "teams: {counts: best, best: 1, each: trade}",
        ("    trade: 焊工\n", "    trades: [{id: welder, title: 焊工}, {id: fitter, title: 钳工}]\n"),
    )
    trade = {"甲": "welder", "乙": "welder", "丙": "fitter"}
    placed = totals(contest, {"甲": "90", "乙": "80", "丙": "40"}, trade=trade, employer_id=MEMBERS)
    (team,) = team_ranking(contest, placed)
    assert (team.figures["total"], team.says) == (Decimal("130.00"), "第 1 名：团体总分 90.00 + 40.00 = 130.00")


def test_level_teams_are_decided_by_time_or_share_a_place() -> None:
    def of(rule: str) -> list[tuple[str, int | None, bool]]:
        contest = simple(f"teams: {{counts: all{rule}}}")
        there = [
            performance("甲", {"theory": "90", "practice": "90"}, employer_id="一厂", measures={"time_used": "61"}),
            performance("丁", {"theory": "90", "practice": "90"}, employer_id="二厂", measures={"time_used": "60"}),
        ]
        placed = rank(contest, [result(contest, each) for each in there])
        return sorted((UNITS[each.unit_id], each.place, each.is_shared) for each in team_ranking(contest, placed))

    assert of("") == [("一厂", 1, True), ("二厂", 1, True)]
    assert of(", order: [{less: time_used}]") == [("一厂", 2, False), ("二厂", 1, False)]


def test_blind_numbers_come_from_the_secret_and_are_provable() -> None:
    entries = [id_of(f"entry {n}") for n in range(40)]
    numbers = draw(entries, b"one secret")
    assert sorted(numbers.values()) == list(range(1, 41))
    assert draw(reversed(entries), b"one secret") == numbers
    assert draw(entries, b"another secret") != numbers
    sealed = seal(numbers, b"one secret")
    assert is_unbroken(numbers, b"one secret", sealed)
    first, second = entries[:2]
    exchanged = {**numbers, first: numbers[second], second: numbers[first]}
    assert not is_unbroken(exchanged, b"one secret", sealed)
    assert not is_unbroken(numbers, b"another secret", sealed)


def test_who_has_still_to_sign() -> None:
    contest = simple("signatures: [entrant, judge, chief]")
    assert missing_signatures(contest, {"judge"}) == ("选手", "裁判长")
    assert missing_signatures(contest, {"judge", "chief", "entrant"}) == ()


PUBLISHED = datetime(2018, 7, 10, 8, 0, tzinfo=UTC)


def appealing(within: str) -> str:
    return f"appeals: {{within: {{{within}}}, to: arbitration_group}}"


@pytest.mark.parametrize(
    ("within", "last"),
    [
        ("hours: 2", datetime(2018, 7, 10, 10, 0, tzinfo=UTC)),
        ("days: 1", datetime(2018, 7, 11, 15, 59, 59, 999999, tzinfo=UTC)),
        ("working_days: 3", datetime(2018, 7, 13, 15, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_the_appeal_window_ends_with_its_last_moment(within: str, last: datetime) -> None:
    appeals = simple(appealing(within)).appeals
    assert appeals is not None

    def add(day: date, count: int) -> date:
        return day + timedelta(days=count)

    assert appeal_until(appeals, PUBLISHED, add) == last
    assert may_appeal(appeals, PUBLISHED, last, add)
    assert not may_appeal(appeals, PUBLISHED, last + timedelta(microseconds=1), add)
    assert not may_appeal(appeals, PUBLISHED, PUBLISHED - timedelta(seconds=1), add)
    assert not may_appeal(None, PUBLISHED, PUBLISHED)


def test_a_contest_is_finalised_when_nothing_stands_in_the_way() -> None:
    contest = simple(appealing("hours: 2"))
    placed = totals(contest, {"甲": "90", "乙": "80"})
    over = PUBLISHED + timedelta(hours=2, microseconds=1)
    clear = Standing(placed=placed, published_at=PUBLISHED)
    assert blockers(contest, clear, now=over) == ()
    assert [each.says for each in blockers(contest, clear, now=PUBLISHED)] == [
        "2018-07-10 18:00 前仍可向仲裁组申诉，期满后方可定稿。"
    ]
    half = rank(contest, [result(contest, performance("甲", {"theory": "90"}))])
    blocked = Standing(placed=half, unsigned_sheets=2, open_appeals=1, undrawn=3)
    assert [each.says for each in blockers(contest, blocked, now=over)] == [
        "还有 1 名选手的成绩不全。",
        "还有 2 份成绩没有签全（裁判员、裁判长）。",
        "还有 3 组并列没有抽签。",
        "还有 1 件申诉没有裁决。",
        "成绩还没有公布，申诉期没有开始。",
    ]
    assert [each.code for each in blockers(simple(), Standing(placed=()), now=over)] == ["nobody_scored"]


def test_ties_that_wait_for_the_lot_are_counted() -> None:
    contest = simple("", ("order: [total, practice, {earlier: finished_at}]", "order: [total, drawn]"))
    assert undrawn(contest, totals(contest, {"甲": "90", "乙": "90", "丙": "80"})) == 1
    assert undrawn(contest, totals(contest, {"甲": "90", "乙": "80"})) == 0
    assert undrawn(simple(), totals(simple(), {"甲": "90", "乙": "90"})) == 0
