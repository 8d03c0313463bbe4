"""Words of parts, rounds and the order of places: each refused beyond its edge with its line and what to write."""

from __future__ import annotations

import pytest

from tests.unit.regulation.contests import SMALL, a_contest, the_fault
from tests.unit.regulation.notices import line_of

ORDER = "order: [total, practice, {earlier: finished_at}]"
TWO_ROUNDS = """\
    rounds:
      - id: heat
        parts: [{id: written}]
        order: [total, {earlier: finished_at}]
        advance: {first: 20, tie: share}
      - id: final
"""


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        (("30%", "70%"), ""),
        (("30%", "69.99%"), "weights_do_not_add_up"),
        (("30%", "70.01%"), "weights_do_not_add_up"),
        (("0%", "100%"), "weights_do_not_add_up"),
    ],
)
def test_weights_of_parts_make_a_whole(weights: tuple[str, str], code: str) -> None:
    changes = [("weight: 30%", f"weight: {weights[0]}"), ("weight: 70%", f"weight: {weights[1]}")]
    if not code:
        assert a_contest(*changes).full == 100
        return
    fault = the_fault(*changes)
    assert (fault.code, fault.line, fault.path) == (
        code,
        line_of(SMALL, "parts:"),
        "contests.welders.rounds.final.parts",
    )


def test_a_part_without_a_weight_beside_one_with_is_refused_and_none_at_all_adds_up_the_marks() -> None:
    assert (
        the_fault(("weight: 30%, ", "")).says
        == "有的分项写了权重，有的没有写；请都写上（合计 100%），或都不写（分数相加）。"
    )
    assert a_contest(("weight: 30%, ", ""), ("weight: 70%, ", "")).full == 200


@pytest.mark.parametrize(
    ("order", "code", "nearest"),
    [
        ("order: []", "tie_chain_missing", None),
        ("order: [totl, practice]", "unknown_reference", "total"),
        ("order: [total, practise]", "unknown_reference", "practice"),
        ("order: [{less: finished_at}]", "wrong_direction", "earlier"),
        ("order: [{earlier: practice}]", "wrong_direction", "more"),
        ("order: [{later: finished_at}]", "unknown_word", None),
        ("order: [total, total]", "duplicate_id", None),
        ("order: [drawn, total]", "never_reached", None),
        ("order: [total, practice, theory, time_used, deductions, finished_at]", "too_many", None),
    ],
)
def test_an_order_that_leads_nowhere_is_refused(order: str, code: str, nearest: str | None) -> None:
    fault = the_fault((ORDER, order))
    assert (fault.code, fault.nearest) == (code, nearest)


def test_a_contest_without_any_order_says_what_to_write() -> None:
    fault = the_fault((f"        {ORDER}\n", ""))
    assert fault.says == "没有说明名次怎样排，请补上 order，例如 [total, practice, {earlier: finished_at}]。"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("judges: 5, drop: {highest: 2, lowest: 2}", ""),
        ("judges: 4, drop: {highest: 2, lowest: 2}", "nothing_left"),
        ("judges: 3, combine: trimmed_mean", ""),
        ("judges: 2, combine: trimmed_mean", "nothing_left"),
        ("judges: 5, combine: median, drop: {highest: 1}", "drop_beside_combine"),
        ("at_least: 100", ""),
        ("at_least: 100.01", "minimum_beyond_points"),
        ("deduct: [{id: burr, title: 毛刺, points: 2, at_most: 2}]", ""),
        ("deduct: [{id: burr, title: 毛刺, points: 2, at_most: 1.99}]", "contradictory_bounds"),
        ("deduct: [{id: burr, title: 毛刺, points: 0}]", "step_of_zero"),
        ("by: judge", "unknown_word"),
        ("blind: station", "unknown_word"),
        ("marks: 0", "not_number"),
    ],
)
def test_a_part_names_its_judges_its_deductions_and_its_floor(part: str, code: str) -> None:
    change = ("judges: 5, drop: {highest: 1, lowest: 1}", part)
    if not code:
        assert a_contest(change).part("practice").says == "实操"
        return
    assert the_fault(change).code == code


def test_what_is_taken_stops_at_its_ceiling() -> None:
    (burr,) = (
        a_contest(
            ("judges: 5, drop: {highest: 1, lowest: 1}", "deduct: [{id: burr, title: 毛刺, points: 2, at_most: 5}]")
        )
        .part("practice")
        .deduct
    )
    assert [burr.taken(times) for times in (0, 1, 2, 3)] == [0, 2, 4, 5]


def test_judges_step_back_by_employer_and_where_all_are_of_one_employer_by_team() -> None:
    for level, said, recusal in (
        ("county", "", "employer"),
        ("township", "", "employer"),
        ("enterprise", "", "team"),
        ("team", "", "team"),
        ("enterprise", ", own_unit: employer", "employer"),
    ):
        contest = a_contest(("level: county", f"level: {level}"), ("judges: 5,", f"judges: 5{said},"))
        assert contest.recusal(contest.part("practice")) == recusal


def test_rounds_without_weights_let_the_last_decide_and_with_weights_make_one_total() -> None:
    alone = a_contest(("    rounds:\n      - id: final\n", TWO_ROUNDS))
    assert (alone.is_weighted, alone.full, alone.last.id) == (False, 100, "final")
    weighted = TWO_ROUNDS.replace("- id: heat", "- id: heat\n        weight: 40%")
    assert the_fault(("    rounds:\n      - id: final\n", weighted)).code == "weights_do_not_add_up"
    both = weighted + "        weight: 60%\n"
    assert a_contest(("    rounds:\n      - id: final\n", both)).is_weighted


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{first: 20, tie: share}", "{first: 20}", "cut_without_tie"),
        ("        order: [total, {earlier: finished_at}]\n", "", "tie_chain_missing"),
        ("{id: written}", "{id: theory}", "duplicate_id"),
    ],
)
def test_a_heat_that_cuts_says_how(old: str, new: str, code: str) -> None:
    assert TWO_ROUNDS.count(old) == 1
    assert the_fault(("    rounds:\n      - id: final\n", TWO_ROUNDS.replace(old, new))).code == code


def test_nothing_comes_after_the_last_round() -> None:
    assert the_fault((ORDER, f"{ORDER}\n        advance: {{first: 3, tie: share}}")).code == "leads_nowhere"
