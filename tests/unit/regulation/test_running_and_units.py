"""Conditions on the candidate's unit, and what follows from being kept so many times running."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from services.common.regulation import Candidate, Held, explain, refusals
from services.common.regulation.candidate import Failed
from services.common.regulation.tenure import KeptRunning
from tests.unit.regulation.notices import changed, regulation_of, the_fault

TODAY = date(2026, 6, 1)
GOOD = Held("模范职工之家", "county", date(2024, 1, 1))
SCOPE = "eligible: {scope: [worker]}"


def requiring(rule: str) -> str:
    return changed(SCOPE, f"eligible: {{scope: [worker], requires: [{rule}]}}")


@pytest.mark.parametrize(
    ("unit", "met"),
    [
        (Candidate(held=(GOOD,)), True),
        (Candidate(held=(replace(GOOD, standing="revoked"),)), False),
        (Candidate(), False),
        (None, False),
    ],
)
def test_the_unit_must_hold_it_and_not_the_candidate(unit: Candidate | None, met: bool) -> None:
    programme = regulation_of(requiring("{its_unit: {honour: 模范职工之家}}")).programmes["star"]
    found = refusals(programme, Candidate(held=(GOOD,), unit=unit), today=TODAY)
    assert [each.says for each in found] == ([] if met else ["须所在单位获得“模范职工之家”，且目前有效，目前不具备。"])


@pytest.mark.parametrize(("figure", "met"), [("79.99", False), ("80", True)])
def test_groups_and_figures_of_the_unit(figure: str, met: bool) -> None:
    rule = "{its_unit: {any_of: [{honour: 模范职工之家}, {figure: coverage, title: 建会率, at_least: 80}]}}"
    programme = regulation_of(requiring(rule)).programmes["star"]
    candidate = Candidate(unit=Candidate(figures={"coverage": D(figure)}))
    assert (refusals(programme, candidate, today=TODAY) == ()) is met
    (asked,) = [each.figure for rule_ in programme.eligible.requires for each in rule_.asks()]
    assert asked == "coverage"


@pytest.mark.parametrize(
    "inner", ["{running: kept, title: 复查合格, times: 2}", "{without: casualty, within: {years: 1}}"]
)
def test_what_nobody_could_tell_of_the_unit_is_refused(inner: str) -> None:
    fault = the_fault(requiring(f"{{its_unit: {inner}}}"))
    assert (fault.path, fault.code) == ("programmes.star.eligible.requires", "contradictory_rule")


@pytest.mark.parametrize(
    ("how", "on", "refused"),
    [
        ("not_passed", date(2025, 6, 2), True),
        ("not_passed", date(2025, 6, 1), False),
        ("objected", date(2026, 5, 31), True),
        ("passed_over", date(2026, 5, 31), False),
    ],
)
def test_after_failing_a_round_one_waits(how: str, on: date, refused: bool) -> None:
    rule = "after_failing: [{how: [not_passed, objected], wait: {years: 1}}]"
    programme = regulation_of(changed(SCOPE, f"eligible: {{scope: [worker], {rule}}}")).programmes["star"]
    found = refusals(programme, Candidate(failed=(Failed(how, on),)), today=TODAY)
    assert [each.code for each in found] == (["failed_lately"] if refused else [])


@pytest.mark.parametrize(("run", "reached"), [(0, False), (1, False), (2, False), (3, True), (4, False), (6, True)])
def test_every_so_many_times_running(run: int, reached: bool) -> None:
    assert KeptRunning(times=3, then="skip_next").is_reached(run) is reached


def test_it_is_said_and_needs_a_reinspection() -> None:
    rule = "kept_running: [{times: 3, then: skip_next}]"
    text = changed(
        "    quota: none\n", f"    quota: none\n    tenure: {{reinspect: {{every: year, sheet: marks}}, {rule}}}\n"
    )
    assert "连续 3 次复查合格，下一次免予复查。" in dict(explain(regulation_of(text)))["复查与撤销"]
    fault = the_fault(changed("    quota: none\n", f"    quota: none\n    tenure: {{{rule}}}\n"))
    assert (fault.path, fault.code) == ("programmes.star.tenure.kept_running", "event_never_announced")
    fault = the_fault(text.replace("times: 3", "times: 1"))
    assert fault.code == "not_count"


STARS = "grades: {titles: [三星级, 四星级, 五星级], up: {at_least: 95}}"


def graded(rule: str) -> str:
    return changed(
        "    quota: none\n", f"    quota: none\n    tenure: {{reinspect: {{every: year, sheet: marks}}, {rule}}}\n"
    )


@pytest.mark.parametrize(
    ("grade", "score", "after"),
    [
        ("三星级", "94.99", "三星级"),
        ("三星级", "95", "四星级"),
        ("四星级", "100", "五星级"),
        ("五星级", "100", "五星级"),
    ],
)
def test_a_grade_is_raised_by_a_step_and_never_above_the_highest(grade: str, score: str, after: str) -> None:
    tenure = regulation_of(graded(STARS)).programmes["star"].tenure
    assert tenure is not None
    assert tenure.grades is not None
    assert tenure.grades.raised(grade, D(score)) == after


@pytest.mark.parametrize(("grade", "after"), [("五星级", "四星级"), ("四星级", "三星级"), ("三星级", None)])
def test_a_grade_is_lowered_by_a_step_and_the_lowest_is_not(grade: str, after: str | None) -> None:
    tenure = regulation_of(graded(STARS)).programmes["star"].tenure
    assert tenure is not None
    assert tenure.grades is not None
    assert (tenure.grades.first, tenure.grades.lowered(grade)) == ("三星级", after)


@pytest.mark.parametrize(
    ("rule", "path", "code"),
    [
        (STARS.replace("}}", "}, begins: 二星级}"), "grades.begins", "unknown_reference"),
        (STARS.replace("五星级", "三星级"), "grades.titles", "duplicate_id"),
        (STARS.replace("[三星级, 四星级, 五星级]", "[三星级]"), "grades.titles", "too_few"),
    ],
)
def test_grades_that_lead_nowhere_are_refused(rule: str, path: str, code: str) -> None:
    fault = the_fault(graded(rule))
    assert (fault.path, fault.code) == (f"programmes.star.tenure.{path}", code)
    alone = changed("    quota: none\n", f"    quota: none\n    tenure: {{{STARS}}}\n")
    assert the_fault(alone).code == "event_never_announced"


def test_grades_are_said() -> None:
    said = dict(explain(regulation_of(graded(STARS))))["复查与撤销"]
    assert said[:3] == [
        "分为三星级、四星级、五星级，命名时为三星级。",
        "复查不低于 95 分的升一级，升到五星级为止。",
        "复查不合格的降一级；已是三星级的，按整改、撤销的规定办理。",
    ]
