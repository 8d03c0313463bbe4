"""Places: the chain, what is shared, who has none, each with its reason; and who moves under another rule."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.competitions.domain.contests import Found, Performance, Placed, dry_run, rank, result
from services.competitions.domain.contests.ranking import sort_key
from tests.unit.competitions.a_contest import by_name, id_of, performance, simple, totals

NAMES = ["甲", "乙", "丙", "丁", "戊", "己"]
NAME = by_name(NAMES)
ORDER = "order: [total, practice, {earlier: finished_at}]"


def placed(contest: object, performances: list[Performance]) -> dict[str, Placed]:
    found = rank(contest, [result(contest, each) for each in performances])  # type: ignore[arg-type]
    return {NAME[each.entry_id]: each for each in found}


def test_who_is_level_in_everything_shares_a_place_and_the_next_is_left_out() -> None:
    found = totals(simple(), {"甲": "90", "乙": "90", "丙": "80", "丁": "70"})
    assert [(NAME[each.entry_id], each.place, each.is_shared) for each in found if each.place and each.place > 1] == [
        ("丙", 3, False),
        ("丁", 4, False),
    ]
    shared = [each for each in found if each.place == 1]
    assert {NAME[each.entry_id] for each in shared} == {"甲", "乙"}
    assert {each.says for each in shared} == {"第 1 名：总分 90.00；与另外 1 人总分、实操、交件时间都相同，名次并列"}


def test_each_place_says_what_decided_it() -> None:
    contest = simple()
    at = {"finished_at": "1530064800"}
    found = placed(
        contest,
        [
            performance("甲", {"theory": "90", "practice": "90"}, measures=at),
            performance("乙", {"theory": "93", "practice": "88.7"}, measures=at),
            performance("丙", {"theory": "90", "practice": "80"}, measures={"finished_at": "1530064800"}),
            performance("丁", {"theory": "90", "practice": "80"}, measures={"finished_at": "1530064801"}),
            performance("戊", {"theory": "90", "practice": "80"}),
        ],
    )
    assert {name: each.says for name, each in found.items()} == {
        "甲": "第 1 名：总分 90.00",
        "乙": "第 2 名：总分 89.99，前一名 90.00",
        "丙": "第 3 名：总分 83.00，前一名 89.99",
        "丁": "第 4 名：总分、实操与前一名相同，交件时间 10:00:01，前一名 10:00:00",
        "戊": "第 5 名：总分、实操与前一名相同，交件时间 没有记录，前一名 10:00:01",
    }


def test_an_equal_total_is_decided_by_practice() -> None:
    found = placed(
        simple(),
        [
            performance("甲", {"theory": "100", "practice": "90"}),
            performance("乙", {"theory": "86", "practice": "96"}),
        ],
    )
    assert [each.result.figures["total"] for each in found.values()] == [Decimal("93.00")] * 2
    assert found["乙"].place == 1
    assert found["甲"].says == "第 2 名：总分与前一名相同，实操 90.00，前一名 96.00"


def test_less_time_goes_before_more() -> None:
    contest = simple("", (ORDER, "order: [total, time_used]"))
    found = placed(
        contest,
        [
            performance("甲", {"theory": "90", "practice": "90"}, measures={"time_used": "125.5"}),
            performance("乙", {"theory": "90", "practice": "90"}, measures={"time_used": "125.4"}),
        ],
    )
    assert (found["乙"].place, found["甲"].place) == (1, 2)
    assert found["甲"].says == "第 2 名：总分与前一名相同，用时 2 分 5.5 秒，前一名 2 分 5.4 秒"


def test_the_lot_decides_when_it_was_drawn() -> None:
    contest = simple("", (ORDER, "order: [total, drawn]"))
    same = {"theory": "90", "practice": "90"}
    waiting = placed(contest, [performance("甲", same), performance("乙", same)])
    assert [each.place for each in waiting.values()] == [1, 1]
    drawn = placed(
        contest, [performance("甲", same, measures={"drawn": "2"}), performance("乙", same, measures={"drawn": "1"})]
    )
    assert {name: each.place for name, each in drawn.items()} == {"乙": 1, "甲": 2}


def test_who_has_no_place_stands_behind_with_the_reason() -> None:
    found = placed(
        simple(),
        [
            performance("甲", {"theory": "80", "practice": "80"}),
            performance("乙", {"theory": "99", "practice": Found(is_absent=True)}),
            performance("丙", {"theory": Found(is_absent=True), "practice": Found(is_absent=True)}),
            performance("丁", {"theory": Found(identity_shown=True), "practice": "99"}),
            performance("戊", {"theory": "99", "practice": "99"}, disqualified="替考"),
        ],
    )
    assert [(name, each.place) for name, each in found.items()] == [
        ("甲", 1),
        ("乙", None),
        ("丙", None),
        ("丁", None),
        ("戊", None),
    ]
    assert found["丙"].says == "缺赛：理论缺考；实操缺考；缺赛，不排名次"
    assert found["丁"].says.startswith("成绩作废：理论泄露身份，成绩作废")


def test_trades_are_ranked_apart_and_classes_where_the_rule_says_so() -> None:
    classes = "classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]"
    by = {"甲": "90", "乙": "80", "丙": "70"}
    of = {"class_": {"甲": "worker", "乙": "junior", "丙": "worker"}}
    together = totals(simple(classes), by, **of)
    assert [(NAME[each.entry_id], each.place) for each in together] == [("甲", 1), ("乙", 2), ("丙", 3)]
    apart = totals(simple(f"{classes}\nranked_apart: [trade, class]"), by, **of)
    assert {NAME[each.entry_id]: each.place for each in apart} == {"乙": 1, "甲": 1, "丙": 2}


HEAT = """\
    rounds:
      - id: heat
        parts: [{id: written}]
        order: [total]
        advance: {first: 2, tie: share}
      - id: final
"""


def test_who_came_a_round_further_stands_before_all_who_did_not() -> None:
    contest = simple("", ("    rounds:\n      - id: final\n", HEAT))
    found = placed(
        contest,
        [
            performance("甲", {"written": "99"}),
            performance("乙", {"written": "60", "theory": "60", "practice": "60"}),
            performance("丙", {"written": "98"}),
        ],
    )
    assert [(name, each.place) for name, each in found.items()] == [("乙", 1), ("甲", 2), ("丙", 3)]
    assert found["甲"].says == "第 2 名：总分 99.00，未进入决赛，列其后"


def test_a_dry_run_of_a_changed_rule_shows_who_moves() -> None:
    before = simple()
    after = simple(
        "", ("theory, weight: 30%", "theory, weight: 60%"), ("practice, weight: 70%", "practice, weight: 40%")
    )
    given_ = [
        performance("甲", {"theory": "80", "practice": "100"}),
        performance("乙", {"theory": "100", "practice": "80"}),
        performance("丙", {"theory": "70", "practice": "70"}),
    ]
    moved = dry_run(before, after, given_)
    assert [(NAME[each.entry_id], each.was, each.now, each.says) for each in moved] == [
        ("乙", 2, 1, "第 2 名变为第 1 名，二等奖变为一等奖"),
        ("甲", 1, 2, "第 1 名变为第 2 名，一等奖变为二等奖"),
    ]
    assert dry_run(before, before, given_) == ()


def test_a_dry_run_shows_who_loses_a_place_altogether() -> None:
    floor = simple("", ("by: paper}", "by: paper, at_least: 60}"))
    given_ = [
        performance("甲", {"theory": "59", "practice": "90"}),
        performance("乙", {"theory": "60", "practice": "60"}),
    ]
    assert [(NAME[each.entry_id], each.says) for each in dry_run(simple(), floor, given_)] == [
        ("乙", "第 2 名变为第 1 名，二等奖变为一等奖"),
        ("甲", "第 1 名变为没有名次，一等奖变为没有奖项"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30))
def test_a_place_is_one_more_than_all_who_are_better(marks: list[tuple[int, int]]) -> None:
    contest = simple()
    results = [
        result(contest, performance(str(n), {"theory": str(a), "practice": str(b)})) for n, (a, b) in enumerate(marks)
    ]
    for each in rank(contest, results):
        key = sort_key(contest, each.result)
        assert each.place == 1 + sum(sort_key(contest, other) < key for other in results)
        assert each.is_shared == (sum(sort_key(contest, other) == key for other in results) > 1)


def test_the_order_of_the_input_changes_nothing() -> None:
    by = {name: str(90 - number // 2) for number, name in enumerate(NAMES)}
    back = dict(reversed(by.items()))
    assert totals(simple(), by) == totals(simple(), back)
    assert id_of("entry 甲") in {each.entry_id for each in totals(simple(), by)}
