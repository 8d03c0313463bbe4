"""Progress against time and the shares of those below (B3, D1, D2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.common.errors import DomainError
from services.common.regulation.bounds import Bound
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.domain.campaigns.targets import balance, expected_by, progress, take_share, unshared
from tests.unit.competitions.campaign_words import with_target

ONE = with_target("of: each township, count: contests, where: {level: township}, at_least: 1, unit: 场")
SUM = with_target(
    "report: added, at_least: 11960, milestones: [{on: 06-30, at_least: 50%}, {on: 09-30, at_least: 80%}]"
)
EVEN = with_target("report: added, at_least: 365")
RATE = with_target("rate: {part: 已建会企业, whole: 应建会企业}, at_least: 79.9%")
ODD = with_target("report: added, at_least: 7, milestones: [{on: 06-30, at_least: 50%}]")
CEILING = with_target("report: added, at_most: 2")
SPLIT = {how: with_target(f"report: added, at_least: 100, split: {how}") for how in ("given", "raised", "own")}


@pytest.mark.parametrize(
    ("count", "today", "state", "lacking"),
    [
        ("0", date(2025, 7, 1), "on_the_way", "1"),
        ("0", date(2025, 12, 30), "on_the_way", "1"),
        ("0", date(2025, 12, 31), "behind", "1"),
        ("0", date(2026, 1, 1), "missed", "1"),
        ("1", date(2025, 1, 1), "met", "0"),
        ("2", date(2026, 1, 1), "met", "0"),
    ],
)
def test_a_single_piece_has_time_until_the_last_day(count: str, today: date, state: str, lacking: str) -> None:
    (target,) = ONE.targets
    found = progress(target, ONE.runs, Figure(Decimal(count)), goal=target.bound, today=today)
    assert (found.state, found.lacking) == (state, Decimal(lacking))


@pytest.mark.parametrize(
    ("told", "today", "state"),
    [
        ("5979", date(2025, 6, 29), "on_the_way"),
        ("5979", date(2025, 6, 30), "behind"),
        ("5980", date(2025, 6, 30), "on_the_way"),
        ("9567", date(2025, 9, 30), "behind"),
        ("9568", date(2025, 9, 30), "on_the_way"),
        ("11959", date(2025, 12, 31), "on_the_way"),
        ("11959", date(2026, 1, 1), "missed"),
        ("11960", date(2026, 1, 1), "met"),
    ],
)
def test_milestones_say_how_much_there_must_be_by_when(told: str, today: date, state: str) -> None:
    (target,) = SUM.targets
    assert progress(target, SUM.runs, Figure(Decimal(told)), goal=target.bound, today=today).state == state


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 12, 31), 0),
        (date(2025, 1, 1), 1),
        (date(2025, 7, 2), 183),
        (date(2025, 12, 31), 365),
        (date(2026, 6, 1), 365),
    ],
)
def test_without_milestones_the_days_that_have_passed_count(today: date, expected: int) -> None:
    (target,) = EVEN.targets
    assert expected_by(target, EVEN.runs, target.bound, today) == expected


def test_half_of_seven_is_three_and_a_half_so_that_three_are_behind() -> None:
    (target,) = ODD.targets
    assert expected_by(target, ODD.runs, target.bound, date(2025, 6, 30)) == Decimal("3.5")
    states = [
        progress(target, ODD.runs, Figure(Decimal(n)), goal=target.bound, today=date(2025, 6, 30)).state for n in (3, 4)
    ]
    assert states == ["behind", "on_the_way"]


@pytest.mark.parametrize(
    ("figure", "today", "state", "shown"),
    [
        (None, date(2025, 12, 31), "on_the_way", None),
        (None, date(2026, 1, 1), "missed", None),
        (Figure(Decimal(799), Decimal(1000)), date(2026, 1, 1), "met", "79.90"),
        (Figure(Decimal(79899), Decimal(100000)), date(2026, 1, 1), "missed", "79.89"),
    ],
)
def test_a_rate_is_met_as_shown(figure: Figure | None, today: date, state: str, shown: str | None) -> None:
    (target,) = RATE.targets
    found = progress(target, RATE.runs, figure, goal=target.bound, today=today)
    assert (found.state, None if found.shown is None else str(found.shown)) == (state, shown)


@pytest.mark.parametrize(("told", "state"), [("2", "met"), ("3", "missed")])
def test_over_a_ceiling_there_is_no_way_back(told: str, state: str) -> None:
    (target,) = CEILING.targets
    found = progress(target, CEILING.runs, Figure(Decimal(told)), goal=target.bound, today=date(2025, 2, 1))
    assert found.state == state


@pytest.mark.parametrize(
    ("how", "own", "code"),
    [
        ("given", "100", None),
        ("given", "101", "share_is_given"),
        ("given", "99", "share_is_given"),
        ("raised", "101", None),
        ("raised", "100", None),
        ("raised", "99", "share_not_lowered"),
        ("own", "0", None),
        ("own", "-1", "share_beyond_100"),
    ],
)
def test_a_lower_federation_takes_its_share_or_sets_its_own(how: str, own: str, code: str | None) -> None:
    (target,) = SPLIT[how].targets
    if code is None:
        assert take_share(target, offered=Decimal(100), own=Decimal(own)) == Bound(at_least=Decimal(own))
        return
    with pytest.raises(DomainError) as refused:
        take_share(target, offered=Decimal(100), own=Decimal(own))
    assert refused.value.code == code


def test_what_is_not_split_is_not_taken() -> None:
    (target,) = EVEN.targets
    with pytest.raises(DomainError) as refused:
        take_share(target, offered=Decimal(1), own=Decimal(1))
    assert refused.value.code == "not_split"


@pytest.mark.parametrize(
    ("shares", "taken", "short", "is_covered"),
    [
        ({"6101": "5000", "6102": "6960"}, "11960", "0", True),
        ({"6101": "5000", "6102": "6959"}, "11959", "1", False),
        ({"6101": "5000", "6102": "7000"}, "12000", "0", True),
        ({}, "0", "11960", False),
    ],
)
def test_shares_are_held_against_the_superiors_total(
    shares: dict[str, str], taken: str, short: str, is_covered: bool
) -> None:
    (target,) = SUM.targets
    found = balance(target, target.bound, {name: Decimal(share) for name, share in shares.items()})
    assert (found.taken, found.short, found.is_covered) == (Decimal(taken), Decimal(short), is_covered)


def test_shares_of_a_rate_are_not_added_but_each_held_against_the_goal() -> None:
    (target,) = RATE.targets
    found = balance(target, target.bound, {"6101": Decimal("79.9"), "6102": Decimal("79.8")})
    assert (found.below_goal, found.is_covered) == (("6102",), False)


@pytest.mark.parametrize(
    ("told", "today", "share", "by_now"),
    [
        (None, date(2025, 6, 29), 0, 0),
        ("-3", date(2025, 6, 30), 0, 50),
        ("119", date(2025, 6, 30), 0, 50),
        ("120", date(2025, 9, 30), 1, 80),
        ("11959", date(2025, 9, 30), 99, 80),
        ("11960", date(2025, 9, 30), 100, 80),
        ("23920", date(2025, 9, 30), 100, 80),
    ],
)
def test_a_bar_shows_whole_percents_of_the_goal_beside_those_of_the_time(
    told: str | None, today: date, share: int, by_now: int
) -> None:
    (target,) = SUM.targets
    figure = None if told is None else Figure(Decimal(told))
    found = progress(target, SUM.runs, figure, goal=target.bound, today=today)
    assert (found.share, found.time_share) == (share, by_now)


def test_a_share_that_is_not_known_is_neither_met_nor_behind() -> None:
    (target,) = SPLIT["raised"].targets
    nothing = Bound(at_least=Decimal(0))
    found = unshared(progress(target, SPLIT["raised"].runs, None, goal=nothing, today=date(2026, 1, 1)))
    assert (found.state, found.is_behind, found.share, found.time_share) == ("unshared", False, 0, 0)
