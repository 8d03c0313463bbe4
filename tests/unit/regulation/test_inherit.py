"""A lower regulation says only what differs; what the superior locked it may not touch (X1)."""

from __future__ import annotations

import pytest

from services.common.regulation import Bound, Publicise, Regulation, Review, Span, inherit, read
from services.common.regulation.inherit import _overlay, _touched
from services.common.regulation.nodes import Scalar, Table, to_plain
from tests.unit.regulation.conftest import REGULATIONS
from tests.unit.regulation.notices import SMALL, line_of, regulation_of

ABOVE = SMALL.replace('tenant: "341122"', 'tenant: "34"') + (
    "locked:\n  - programmes.star.eligible\n  - sheets.marks.pass\n  - programmes.star.stages.publicise.for\n"
)
HEAD = """\
regulation: below
title: 实施细则
tenant: "341122"
effective: 2025-06-01
based_on: {tenant: "34", regulation: small, version: 3}
"""


@pytest.fixture
def above() -> Regulation:
    return regulation_of(ABOVE)


def lower(above: Regulation, text: str) -> Regulation:
    checked = inherit(above, HEAD + text)
    assert checked.faults == ()
    assert checked.regulation is not None
    return checked.regulation


def test_without_differences_the_superiors_rules_hold_under_its_own_name(above: Regulation) -> None:
    below = lower(above, "")
    assert (below.id, below.title, below.tenant) == ("below", "实施细则", "341122")
    assert below.based_on is not None
    assert (below.based_on.tenant, below.based_on.version) == ("34", 3)
    assert below.programmes == above.programmes
    assert below.sheets == above.sheets
    assert below.locked == above.locked


def test_a_difference_changes_that_place_only(above: Regulation) -> None:
    below = lower(above, "programmes:\n  star:\n    stages:\n      - {stage: assess, pass: {at_least: 70}}\n")
    stage = below.programmes["star"].stage("assess")
    assert stage.pass_ == Bound(at_least=70)  # type: ignore[attr-defined]
    assert stage.sheet == "marks"  # type: ignore[attr-defined]
    assert [each.key for each in below.programmes["star"].stages] == [
        "apply",
        "assess",
        "approve",
        "publicise",
        "confer",
    ]
    assert above.programmes["star"].stage("assess").pass_ == Bound(at_least=60)  # type: ignore[attr-defined]


def test_a_stage_can_be_put_in_after_another_and_a_row_taken_out(above: Regulation) -> None:
    below = lower(
        above,
        "programmes:\n  star:\n    stages:\n"
        "      - {stage: review, by: reviewing_union, after: apply, ranks: yes}\n"
        "forms:\n  entry:\n    sections:\n      - {id: who, fields: [{id: part, remove: yes}]}\n",
    )
    stages = below.programmes["star"].stages
    assert [each.key for each in stages] == ["apply", "review", "assess", "approve", "publicise", "confer"]
    assert isinstance(stages[1], Review)
    assert [field.id for field in below.forms["entry"].fields] == ["name", "whole"]


def test_what_is_stored_is_whole_and_reads_back(above: Regulation) -> None:
    below = lower(above, "programmes:\n  star:\n    title: 本县服务之星\n")
    assert Regulation.from_document(below.to_document()) == below


@pytest.mark.parametrize(
    ("text", "words", "path"),
    [
        ("sheets:\n  marks:\n    pass: {at_least: 50}\n", "at_least: 50", "sheets.marks.pass.at_least"),
        ("sheets:\n  marks:\n    pass: {over: 60}\n", "over: 60", "sheets.marks.pass.over"),
        (
            "programmes:\n  star:\n    stages:\n      - {stage: publicise, for: {working_days: 3}}\n",
            "publicise",
            "programmes.star.stages.publicise.for.working_days",
        ),
        (
            "programmes:\n  star:\n    eligible: {scope: [worker, leader]}\n",
            "leader",
            "programmes.star.eligible.scope",
        ),
        (
            "programmes:\n  star:\n    stages:\n      - {stage: publicise, remove: yes}\n",
            "remove",
            "programmes.star.stages.publicise",
        ),
    ],
)
def test_touching_what_is_locked_is_refused_by_line_and_path(
    above: Regulation, text: str, words: str, path: str
) -> None:
    checked = inherit(above, HEAD + text)
    assert checked.regulation is None
    locked = [fault for fault in checked.faults if fault.code == "locked"]
    assert [(fault.line, fault.path) for fault in locked] == [(line_of(HEAD + text, words), path)]
    assert locked[0].says == f"“{path}”已由上级（34）锁定，本级不得改动，请删去这一处。"


def test_repeating_what_is_locked_is_not_touching_it(above: Regulation) -> None:
    text = "programmes:\n  star:\n    stages:\n      - {stage: publicise, for: {working_days: 5}}\n"
    publicise = lower(above, text).programmes["star"].stage("publicise")
    assert isinstance(publicise, Publicise)
    assert publicise.for_ == Span(5, "working_days")


def test_what_is_not_locked_beside_it_may_change(above: Regulation) -> None:
    text = "programmes:\n  star:\n    stages:\n      - {stage: publicise, next_in_rank_fills: yes}\n"
    publicise = lower(above, text).programmes["star"].stage("publicise")
    assert isinstance(publicise, Publicise)
    assert publicise.next_in_rank_fills


def test_locks_add_up_down_the_tree(above: Regulation) -> None:
    below = lower(above, "locked: [programmes.star.quota]\n")
    assert below.locked == above.locked | {"programmes.star.quota"}
    checked = inherit(below, HEAD.replace("341122", "341124") + "sheets: {marks: {pass: {at_least: 1}}}\n")
    assert [fault.code for fault in checked.faults] == ["locked"]


def test_a_lock_on_nothing_is_a_fault() -> None:
    above = regulation_of(ABOVE)
    checked = inherit(above, HEAD + "locked: [programmes.star.quotas]\n")
    assert [(fault.code, fault.path.split(".")[0]) for fault in checked.faults] == [("unknown_reference", "locked")]


def test_the_lower_must_say_what_it_is_based_on(above: Regulation) -> None:
    text = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith("based_on"))
    checked = inherit(above, text)
    assert [(fault.code, fault.path) for fault in checked.faults] == [("missing_key", "based_on")]


def test_a_fault_in_the_difference_has_the_lowers_line(above: Regulation) -> None:
    text = HEAD + "programmes:\n  star:\n    levle: county\n"
    checked = inherit(above, text)
    assert [(fault.line, fault.path, fault.nearest) for fault in checked.faults] == [
        (8, "programmes.star.levle", "level")
    ]


@pytest.mark.parametrize("text", ["", "- a", "a: *b", "just text", HEAD + "programmes: none\n", HEAD + "sheets: []\n"])
def test_a_file_that_is_none_is_refused_not_raised(above: Regulation, text: str) -> None:
    checked = inherit(above, text)
    assert checked.regulation is None
    assert checked.faults


def test_a_city_bases_its_rules_on_the_provinces_own_file() -> None:
    province = read((REGULATIONS / "anhui-worker-pioneer.yaml").read_text(encoding="utf-8")).regulation
    assert province is not None
    text = (
        "regulation: city\ntitle: 市级实施细则\ntenant: '3411'\neffective: 2025-03-01\n"
        "based_on: {tenant: '34', regulation: anhui-worker-pioneer, version: 1}\n"
        "programmes:\n  worker-pioneer:\n    level: city\n    quota: none\n"
        "    eligible: {holds: [{honour: 工人先锋号, level: county, standing: good}]}\n"
        "    stages:\n      - {stage: publicise, for: {working_days: 5}}\n"
    )
    checked = inherit(province, text)
    assert checked.faults == ()
    assert checked.regulation is not None
    programme = checked.regulation.programmes["worker-pioneer"]
    assert (programme.level, programme.quota) == ("city", None)
    assert [each.level for each in programme.eligible.holds] == ["county"]
    assert programme.stage("publicise").for_ == Span(5, "working_days")  # type: ignore[attr-defined]
    assert programme.tenure == province.programmes["worker-pioneer"].tenure

    touched = inherit(province, text.replace("    quota: none\n", "    quota: none\n    tenure: none\n"))
    assert [(fault.code, fault.path) for fault in touched.faults] == [("locked", "programmes.worker-pioneer.tenure")]


def test_a_length_of_time_is_one_value_and_replaced_as_such() -> None:
    above = Table(0, (("within", 0, Table(0, (("days", 0, Scalar(0, "90")),))),))
    below = Table(1, (("within", 1, Table(1, (("working_days", 1, Scalar(1, "60")),))),))

    assert to_plain(_overlay(above, below)) == {"within": {"working_days": 60}}


def test_a_bound_that_only_says_less_touches_what_is_locked() -> None:
    above = Table(0, (("at_least", 0, Scalar(0, "60")), ("at_most", 0, Scalar(0, "80"))))
    below = Table(4, (("at_least", 4, Scalar(4, "60")),))

    assert list(_touched(above, below, "pass")) == [("pass", 4)]
    assert to_plain(_overlay(above, below)) == {"at_least": 60}
