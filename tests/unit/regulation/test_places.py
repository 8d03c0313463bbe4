"""How many places a recommender has, on both sides of each step, and what the checker refuses before anything counts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.regulation import Percent
from services.common.regulation.cut import Ranked, overfull, unmet
from services.common.regulation.places import Indicator, PerRecommender, Recommender, apportion
from services.common.regulation.quota import Quota
from tests.unit.regulation.notices import changed, regulation_of, the_fault


def quota(rules: str) -> Quota:
    found = regulation_of(changed("quota: none", f"quota: {{{rules}}}")).programmes["star"].quota
    assert found is not None
    return found


def places(rules: str, who: Recommender) -> Decimal | None:
    rule = quota(f"per_recommender: {{{rules}}}").per_recommender
    assert rule is not None
    bound = rule.bound_of(who)
    return bound.at_most if bound else None


@pytest.mark.parametrize(
    ("rules", "kind", "most"),
    [
        ("at_most: 3", "township", 3),
        ("at_most: 3, differing: [{of: industry, at_most: 5}]", "township", 3),
        ("at_most: 3, differing: [{of: industry, at_most: 5}]", "industry", 5),
        ("differing: [{of: industry, at_most: 5}]", "township", None),
    ],
)
def test_places_differ_by_the_kind_of_recommender(rules: str, kind: str, most: int | None) -> None:
    assert places(rules, Recommender("甲", kind)) == most


@pytest.mark.parametrize(
    ("rules", "size", "most"),
    [
        ("of: unions, share: 10%, rounding: up", 30, 3),
        ("of: unions, share: 10%, rounding: up", 31, 4),
        ("of: unions, share: 10%, rounding: down", 39, 3),
        ("of: unions, share: 10%, rounding: half_up", 34, 3),
        ("of: unions, share: 10%, rounding: half_up", 35, 4),
        ("of: unions, share: 10%, rounding: down, at_least: 1, at_most: 5", 9, 1),
        ("of: unions, share: 10%, rounding: down, at_least: 1, at_most: 5", 60, 5),
        ("of: unions, steps: [{at_least: 1, places: 1}, {at_least: 20, places: 2}, {over: 50, places: 4}]", 0, 0),
        ("of: unions, steps: [{at_least: 1, places: 1}, {at_least: 20, places: 2}, {over: 50, places: 4}]", 19, 1),
        ("of: unions, steps: [{at_least: 1, places: 1}, {at_least: 20, places: 2}, {over: 50, places: 4}]", 50, 2),
        ("of: unions, steps: [{at_least: 1, places: 1}, {at_least: 20, places: 2}, {over: 50, places: 4}]", 51, 4),
    ],
)
def test_places_follow_the_size_of_the_recommender(rules: str, size: int, most: int) -> None:
    assert places(rules, Recommender("甲", "township", {"unions": size, "teams": 999})) == most


def test_the_whole_is_shared_by_indicators_and_the_largest_remainder_has_the_last() -> None:
    by = (Indicator(of="unions", weight=Percent(Decimal(60))), Indicator(of="teams", weight=Percent(Decimal(40))))
    all_ = [
        Recommender("甲", sizes={"unions": 50, "teams": 10}),
        Recommender("乙", sizes={"unions": 30, "teams": 30}),
        Recommender("丙", sizes={"unions": 20, "teams": 60}),
    ]
    # 甲 3.4, 乙 3.0, 丙 3.6
    assert apportion(10, by, "largest", all_) == {"甲": 3, "乙": 3, "丙": 4}
    assert apportion(10, by, "dropped", all_) == {"甲": 3, "乙": 3, "丙": 3}
    rule = PerRecommender(indicators=by, remainder="largest")
    bound = rule.bound_of(all_[2], total=10, all_=all_)
    assert bound is not None
    assert bound.at_most == 4


@given(st.integers(0, 200), st.lists(st.integers(0, 500), min_size=1, max_size=12))
def test_no_place_is_lost_or_invented_where_remainders_are_given_out(total: int, sizes: list[int]) -> None:
    by = (Indicator(of="unions", weight=Percent(Decimal(100))),)
    all_ = [Recommender(f"单位{number}", sizes={"unions": size}) for number, size in enumerate(sizes)]
    shared = apportion(total, by, "largest", all_)
    assert sum(shared.values()) == (total if sum(sizes) else 0)


@pytest.mark.parametrize(
    ("rules", "path", "code"),
    [
        ("per_recommender: {of: unions, share: 10%}", "per_recommender.share", "percent_without_rounding"),
        ("per_recommender: {share: 10%, rounding: up}", "per_recommender", "places_of_what"),
        ("per_recommender: {steps: [{at_least: 1, places: 1}]}", "per_recommender", "places_of_what"),
        ("per_recommender: {of: unions}", "per_recommender", "places_told_how"),
        ("per_recommender: {at_most: 10%}", "per_recommender", "percent_without_rounding"),
        (
            "per_recommender: {of: unions, share: 9%, rounding: up, steps: [{over: 0, places: 1}]}",
            "per_recommender",
            "places_told_how",
        ),
        (
            "total: 9, tie: share, per_recommender: {indicators: [{of: unions, weight: 60%}], remainder: largest}",
            "per_recommender.indicators",
            "weights_do_not_add_up",
        ),
        (
            "total: 9, tie: share, per_recommender: {indicators: [{of: unions, weight: 100%}]}",
            "per_recommender.indicators",
            "percent_without_rounding",
        ),
        (
            "per_recommender: {indicators: [{of: unions, weight: 100%}], remainder: largest}",
            "per_recommender.indicators",
            "share_without_base",
        ),
        (
            "composition: [{of: women, title: 女, at_least: 1, denominator: pool}]",
            "composition.1",
            "share_without_base",
        ),
        (
            "total: 4, tie: share, pools: [{id: town, title: 乡, total: 4}],"
            " composition: [{of: women, title: 女, at_least: 1, denominator: pool, pool: towm}]",
            "composition",
            "unknown_reference",
        ),
        (
            "total: 4, tie: share, pools: [{id: town, title: 乡, total: 4}],"
            " composition: [{of: women, title: 女, at_least: 5, denominator: pool, pool: town}]",
            "composition",
            "impossible_composition",
        ),
        ("total: 9", "total", "cut_without_tie"),
        ("total: 9, tie: next_rule, order: [score]", "tie", "cut_without_tie"),
    ],
)
def test_places_that_nobody_could_count_are_refused(rules: str, path: str, code: str) -> None:
    fault = the_fault(changed("quota: none", f"quota: {{{rules}}}"))
    assert (fault.path, fault.code) == (f"programmes.star.quota.{path}", code)


def names(kinds: list[str]) -> list[Ranked]:
    return [Ranked(str(number), (Decimal(90),), frozenset(each.split())) for number, each in enumerate(kinds)]


POOLS = (
    "total: 3, tie: share, pools: [{id: firm, title: 企业, total: 2}, {id: town, title: 乡镇, total: 1, of: [leader]}]"
)


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        (["firm", "firm", "leader"], []),
        (["firm", "firm", "firm"], ["企业名额 2 个，现有 3 个。"]),
        (["firm", "worker"], ["有 1 个不属于任何一组名额。"]),
    ],
)
def test_a_pool_takes_its_places_and_no_more(kinds: list[str], says: list[str]) -> None:
    assert list(overfull(quota(POOLS), names(kinds))) == says


@pytest.mark.parametrize(("kinds", "says"), [
    (["firm women", "firm", "leader"], []),
    (["firm", "firm", "leader women"], ["企业中，女职工应不少于 1 个，现有 0 个。"]),
])  # fmt: skip
def test_a_share_of_a_pool_is_counted_in_that_pool(kinds: list[str], says: list[str]) -> None:
    part = "composition: [{of: women, title: 女职工, at_least: 1, denominator: pool, pool: firm}]"
    assert list(unmet(quota(f"{POOLS}, {part}"), names(kinds))) == says


@pytest.mark.parametrize(("kinds", "says"), [
    (["worker hand", "worker", "leader", "leader"], []),
    (["worker", "worker", "leader", "leader hand"], ["一线应不少于 1 个，现有 0 个。"]),
])  # fmt: skip
def test_a_share_within_a_kind_leaves_the_others_out(kinds: list[str], says: list[str]) -> None:
    part = "composition: [{of: hand, title: 一线, at_least: 50%, rounding: up, within: worker}]"
    assert list(unmet(quota(part), names(kinds))) == says


def test_places_are_said_in_words() -> None:
    rules = "per_recommender: {of: unions, share: 10%, rounding: up, at_least: 1, at_most: 5}"
    assert list(quota(rules).sentences()) == [
        "每个推荐单位：按所属基层工会数的 10%（有小数即进一），不少于 1 个 且不超过 5 个。"
    ]
