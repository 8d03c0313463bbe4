"""Words of entry, of the least number and of advancing: each refused beyond its edge."""

from __future__ import annotations

import pytest

from services.common.regulation import read
from services.common.regulation.contest_entry import GradeBound
from tests.unit.regulation.contests import SMALL, a_contest, the_fault, with_more
from tests.unit.regulation.notices import regulation_of
from tests.unit.regulation.notices import the_fault as fault_of


@pytest.mark.parametrize(
    ("rule", "inside", "outside"),
    [
        ("at_least: senior", ("senior", "technician"), ("intermediate", "none", "")),
        ("at_most: intermediate", ("none", "intermediate"), ("senior",)),
        ("at_least: junior, at_most: senior", ("junior", "senior"), ("none", "technician")),
    ],
)
def test_a_grade_bound_includes_both_ends(rule: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    grade = a_contest(("closes: 2018-06-30", f"grade: {{{rule}}}")).entry.grade
    assert isinstance(grade, GradeBound)
    assert [grade.admits(each) for each in inside] == [True] * len(inside)
    assert [grade.admits(each) for each in outside] == [False] * len(outside)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("grade: {}", "bound_without_word"),
        ("grade: {at_least: senior, at_most: junior}", "contradictory_bounds"),
        ("age: 60", "bound_without_word"),
        ("age: {at_least: 60%}", "not_count"),
        ("per_unit: 5", "not_table"),
        ("per_unit: {at_most: 5%}", "not_count"),
        ("closes: {from: announced, within: {days: 10}}", ""),
        ("closes: {from: approved, within: {days: 10}}", "event_never_announced"),
        ("closes: 2018-02-28", ""),
        ("closes: 2018-02-27", "day_never_comes"),
        ("one_person: one_entri", "unknown_word"),
        ("late_start: {over: 15, minutes: 15}", "unknown_word"),
        ("clean_record: [{fact: casualty, years: 3}]", ""),
    ],
)
def test_rules_of_entry(entry: str, code: str) -> None:
    change = ("closes: 2018-06-30", entry)
    if not code:
        assert a_contest(change).entry
        return
    assert the_fault(change).code == code


@pytest.mark.parametrize(
    ("advance", "code"),
    [
        ("{to: city, first: 3, tie: share}", ""),
        ("{to: county, first: 3, tie: share}", "not_upward"),
        ("{to: township, first: 3, tie: share}", "not_upward"),
        ("{to: city, first: 3}", "cut_without_tie"),
        ("{to: city, score: {at_least: 90}}", ""),
        ("{to: city}", "advance_told_how"),
        ("{to: city, first: 3, each_unit: 1, tie: share}", "advance_told_how"),
        ("{to: city, share: 10%, of: ranked, rounding: up, tie: share}", ""),
        ("{to: city, share: 10%, of: ranked, tie: share}", "percent_without_rounding"),
        ("{to: city, share: 10%, rounding: up, tie: share}", "rate_without_base"),
        ("{to: city, each_unit: 1, tie: share}", ""),
        ("{to: city, each_unit: 1, unit_at_most: 1, tie: share}", "advance_told_how"),
        ("{to: city, contest: fitters, first: 3, tie: share}", "unknown_reference"),
        ("{to: citi, first: 3, tie: share}", "unknown_word"),
    ],
)
def test_who_advances_to_the_level_above(advance: str, code: str) -> None:
    more = f"advance: {advance}"
    if not code:
        assert a_contest(more=more).advance
        return
    assert code in {fault.code for fault in read(with_more(more)).faults}


BELOW = """\
  below:
    trade: {trade}
    level: township
    rounds: [{{id: final, parts: [{{id: work}}], order: [total]}}]
    advance: {{to: county, first: 2, tie: share{target}}}
"""


def test_winners_advance_to_a_level_that_somebody_holds_in_their_trade() -> None:
    there = regulation_of(SMALL + BELOW.format(trade="焊工", target=""))
    assert there.contests["below"].advance is not None
    fault = fault_of(SMALL + BELOW.format(trade="钳工", target=""))
    assert (fault.code, fault.path) == ("level_nobody_holds", "contests.below.advance.to")
    assert fault.says == "晋级到县级比赛，但规则里没有县级的钳工比赛，没有人举办；请补上或改正。"
    named = fault_of(SMALL + BELOW.format(trade="钳工", target=", contest: welder"))
    assert (named.code, named.nearest) == ("unknown_reference", "welders")


def test_a_contest_for_those_who_advanced_needs_one_below_that_sends_them() -> None:
    only = SMALL.replace("closes: 2018-06-30", "admits: advanced")
    assert fault_of(only).code == "nobody_can_enter"
    assert regulation_of(only + BELOW.format(trade="焊工", target="")).contests["welders"].entry.admits == "advanced"


TWO_ROUNDS = """\
    rounds:
      - id: heat
        parts: [{id: written}]
        order: [total, {earlier: finished_at}]
        advance: {first: 20, tie: share}
      - id: final
"""


@pytest.mark.parametrize(
    ("least", "code"),
    [
        ("{entrants: 10, below: cancelled}", ""),
        ("{entrants: 10, below: without_awards}", ""),
        ("{entrants: 10}", "missing_key"),
        ("{entrants: 0, below: cancelled}", "not_count"),
    ],
)
def test_the_least_number_of_entrants_says_what_happens_below_it(least: str, code: str) -> None:
    if not code:
        assert a_contest(more=f"least: {least}").least
        return
    assert the_fault(more=f"least: {least}").code == code
