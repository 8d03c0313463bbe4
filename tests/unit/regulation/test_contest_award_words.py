"""Words of awards, teams and appeals: each refused beyond its edge with its line and what to write."""

from __future__ import annotations

import pytest

from tests.unit.regulation.contests import a_contest, the_fault

ORDER = "order: [total, practice, {earlier: finished_at}]"
AWARDED = "awards: [{first: 1}, {second: 2}, {third: 3}]"


def test_awards_by_place_need_a_rule_for_the_tie_unless_a_lot_decides() -> None:
    assert the_fault(("    tie: share\n", "")).code == "cut_without_tie"
    drawn = a_contest(("    tie: share\n", ""), (ORDER, "order: [total, drawn]"))
    assert drawn.tie is None
    bands = "awards: [{first: {at_least: 90}}, {second: {at_least: 80, under: 90}}]"
    assert a_contest(("    tie: share\n", ""), (AWARDED, bands)).awards[0].extent.band is not None


@pytest.mark.parametrize(
    ("awards", "code"),
    [
        ("[{first: 10%, of: started, rounding: up}]", ""),
        ("[{first: 10%, of: started}]", "percent_without_rounding"),
        ("[{first: 10%, rounding: up}]", "rate_without_base"),
        ("[{first: 40%, of: started, rounding: up}, {second: 60%, of: started, rounding: up}]", ""),
        ("[{first: 40%, of: started, rounding: up}, {second: 61%, of: started, rounding: up}]", "shares_beyond_whole"),
        ("[{first: 1}, {first: 2}]", "duplicate_id"),
        ("[{first: 1}, {second: {at_least: 80}}]", "awards_told_how"),
        ("[{first: {at_least: 90}}, {second: {at_least: 80, under: 90}}]", ""),
        ("[{first: {at_least: 90}}, {second: {at_least: 80, at_most: 90}}]", "bands_gap"),
        ("[{first: {over: 90}}, {second: {at_least: 80, under: 90}}]", "bands_gap"),
        ("[{first: {at_least: 90%}}]", "not_number"),
        ("[{frist: 1}]", "unknown_word"),
        ("[{award: 优胜奖, to: 5, sum: 300}]", ""),
    ],
)
def test_awards_by_place_share_or_band(awards: str, code: str) -> None:
    change = (AWARDED, f"awards: {awards}")
    if not code:
        assert a_contest(change).awards
        return
    assert the_fault(change).code == code


def test_an_award_may_bring_money_and_another_honour() -> None:
    (award,) = a_contest(
        (AWARDED, "awards: [{first: 1, sum: 3000, linked: [{honour: 五一劳动奖章, effect: nominate}]}]")
    ).awards
    assert award.phrase() == "一等奖：1 名，奖金3,000 元"
    assert [(each.honour, each.effect) for each in award.linked] == [("五一劳动奖章", "nominate")]


@pytest.mark.parametrize(
    ("more", "code", "nearest"),
    [
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junior], shift: 1}]", "", None),
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junor], shift: 1}]", "unknown_reference", "junior"),
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junior]}]", "awards_told_how", None),
        ("classes: [{id: junior, title: 学生组}, {id: worker, title: 职工组}]\nawards_by: [{of: [junior], shift: 1}, {of: [junior], shift: 2}]", "duplicate_id", None),
        ("classes: [{id: junior, title: 学生组}]", "too_few", None),
        ("ranked_apart: [class]", "unknown_reference", None),
    ],
)  # fmt: skip
def test_tables_of_awards_by_class(more: str, code: str, nearest: str | None) -> None:
    if not code:
        assert a_contest(more=more).awards_by[0].shift == 1
        return
    fault = the_fault(more=more)
    assert (fault.code, fault.nearest) == (code, nearest)


@pytest.mark.parametrize(
    ("teams", "code"),
    [
        ("{counts: all}", ""),
        ("{counts: best, best: 3, members: {between: [3, 5]}}", ""),
        ("{counts: best}", "teams_told_how"),
        ("{counts: all, best: 3}", "teams_told_how"),
        ("{counts: best, best: 5, members: {at_most: 5}}", ""),
        ("{counts: best, best: 6, members: {at_most: 5}}", "contradictory_bounds"),
        ("{counts: best, best: 5, members: {under: 5}}", "contradictory_bounds"),
        ("{counts: places}", "teams_told_how"),
        ("{counts: places, points: [{place: 1, points: 5}, {place: 2, points: 5}]}", ""),
        ("{counts: places, points: [{place: 1, points: 5}, {place: 2, points: 6}]}", "contradictory_bounds"),
        ("{counts: places, points: [{place: 1, points: 5}, {place: 1, points: 4}]}", "duplicate_id"),
        ("{counts: all, order: [{less: time_used}]}", ""),
        ("{counts: all, order: [{less: time_usde}]}", "unknown_reference"),
    ],
)
def test_teams(teams: str, code: str) -> None:
    if not code:
        assert a_contest(more=f"teams: {teams}").teams
        return
    assert the_fault(more=f"teams: {teams}").code == code


@pytest.mark.parametrize(
    ("appeals", "code"),
    [
        ("{within: {hours: 2}, to: arbitration_group, ruling: final}", ""),
        ("{within: 2, to: arbitration_group}", "span_without_unit"),
        ("{within: {days: 1}, to: arbitration_group, ruling: may_go_on}", "no_final_ruling"),
        ("{within: {days: 1}, to: arbitration_group, ruling: may_go_on, then: arbitration_group}", "no_final_ruling"),
        ("{within: {days: 1}, to: arbitration_group, ruling: may_go_on, then: organising_committee}", ""),
        ("{within: {days: 1}, to: arbitration}", "unknown_word"),
    ],
)
def test_appeals_end_with_a_final_ruling(appeals: str, code: str) -> None:
    if not code:
        assert a_contest(more=f"appeals: {appeals}").appeals
        return
    assert the_fault(more=f"appeals: {appeals}").code == code
