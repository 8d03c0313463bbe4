"""A cut at the last place, and a list held against its composition."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.common.regulation import Bound
from services.common.regulation.cut import Ranked, cut, unmet
from services.common.regulation.quota import Part, Quota


def ranked(*scores: str, kinds: str = "") -> list[Ranked]:
    """Names a, b, c … with a score and, after a slash, a second figure."""
    return [
        Ranked(
            chr(97 + number), tuple(Decimal(part) for part in each.split("/")), frozenset(kinds[number : number + 1])
        )
        for number, each in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("scores", "places", "tie", "kept", "says"),
    [
        (("95", "90", "85"), 2, "share", "ab", ""),
        (("85", "90", "95"), 2, "fewer", "cb", ""),
        (("95", "90", "90"), 2, "share", "abc", "第 2 名有 2 个并列，并列的一并入选。"),
        (("95", "90", "90"), 2, "widen", "abc", "第 2 名有 2 个并列，扩大名额。"),
        (("95", "90", "90"), 2, "fewer", "a", "第 2 名有 2 个并列，并列的都不入选。"),
        (("95", "90", "90"), 3, "fewer", "abc", ""),
        (("95/1", "90/1", "90/2"), 2, "next_rule", "ac", ""),
        (("95/1", "90/2", "90/2"), 2, "next_rule", "a", "第 2 名有 2 个并列，按下一条规则排序。"),
        (("95",), 2, "share", "a", ""),
        ((), 2, "share", "", ""),
    ],
)
def test_a_tie_at_the_cut_does_what_the_rule_says(
    scores: tuple[str, ...], places: int, tie: str, kept: str, says: str
) -> None:
    found = cut(ranked(*scores), places, tie)
    assert ("".join(found.kept), found.says) == (kept, says)
    assert sorted((*found.kept, *found.left_out)) == [each.key for each in ranked(*scores)]


WORKERS = Part(of="w", title="产业工人", bound=Bound(at_least=Decimal(35), is_percent=True), rounding="up")
LEADERS = Part(of="l", title="负责人", bound=Bound(at_most=Decimal(20), is_percent=True), rounding="down")


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ("wwxxx", []),
        ("wxxxx", ["产业工人应不少于 2 个，现有 1 个。"]),
        ("wwlxx", []),
        ("wwllx", ["负责人应不超过 1 个，现有 2 个。"]),
    ],
)
def test_a_list_is_held_against_the_composition(kinds: str, says: list[str]) -> None:
    quota = Quota(total=5, tie="share", composition=(WORKERS, LEADERS))
    assert list(unmet(quota, ranked(*["90"] * 5, kinds=kinds))) == says


def test_a_share_of_each_recommenders_list_is_counted_list_by_list() -> None:
    part = Part(of="w", title="产业工人", bound=Bound(at_least=Decimal(1)), denominator="recommender")
    batch = [
        Ranked("a", (Decimal(90),), frozenset({"w"}), "新安镇工会"),
        Ranked("b", (Decimal(90),), frozenset(), "半塔镇工会"),
    ]
    assert list(unmet(Quota(composition=(part,)), batch)) == ["半塔镇工会的名单中，产业工人应不少于 1 个，现有 0 个。"]
