"""Composition replayed name by name: the order of merit says who falls, and whoever comes after takes the place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.applications.domain import Status
from services.applications.domain.replay import LOST, OPEN, WON, Past
from services.common.regulation import Bound
from services.common.regulation.quota import Part, Pool, Quota
from tests.unit.applications.test_replay import past, plain, said, told

LEADER, WORKER = frozenset({"leader"}), frozenset({"worker"})


def named(name: str, score: str, kinds: frozenset[str] = WORKER, **more: Any) -> Past:
    return past(name, more.pop("status", Status.CONFERRED), score, case={"kinds": kinds, **more})


def of(kind: str, *, rounding: str | None = None, is_percent: bool = False, **more: Any) -> Part:
    title = {"leader": "负责人", "worker": "一线"}[kind]
    bound = Bound(is_percent=is_percent, **{end: Decimal(more.pop(end)) for end in ENDS if end in more})
    return Part(of=kind, title=title, bound=bound, rounding=rounding, **more)


ENDS = ("at_least", "at_most", "over", "under")


def would(quota: Quota, *cases: Past) -> dict[str, str]:
    return {name: turned for name, (turned, _changed, _why) in told(said(*cases, now=plain(quota=quota))).items()}


@pytest.mark.parametrize(("most", "fallen"), [(2, []), (1, ["乙"]), (0, ["甲", "乙"])])
def test_the_last_of_too_many_falls(most: int, fallen: list[str]) -> None:
    cases = [named("甲", "99", LEADER), named("乙", "97", LEADER), named("丙", "95")]

    found = would(Quota(order=("score",), composition=(of("leader", at_most=most),)), *cases)

    assert [name for name, turned in found.items() if turned == LOST] == fallen


def test_whoever_comes_after_takes_the_place_of_whom_composition_left_out() -> None:
    cases = [named("甲", "99", LEADER), named("乙", "97", LEADER), named("丙", "95"), named("丁", "93")]
    quota = Quota(total=3, tie="share", order=("score",), composition=(of("leader", at_most=1),))
    made = told(said(*cases, now=plain(quota=quota)))

    assert {name: turned for name, (turned, _changed, _why) in made.items()} == {
        "甲": WON, "乙": LOST, "丙": WON, "丁": WON,
    }  # fmt: skip
    assert made["乙"][2] == ("名单中负责人应不超过 1 个，按顺序在其中排第 2。",)


@pytest.mark.parametrize(("least", "fallen"), [(1, ["乙", "丁"]), (2, ["甲", "乙"])])
def test_the_last_of_the_others_makes_room_for_too_few(least: int, fallen: list[str]) -> None:
    cases = [named("甲", "99", LEADER), named("乙", "97", LEADER), named("丙", "95"), named("丁", "93")]
    quota = Quota(total=2, tie="share", order=("score",), composition=(of("worker", at_least=least),))

    found = would(quota, *cases)

    assert [name for name, turned in found.items() if turned == LOST] == fallen


@pytest.mark.parametrize(("share", "kept"), [("50", ["甲", "乙", "丙", "丁"]), ("51", ["甲", "丙", "丁"])])
def test_a_share_is_met_by_a_shorter_list(share: str, kept: list[str]) -> None:
    """Two of four are half; of 51 % the list may only have three."""
    cases = [named("甲", "99", LEADER), named("乙", "97", LEADER), named("丙", "95"), named("丁", "93")]
    quota = Quota(order=("score",), composition=(of("worker", is_percent=True, rounding="up", at_least=share),))

    assert [name for name, turned in would(quota, *cases).items() if turned == WON] == kept


def test_what_no_falling_can_bring_about_stays_open() -> None:
    cases = [named("甲", "99", LEADER), named("乙", "97", LEADER)]
    quota = Quota(order=("score",), composition=(of("worker", at_least=1),))
    made = told(said(*cases, now=plain(quota=quota)))

    assert made["甲"] == (OPEN, True, ("名单中一线应不少于 1 个，现有 0 个，须由会议调整。",))
    assert told(said(*cases, then=plain(quota=quota), now=plain(quota=quota)))["甲"] == (WON, False, ())


def test_a_pool_and_a_recommender_have_compositions_of_their_own() -> None:
    pool = Pool(id="window", title="窗口", total=5, of=("leader", "worker"))
    in_pool = of("leader", at_most=1, denominator="pool", pool="window")
    own = of("leader", at_most=1, denominator="recommender")
    cases = [
        named("甲", "99", LEADER, reviewing_path="/a/"),
        named("乙", "97", LEADER, reviewing_path="/b/"),
        named("丙", "95", LEADER, reviewing_path="/b/"),
    ]

    assert would(Quota(order=("score",), pools=(pool,), composition=(in_pool,)), *cases) == {
        "甲": WON, "乙": LOST, "丙": LOST,
    }  # fmt: skip
    assert would(Quota(order=("score",), composition=(own,)), *cases) == {"甲": WON, "乙": WON, "丙": LOST}


def test_whom_composition_alone_had_left_out_wins_without_it() -> None:
    strict = plain(quota=Quota(order=("score",), composition=(of("leader", at_most=1),)))
    loser = named("乙", "97", LEADER, status=Status.PASSED_OVER)

    made = told(said(named("甲", "99", LEADER), loser, then=strict, now=plain()))

    why = "当时的原因按新规则不再成立：名单中负责人应不超过 1 个，按顺序在其中排第 2。"
    assert made["乙"] == (WON, True, (why,))
