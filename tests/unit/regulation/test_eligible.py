"""Who may be honoured: what he must hold, what bars him, what is asked of him."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.common.regulation import Candidate, Held, Programme, refusals
from tests.unit.regulation.notices import SMALL, changed, regulation_of
from tests.unit.regulation.test_programmes import DAY


def codes(programme: Programme, candidate: Candidate, today: date = DAY) -> list[str]:
    return [refusal.code for refusal in refusals(programme, candidate, today=today)]


def eligible(rules: str) -> Programme:
    return regulation_of(changed("eligible: {scope: [worker]}", f"eligible: {{{rules}}}")).programmes["star"]


@pytest.mark.parametrize(
    ("since", "refused"), [(date(2022, 11, 21), ["excluding_fact"]), (date(2022, 11, 20), []), (DAY, ["excluding_fact"])]
)  # fmt: skip
def test_an_accident_excludes_for_three_years(county: Programme, since: date, refused: list[str]) -> None:
    assert codes(county, Candidate(facts={"casualty": (since,)})) == refused


def test_a_fact_without_years_excludes_for_ever() -> None:
    programme = eligible("never_within: [{fact: criminal_penalty}]")
    assert codes(programme, Candidate(facts={"criminal_penalty": (date(1990, 1, 1),)})) == ["excluding_fact"]
    assert codes(programme, Candidate()) == []


@pytest.mark.parametrize(
    ("held", "met"),
    [
        (Held("工匠", "city", date(2024, 11, 21)), True),
        (Held("工匠", "city", date(2024, 11, 22)), False),
        (Held("工匠", "county", date(2020, 1, 1)), False),
        (Held("先进", "city", date(2020, 1, 1)), False),
        (Held("工匠", "city", date(2020, 1, 1), standing="rectifying"), False),
        (Held("工匠", "city", date(2020, 1, 1), standing="revoked"), False),
    ],
)
def test_an_honour_is_held_at_its_level_in_good_standing_long_enough(held: Held, met: bool) -> None:
    programme = eligible("holds: [{honour: 工匠, level: city, standing: good, for_at_least: {years: 1}}]")
    assert codes(programme, Candidate(held=(held,))) == ([] if met else ["requirement_not_met"])


@pytest.mark.parametrize(("since", "met"), [(date(2020, 11, 21), True), (date(2020, 11, 20), False)])
def test_an_honour_may_have_to_be_recent(since: date, met: bool) -> None:
    programme = eligible("holds: [{honour: 工匠, within: {years: 5}}]")
    assert codes(programme, Candidate(held=(Held("工匠", "city", since),))) == ([] if met else ["requirement_not_met"])


@pytest.mark.parametrize(
    ("candidate", "barred"),
    [
        (Candidate(held=(Held("服务之星", "county", date(2020, 11, 21)),)), True),
        (Candidate(held=(Held("服务之星", "county", date(2020, 11, 20)),)), False),
        (Candidate(held=(Held("服务之星", "city", date(2025, 1, 1)),)), False),
        (Candidate(held=(Held("服务之星", "county", date(2025, 1, 1)),), has_new_merit=True), False),
    ],
)
def test_ones_own_title_bars_for_five_years_but_for_new_merit(candidate: Candidate, barred: bool) -> None:
    rules = "bars: [{honour: 服务之星, level: county, within: {years: 5}, unless_new_merit: yes}]"
    assert codes(eligible(rules), candidate) == (["own_title"] if barred else [])


@pytest.mark.parametrize(
    ("figures", "refused"),
    [({"satisfaction": Decimal(85)}, False), ({"satisfaction": Decimal("84.99")}, True), ({}, True)],
)
def test_a_key_figure_must_be_reached_and_known(figures: dict[str, Decimal], refused: bool) -> None:
    programme = eligible("minimum: [{figure: satisfaction, title: 满意率, at_least: 85%, key: yes}]")
    assert codes(programme, Candidate(figures=figures)) == (["below_minimum"] if refused else [])


@pytest.mark.parametrize(
    ("kinds", "cleared", "refused"),
    [
        (frozenset({"leader"}), {}, True),
        (frozenset({"worker"}), {}, False),
        (frozenset({"leader"}), {"tax": date(2025, 5, 21)}, False),
        (frozenset({"leader"}), {"tax": date(2025, 5, 20)}, True),
    ],
)
def test_a_clearance_depends_on_the_kind_and_grows_old(
    kinds: frozenset[str], cleared: dict[str, date], refused: bool
) -> None:
    programme = eligible("clearances: [{office: tax, when: leader, valid_for: {months: 6}}]")
    assert codes(programme, Candidate(kinds=kinds, cleared=cleared)) == (["not_cleared"] if refused else [])


@pytest.mark.parametrize(("kinds", "refused"), [({"worker"}, False), ({"leader"}, True), (set(), False)])
def test_who_is_out_of_scope_is_refused(kinds: set[str], refused: bool) -> None:
    programme = regulation_of(SMALL).programmes["star"]
    assert codes(programme, Candidate(kinds=frozenset(kinds))) == (["out_of_scope"] if refused else [])


@pytest.mark.parametrize(("lost", "refused"), [(date(2023, 11, 22), True), (date(2023, 11, 21), False), (None, False)])
def test_after_losing_the_title_one_waits(lost: date | None, refused: bool) -> None:
    tenure = "tenure: {revoke: {when: [false_statement], apply_again_after: {years: 2}}}"
    programme = regulation_of(changed("quota: none", f"quota: none\n    {tenure}")).programmes["star"]
    held = Held("服务之星", "county", date(2020, 1, 1), standing="revoked", lost=lost)
    assert codes(programme, Candidate(held=(held,))) == (["revoked_lately"] if refused else [])


COVERED = Candidate(figures={"coverage": Decimal(90)})
BARE = Candidate(figures={"coverage": Decimal("89.99")})


@pytest.mark.parametrize(
    ("requirement", "candidate", "met"),
    [
        ("{figure: coverage, title: 入会率, at_least: 90%}", COVERED, True),
        ("{figure: coverage, title: 入会率, at_least: 90%}", BARE, False),
        ("{running: first, title: 第一名, times: 2}", Candidate(runs={"first": (True, True, False)}), True),
        ("{running: first, title: 第一名, times: 2}", Candidate(runs={"first": (True, False, True)}), False),
        ("{running: first, title: 第一名, times: 2}", Candidate(runs={"first": (True,)}), False),
        ("{without: wage_arrears, within: {years: 2}}", Candidate(facts={"wage_arrears": (date(2023, 11, 20),)}), True),
        ("{without: wage_arrears, within: {years: 2}}", Candidate(facts={"wage_arrears": (date(2023, 11, 21),)}), False),
        ("{all_of: [{figure: coverage, title: 入会率, at_least: 90%}, {honour: 工匠}]}", COVERED, False),
        ("{any_of: [{figure: coverage, title: 入会率, at_least: 90%}, {honour: 工匠}]}", COVERED, True),
        ("{any_of: [{figure: coverage, title: 入会率, at_least: 90%}, {honour: 工匠}]}", BARE, False),
        (
            "{share_of: unions, title: 所属工会, that: {figure: coverage, title: 入会率, at_least: 90%}, at_least: 50%}",
            Candidate(subordinates={"unions": (COVERED, BARE)}),
            True,
        ),
        (
            "{share_of: unions, title: 所属工会, that: {figure: coverage, title: 入会率, at_least: 90%}, over: 50%}",
            Candidate(subordinates={"unions": (COVERED, BARE)}),
            False,
        ),
        (
            "{share_of: unions, title: 所属工会, that: {figure: coverage, title: 入会率, at_least: 90%}, at_least: 0%}",
            Candidate(),
            False,
        ),
        (
            "{in_principle: {honour: 工匠}, id: craft, exception: {by: federation, must_record: [reason]}}",
            Candidate(),
            False,
        ),
        (
            "{in_principle: {honour: 工匠}, id: craft, exception: {by: federation, must_record: [reason]}}",
            Candidate(excepted=frozenset({"craft"})),
            True,
        ),
    ],
)  # fmt: skip
def test_conditions_stand_alone_or_in_groups(requirement: str, candidate: Candidate, met: bool) -> None:
    assert codes(eligible(f"requires: [{requirement}]"), candidate) == ([] if met else ["requirement_not_met"])


def test_a_refusal_says_the_rule_in_chinese() -> None:
    programme = eligible(
        "requires: [{any_of: [{honour: 工匠, level: city}, {running: first, title: 第一名, times: 3}]}]"
    )
    (refusal,) = refusals(programme, Candidate(), today=DAY)
    assert refusal.says == "须具备下列之一：获得市级“工匠”，且目前有效；连续 3 次第一名，目前不具备。"
