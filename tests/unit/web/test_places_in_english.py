"""Why somebody has his place is kept in Chinese and told in English by the catalogue, down to the last word."""

import pytest
from flask import Flask

from services.common.web.retold import retold
from services.competitions.domain.contests import Found, rank, result
from tests.unit.competitions.a_contest import ONE_MARK, mark, performance, simple, totals
from tests.unit.regulation.contests import a_contest


@pytest.fixture(autouse=True)
def english(app: Flask):
    with app.test_request_context("/?lang=en"):
        yield


def told(placed):
    return [retold(each.says) for each in placed]


def test_a_place_by_total_and_one_that_is_shared():
    assert told(totals(simple(), {"甲": "90", "乙": "80", "丙": "80"})) == [
        "Place 1: total 90.00",
        "Place 2: total 80.00; the one before has 90.00; level with 1 more in Total, practice, time handed in:"
        " place shared",
        "Place 2: total 80.00; the one before has 90.00; level with 1 more in Total, practice, time handed in:"
        " place shared",
    ]


def test_a_tie_that_the_next_of_the_chain_breaks():
    placed = rank(
        simple(),
        [
            result(simple(), performance("甲", {"theory": "90", "practice": "80"})),
            result(simple(), performance("乙", {"theory": "66.67", "practice": "90"})),
        ],
    )

    assert told(placed) == [
        "Place 1: total 83.00",
        "Place 2: Total level with the one before, practice 80.00; the one before has 90.00",
    ]


@pytest.mark.parametrize(
    ("order", "measures", "said"),
    [
        ("[total, {less: time_used}]", {"time_used": "125"}, "time used 2 min 5 s; the one before has 1 min 0 s"),
        ("[total, play_off]", {"play_off": "7.5"}, "play-off 7.5; the one before has 8"),
        ("[total, drawn]", {"drawn": "2"}, "lot 2; the one before has 1"),
        ("[total, {less: deductions}]", {"deductions": "5"}, "deductions 5; the one before has 1"),
    ],
)
def test_every_measure_that_breaks_a_tie_is_told(order, measures, said):
    of = next(iter(measures))
    better = {"time_used": "60", "play_off": "8", "drawn": "1", "deductions": "1"}[of]
    contest = a_contest(ONE_MARK, ("order: [total, practice, {earlier: finished_at}]", f"order: {order}"))
    even = {"theory": "80", "practice": "80"}
    placed = rank(
        contest,
        [
            result(contest, performance(name, even, measures={of: each}))
            for name, each in (("甲", better), ("乙", measures[of]))
        ],
    )

    assert told(placed)[1] == f"Place 2: Total level with the one before, {said}"


def test_how_a_total_is_made_and_why_somebody_has_no_place():
    contest = simple()
    full = result(contest, performance("甲", {"theory": "90", "practice": "80"}))
    absent = result(contest, performance("乙", {"theory": "90", "practice": Found(is_absent=True)}))
    shown = result(contest, performance("丙", {"theory": "90", "practice": Found(identity_shown=True)}))
    nothing = result(contest, performance("丁", {"theory": "90"}))
    several = a_contest()
    five = result(
        several,
        performance(
            "戊", {"theory": "90", "practice": Found(marks=tuple(mark(str(n), f"裁判{n}") for n in range(80, 85)))}
        ),
    )

    assert retold(full.says) == "Theory 90.00; practice 80.00; total theory 90.00 × 30% + practice 80.00 × 70% = 83.00"
    assert retold(absent.says) == "Theory 90.00; practice: absent; not all parts finished: not ranked"
    assert retold(shown.says) == "Theory 90.00; practice: identity shown, score void; score void: not ranked"
    assert (
        retold(nothing.says)
        == "Theory 90.00; practice: scores of 1 judges are missing; score incomplete: not ranked yet"
    )
    assert retold(five.says).startswith(
        "Theory 90.00; practice: 5 judges 80.00, 81.00, 82.00, 83.00, 84.00, without 84.00, 80.00, mean 82.00; total"
    )
