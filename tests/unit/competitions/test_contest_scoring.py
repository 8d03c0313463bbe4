"""Marks made a score, scores made a total: exact, explained, and refused where a judge may not (B1)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from services.common.errors import DomainError
from services.competitions.domain.contests import Found, Judge, Taken, check_mark, part_score, result
from services.competitions.domain.contests.scoring import exactly
from tests.unit.competitions.a_contest import entrant, id_of, mark, performance, scored, simple
from tests.unit.regulation.contests import a_contest

D = Decimal
PRACTICE = "judges: 5, drop: {highest: 1, lowest: 1}"


def practice(rule: str, found: Found) -> tuple[str, Decimal | None, str]:
    contest = a_contest((PRACTICE, rule))
    score = part_score(contest.part("practice"), found)
    return score.state, score.points, score.says


def test_the_highest_and_the_lowest_fall_out() -> None:
    assert practice(PRACTICE, scored("95", "90", "88", "96", "91")) == (
        "scored",
        D("92.00"),
        "实操：5 名裁判 95.00、90.00、88.00、96.00、91.00，去掉 96.00、88.00，平均 92.00",
    )


@pytest.mark.parametrize(
    ("rule", "marks", "points"),
    [
        ("judges: 3", ("90", "91", "91"), "90.67"),
        ("judges: 3, combine: median", ("90", "95", "91"), "91.00"),
        ("judges: 4, combine: median", ("90", "95", "91", "92"), "91.50"),
        ("judges: 3, combine: trimmed_mean", ("0", "91", "100"), "91.00"),
        ("judges: 4, drop: {highest: 1}", ("90", "90", "90", "100"), "90.00"),
        ("judges: 4, drop: {lowest: 1}", ("90", "90", "90", "0"), "90.00"),
        ("judges: 3, decimals: 1", ("90", "91", "91"), "90.7"),
        ("judges: 1", ("90.5",), "90.50"),
    ],
)
def test_several_judges_make_one_score(rule: str, marks: tuple[str, ...], points: str) -> None:
    assert practice(rule, scored(*marks))[1] == D(points)


def test_half_a_cent_is_rounded_up_exactly() -> None:
    assert exactly(Fraction(1, 200), 2) == D("0.01")
    assert exactly(Fraction(1, 200) - Fraction(1, 10**30), 2) == D("0.00")
    assert exactly(Fraction(2, 3), 4) == D("0.6667")


def test_a_score_waits_for_the_last_judge_and_where_some_stepped_back_for_fewer() -> None:
    assert practice(PRACTICE, scored("95", "90", "88", "96")) == ("waiting", None, "实操还差 1 名裁判的成绩")
    some = Found(marks=scored("95", "90", "88").marks, judges=3)
    assert practice(PRACTICE, some)[1] == D("90.00")
    two = Found(marks=scored("95", "90").marks, judges=2)
    assert practice(PRACTICE, two)[1] == D("92.50"), "with two judges nobody falls out"


def test_deductions_stand_with_their_ground_up_to_their_ceiling() -> None:
    rule = (
        "judges: 1, deduct: [{id: burr, title: 毛刺, points: 2, at_most: 5}, {id: fire, title: 违规动火, points: 40}]"
    )
    one = mark("98", taken=(Taken(deduct_id="burr", times=3, ground="边缘三处毛刺"),))
    assert practice(rule, Found(marks=(one,))) == (
        "scored",
        D("93.00"),
        "实操 93.00；毛刺 3 次，扣 5 分：边缘三处毛刺",
    )
    split = mark(
        "98", taken=(Taken(deduct_id="burr", times=2, ground="左"), Taken(deduct_id="burr", times=1, ground="右"))
    )
    assert practice(rule, Found(marks=(split,)))[1] == D("93.00"), "the ceiling counts once"
    grave = mark("30", taken=(Taken(deduct_id="fire", ground="未办动火证"),))
    assert practice(rule, Found(marks=(grave,)))[1] == D("0.00"), "never below nothing"


@pytest.mark.parametrize(
    ("rule", "found", "state", "points"),
    [
        ("judges: 1", Found(identity_shown=True), "void", None),
        ("judges: 1, identity_shown: zero", Found(identity_shown=True), "scored", D(0)),
        ("judges: 1", Found(is_absent=True), "absent", None),
        ("judges: 1, missing: zero", Found(is_absent=True), "scored", D(0)),
    ],
)
def test_an_identity_shown_and_an_absence(rule: str, found: Found, state: str, points: Decimal | None) -> None:
    assert practice(rule, found)[:2] == (state, points)


def test_the_total_weighs_the_parts_and_says_how() -> None:
    found = result(simple(), performance("甲", {"theory": "85", "practice": "91.20"}))
    assert (found.standing, found.figures["total"]) == ("ranked", D("89.34"))
    assert found.says == "理论 85.00；实操 91.20；总分 理论 85.00 × 30% + 实操 91.20 × 70% = 89.34"


def test_parts_with_other_marks_count_out_of_a_hundred() -> None:
    contest = simple("", ("by: paper}", "by: paper, marks: 150}"))
    found = result(contest, performance("甲", {"theory": "120", "practice": "90"}))
    assert found.figures["total"] == D("87.00")
    assert "理论 120.00/150 × 30%" in found.says


def test_without_weights_the_points_add_up() -> None:
    contest = simple("", ("weight: 30%, ", ""), ("practice, weight: 70%", "practice"))
    assert result(contest, performance("甲", {"theory": "85", "practice": "91.2"})).figures["total"] == D("176.20")


@pytest.mark.parametrize(
    ("parts", "standing"),
    [
        ({"theory": "80", "practice": "80"}, "ranked"),
        ({"theory": "80", "practice": Found(is_absent=True)}, "unfinished"),
        ({"theory": Found(is_absent=True), "practice": Found(is_absent=True)}, "absent"),
        ({"theory": Found(identity_shown=True), "practice": "80"}, "void"),
        ({"theory": "80"}, "waiting"),
        ({}, "waiting"),
    ],
)
def test_who_did_not_finish_has_no_total(parts: dict[str, str | Found], standing: str) -> None:
    found = result(simple(), performance("甲", parts))
    assert found.standing == standing
    assert ("total" in found.figures) == (standing == "ranked")


@pytest.mark.parametrize(("points", "standing"), [("60", "ranked"), ("59.99", "below_floor")])
def test_a_part_below_its_floor_has_no_place(points: str, standing: str) -> None:
    contest = simple("", ("by: paper}", "by: paper, at_least: 60}"))
    found = result(contest, performance("甲", {"theory": points, "practice": "100"}))
    assert found.standing == standing
    if standing == "below_floor":
        assert found.says.endswith("理论 59.99，低于 60 分，不排名次")


def test_who_is_disqualified_keeps_his_marks_and_has_no_place() -> None:
    found = result(simple(), performance("甲", {"theory": "80", "practice": "80"}, disqualified="替考"))
    assert (found.standing, found.figures["theory"]) == ("disqualified", D("80.00"))
    assert found.says.endswith("取消资格：替考")


WEIGHTED = """\
    rounds:
      - id: heat
        weight: 40%
        parts: [{id: written}]
        order: [total]
        advance: {first: 2, tie: share}
      - id: final
        weight: 60%
"""


def test_rounds_with_weights_make_one_total_of_those_who_came_so_far() -> None:
    contest = simple("", ("    rounds:\n      - id: final\n", WEIGHTED))
    both = result(contest, performance("甲", {"written": "70", "theory": "90", "practice": "90"}))
    assert (both.reached, both.figures["total"]) == (1, D("82.00"))
    assert both.says.endswith("总分 预赛 70.00 × 40% + 决赛 90.00 × 60% = 82.00")
    out = result(contest, performance("乙", {"written": "70"}))
    assert (out.reached, out.standing, out.figures["total"]) == (0, "ranked", D("28.00"))


def refused(
    change: str, *, judge: Judge | None = None, points: str = "90", taken: tuple[Taken, ...] = ()
) -> str | None:
    contest = a_contest((PRACTICE, change))
    given = mark(points, taken=taken)
    given = type(given)(judge=judge or given.judge, points=given.points, taken=given.taken)
    try:
        check_mark(contest, contest.part("practice"), given, entrant("甲", employer_id="一厂", team_id="一班"))
    except DomainError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("employer", "team", "rule", "code"),
    [
        ("二厂", "九班", "judges: 1", None),
        ("一厂", "九班", "judges: 1", "judge_of_own_unit"),
        ("一厂", "九班", "judges: 1, own_unit: team", None),
        ("一厂", "一班", "judges: 1, own_unit: team", "judge_of_own_unit"),
    ],
)
def test_a_judge_never_scores_a_contestant_of_his_own_unit(
    employer: str, team: str, rule: str, code: str | None
) -> None:
    judge = Judge(person_id=id_of("裁判"), employer_id=id_of(employer), team_id=id_of(team))
    assert refused(rule, judge=judge) == code


def test_nobody_scores_himself() -> None:
    assert refused("judges: 1", judge=Judge(person_id=id_of("甲"))) == "judge_is_entrant"


@pytest.mark.parametrize(
    ("rule", "points", "code"),
    [
        ("judges: 1", "0", None),
        ("judges: 1", "-0.01", "points_beyond_marks"),
        ("judges: 1", "100", None),
        ("judges: 1", "100.01", "points_beyond_marks"),
        ("judges: 1", "99.99", None),
        ("judges: 1", "99.999", "points_too_fine"),
        ("judges: 1, decimals: 0", "99", None),
        ("judges: 1, decimals: 0", "99.5", "points_too_fine"),
    ],
)
def test_points_stay_within_the_marks_and_the_decimals(rule: str, points: str, code: str | None) -> None:
    assert refused(rule, points=points) == code


@pytest.mark.parametrize(
    ("taken", "code"),
    [
        (Taken(deduct_id="burr", ground="边缘毛刺"), None),
        (Taken(deduct_id="burr", ground="  "), "deduction_without_ground"),
        (Taken(deduct_id="burn", ground="烧穿"), "deduction_unknown"),
        (Taken(deduct_id="burr", times=0, ground="没有"), "deduction_not_counted"),
    ],
)
def test_a_deduction_has_a_ground(taken: Taken, code: str | None) -> None:
    assert refused("judges: 1, deduct: [{id: burr, title: 毛刺, points: 2}]", taken=(taken,)) == code
