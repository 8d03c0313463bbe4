"""A draft over closed cases: only what rules decide is decided again, each change with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.applications.domain import Application, Status
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.filling import Filling
from services.applications.domain.gaps import Held
from services.applications.domain.replay import LOST, OPEN, WON, Past, Replayed, Scored, replay
from services.common.regulation import Bound, Candidate, Percent
from services.common.regulation import Held as HeldHonour
from services.common.regulation.places import PerRecommender
from services.common.regulation.quota import Pool, Quota
from services.common.regulation.requirements import Holds
from tests.unit.applications.samples import NOW, an_application, rules

BELOW = "考核分 88.00，合格应不低于 90 分"


def plain(**changes: Any) -> CaseRules:
    """The county's programme without what an applicant must fill in."""
    found = rules(
        eligible=replace(rules().programme.eligible, never_within=(), scope=()), conditions=(), materials=(), form=None
    )
    return replace(found, programme=replace(found.programme, **changes))


def past(name: str, status: Status = Status.CONFERRED, score: str | None = "96", **changes: Any) -> Past:
    points = Decimal(score) if score is not None else None
    number = sum(map(ord, name)) + 1
    case: Application = an_application(
        id=UUID(int=number), subject_name=name, status=status, score=points, **changes.pop("case", {})
    )
    then = changes.pop("then", Scored(points, True) if points is not None else None)
    return Past(case, Filling(), Held(), None, then, changes.pop("now", then))


def said(*cases: Past, then: CaseRules | None = None, now: CaseRules | None = None) -> list[Replayed]:
    return replay(cases, lambda _: then or plain(), now or plain())


def told(made: list[Replayed]) -> dict[str, tuple[str, bool, tuple[str, ...]]]:
    return {each.past.application.subject_name: (each.would, each.is_changed, each.reasons) for each in made}


def test_the_same_rules_change_nothing() -> None:
    refused = past("乙", Status.REFUSED, "88", then=Scored(Decimal(88), False, (BELOW,)))

    assert told(said(past("甲"), refused)) == {"甲": (WON, False, ()), "乙": (LOST, False, (BELOW,))}


def test_a_stricter_line_takes_and_a_lower_one_gives() -> None:
    loser = past("甲", now=Scored(Decimal(88), False, (BELOW,)))
    winner = past("乙", Status.REFUSED, "88", then=Scored(Decimal(88), False, (BELOW,)), now=Scored(Decimal(88), True))

    assert told(said(loser, winner)) == {
        "甲": (LOST, True, (BELOW,)),
        "乙": (WON, True, (f"当时的原因按新规则不再成立：{BELOW}",)),
    }


@pytest.mark.parametrize("status", [Status.STOPPED, Status.RETURNED_BELOW, Status.PASSED_OVER])
def test_what_people_decided_stays(status: Status) -> None:
    """Nothing in the rules stood against it: an upheld objection, a return, a vote."""
    case = past("甲", status, case={"reason": "实绩材料不实。"})

    assert told(said(case)) == {"甲": (LOST, False, ("实绩材料不实。",))}


def test_a_score_that_cannot_be_told_leaves_it_open() -> None:
    case = past("甲", now=Scored(None, False, ("“总结”当时没有可用的记录，不能按新表计分",)))

    assert told(said(case)) == {"甲": (OPEN, True, ("“总结”当时没有可用的记录，不能按新表计分",))}


@pytest.mark.parametrize(("total", "names"), [(3, []), (2, ["丙"]), (1, ["乙", "丙"])])
def test_places_leave_out_the_last(total: int, names: list[str]) -> None:
    cases = [past(name, score=score) for name, score in (("甲", "99"), ("乙", "97"), ("丙", "95"))]

    made = said(*cases, now=plain(quota=Quota(total=total, tie="share", order=("score",))))

    assert [each.past.application.subject_name for each in made if each.would == LOST] == names
    if names:
        assert made[-1].reasons == (f"名额共 {total} 个，按考核分排第 3，不在名额内。",)


def test_more_places_take_in_whom_places_alone_had_left_out() -> None:
    few, more = (plain(quota=Quota(total=total, tie="fewer", order=("score",))) for total in (1, 2))
    second, third = past("乙", Status.PASSED_OVER, "97"), past("丙", Status.PASSED_OVER, "95")

    made = said(past("甲", score="99"), second, third, then=few, now=more)

    assert [(each.would, each.is_changed) for each in made] == [(WON, False), (WON, True), (LOST, False)]
    assert made[1].reasons == ("当时的原因按新规则不再成立：名额共 1 个，按考核分排第 2，不在名额内。",)


def test_whom_people_turned_down_takes_no_place() -> None:
    stopped = past("乙", Status.STOPPED, "97", case={"reason": "异议成立。"})

    made = said(past("甲", score="99"), stopped, past("丙", score="95"), now=plain(quota=Quota(total=2, tie="share")))

    assert [each.would for each in made] == [WON, LOST, WON]


@pytest.mark.parametrize(("day", "would"), [(date(2025, 10, 31), WON), (date(2025, 11, 1), LOST)])
def test_an_earlier_last_day_leaves_out_the_late(day: date, would: str) -> None:
    base = plain()
    apply_, *rest = base.programme.stages
    review_due = rest[0].due
    assert review_due is not None
    now = plain(stages=(replace(apply_, due=review_due), *rest))

    made = said(replace(past("甲", case={"submitted_at": NOW}), submitted_on=day), now=now)

    assert made[0].would == would
    if would == LOST:
        assert made[0].reasons == ("2025-11-01 提交，已过申报期限。",)


def test_evidence_newly_asked_for_leaves_it_open() -> None:
    asked = plain(conditions=rules().programme.conditions[:1])

    made = said(replace(past("甲"), submitted_on=date(2025, 9, 15)), now=asked)

    assert (made[0].would, made[0].reasons) == (OPEN, ("“具有一流素质”：请至少再上传 1 份佐证材料。",))


def test_an_exception_of_then_is_one_now() -> None:
    """A fact stood against it then and it won all the same: the same fact takes nothing now."""
    excluding = plain(eligible=replace(rules().programme.eligible, scope=()))
    facts = {"casualty": {"happened": "yes", "on": "2025-01-01"}} | {
        fact: {"happened": "no", "on": ""} for fact in ("major_quality_accident", "major_equipment_accident")
    }
    case = replace(past("甲"), submitted_on=date(2025, 9, 15), filling=Filling(facts=facts))

    assert said(case, then=excluding, now=excluding)[0].would == WON
    assert said(case, then=plain(), now=excluding)[0].would == LOST


@pytest.mark.parametrize(("places", "names"), [(2, []), (1, ["乙"])])
def test_a_pool_has_places_of_its_own(places: int, names: list[str]) -> None:
    quota = Quota(pools=(Pool(id="window", title="窗口", total=places),), tie="share")
    cases = [past("甲", score="97", case={"kinds": ("window",)}), past("乙", score="95", case={"kinds": ("window",)})]

    made = said(*cases, past("丙", score="91", case={"kinds": ("front_line",)}), now=plain(quota=quota))

    assert [each.past.application.subject_name for each in made if each.would == LOST] == names


@pytest.mark.parametrize(("most", "names"), [(2, []), (1, ["乙"])])
def test_a_recommender_has_a_number_of_its_own(most: int, names: list[str]) -> None:
    quota = Quota(per_recommender=PerRecommender(bound=Bound(at_most=Decimal(most))), tie="share")
    zone, town = ({"reviewing_path": path} for path in ("/zone/", "/town/"))

    made = said(
        past("甲", score="97", case=zone),
        past("乙", score="95", case=zone),
        past("丙", score="91", case=town),
        now=plain(quota=quota),
    )

    assert [each.past.application.subject_name for each in made if each.would == LOST] == names


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ({}, []),
        ({"经开区工会": Bound(at_most=Decimal(1))}, ["乙"]),
        ({"经开区工会": Bound(under=Decimal(2))}, ["乙"]),
        ({"经开区工会": Bound(at_most=Decimal(2)), "新安镇工会": Bound(at_most=Decimal(0))}, ["丙"]),
    ],
)
def test_a_recommender_has_the_number_that_a_formula_gives_it(own: dict[str, Bound], names: list[str]) -> None:
    rule = PerRecommender(share=Percent(Decimal(10)), of="teams", rounding="up")
    zone = {"reviewing_path": "/zone/", "reviewing_name": "经开区工会"}
    town = {"reviewing_path": "/town/", "reviewing_name": "新安镇工会"}
    cases = [past("甲", score="97", case=zone), past("乙", score="95", case=zone), past("丙", score="91", case=town)]
    draft = plain(quota=Quota(per_recommender=rule, tie="share"))

    made = replay(cases, lambda _: plain(), draft, lambda of: own if of is draft else {})

    assert [each.past.application.subject_name for each in made if each.would == LOST] == names


def test_a_nomination_outside_the_quota_takes_no_place() -> None:
    outside = past("甲", score="99", case={"is_outside_quota": True})

    made = said(outside, past("乙", score="95"), now=plain(quota=Quota(total=1, tie="share")))

    assert [each.would for each in made] == [WON, WON]


def test_those_who_are_level_at_the_last_place_follow_the_tie() -> None:
    cases = [past(name, score=score) for name, score in (("甲", "99"), ("乙", "95"), ("丙", "95"))]

    shared, fewer = (
        said(*cases, now=plain(quota=Quota(total=2, tie=tie, order=("score",)))) for tie in ("share", "fewer")
    )

    assert [each.would for each in shared] == [WON, WON, WON]
    assert [each.would for each in fewer] == [WON, LOST, LOST]
    assert fewer[1].reasons == ("名额共 2 个，按考核分排第 2，不在名额内（末位并列时，并列的都不入选）。",)


@pytest.mark.parametrize(("level", "would"), [("county", WON), ("city", LOST)])
def test_an_honour_newly_asked_for_must_have_been_held_then(level: str, would: str) -> None:
    held = Held(candidate=Candidate(held=(HeldHonour("安康杯示范点", "county", date(2020, 5, 1)),)))
    asked = Holds(honour="安康杯示范点", level=level)
    now = plain(eligible=replace(rules().programme.eligible, never_within=(), scope=(), holds=(asked,)))

    made = said(replace(past("甲"), submitted_on=date(2025, 9, 15), held=held), now=now)

    assert made[0].would == would
