"""A sheet by kind of candidate: who is assessed on which, and what the checker asks of it."""

from __future__ import annotations

import pytest

from services.common.regulation import Assess
from services.common.regulation.kind_check import spoken_of
from tests.unit.regulation.notices import SMALL, changed, regulation_of, the_fault

ASSESS = "{stage: assess, sheet: marks, pass: {at_least: 60}}"
OTHER = """\
  windows:
    title: 窗口评分表
    pass: {at_least: 60}
    classes: [{title: 服务, rows: [{id: service, title: 服务, points: 100}]}]
"""


def two_sheets(more: str) -> str:
    return changed(ASSESS, f"{{stage: assess, sheet: marks, sheets: [{more}], pass: {{at_least: 60}}}}") + OTHER


@pytest.mark.parametrize(
    ("kinds", "sheet"),
    [
        (set(), "marks"),
        ({"front_line"}, "marks"),
        ({"window"}, "windows"),
        ({"window", "front_line"}, "windows"),
    ],
)
def test_a_kind_has_its_own_sheet_and_the_others_the_stage_s(kinds: set[str], sheet: str) -> None:
    regulation = regulation_of(two_sheets("{when: window, sheet: windows}"))
    stage = regulation.programmes["star"].stage("assess")
    assert isinstance(stage, Assess)
    assert stage.sheet_for(frozenset(kinds)) == sheet


def test_the_first_that_fits_counts() -> None:
    more = "{when: window, sheet: windows}, {when: worker, sheet: marks}"
    stage = regulation_of(two_sheets(more)).programmes["star"].stage("assess")
    assert isinstance(stage, Assess)
    assert stage.sheet_for(frozenset({"worker", "window"})) == "windows"


def test_the_kind_makes_a_difference_and_is_asked_for() -> None:
    programme = regulation_of(two_sheets("{when: window, sheet: windows}")).programmes["star"]
    assert "window" in spoken_of(programme, None)
    assert "window" not in spoken_of(regulation_of(SMALL).programmes["star"], None)


@pytest.mark.parametrize(
    ("more", "path", "code", "nearest"),
    [
        (
            "{when: window, sheet: window}",
            "programmes.star.stages.assess.sheets.1.sheet",
            "unknown_reference",
            "windows",
        ),
        ("{when: windw, sheet: windows}", "programmes.star.stages.assess.sheets.1.when", "unknown_word", "window"),
    ],
)
def test_a_sheet_or_a_kind_that_is_not_there_is_refused(more: str, path: str, code: str, nearest: str) -> None:
    fault = the_fault(two_sheets(more))
    assert (fault.path, fault.code, fault.nearest) == (path, code, nearest)


def test_the_stage_s_line_is_reachable_on_every_sheet() -> None:
    text = two_sheets("{when: window, sheet: windows}").replace(
        "pass: {at_least: 60}\n    classes: [{title: 服务, rows: [{id: service, title: 服务, points: 100}]}]",
        "points: 50\n    pass: {at_least: 30}\n    classes: [{title: 服务, rows: [{id: service, title: 服务, points: 50}]}]",
    )
    assert the_fault(text).code == "unreachable_pass"
    assert regulation_of(text.replace("}], pass: {at_least: 60}", "}], pass: {at_least: 50}")).id == "small"


def test_a_holder_s_sheet_is_by_kind_too_and_must_be_there() -> None:
    tenure = "    tenure: {reinspect: {every: year, sheet: marks, sheets: [{when: window, sheet: windows}]}}\n    quota: none"
    text = changed("    quota: none", tenure) + OTHER
    programme = regulation_of(text).programmes["star"]
    assert programme.tenure is not None
    assert programme.tenure.reinspect is not None
    reinspect = programme.tenure.reinspect
    assert [reinspect.sheet_for(frozenset(kinds)) for kinds in ({"window"}, {"worker"})] == ["windows", "marks"]
    assert "window" in spoken_of(programme, None)
    assert "复查时，不同类别的对象分别使用各自的评价表。" in reinspect.sentences()
    fault = the_fault(text.replace("sheet: windows}", "sheet: window}"))
    assert (fault.path, fault.code) == ("programmes.star.tenure.reinspect.sheets.1.sheet", "unknown_reference")
