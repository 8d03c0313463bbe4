"""Adding, taking out and moving words; and what a lower regulation says so that the whole reads as wanted (X1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.common.regulation import Regulation, inherit
from services.common.regulation.editor_changes import add, choose, deny, fill, move, take_out
from services.common.regulation.editor_inherit import differences
from services.common.regulation.editor_places import find
from services.common.regulation.editor_text import rewrite
from services.common.regulation.inherit import laid_over
from services.common.regulation.nodes import Table, parse, to_plain
from tests.unit.regulation.conftest import REGULATIONS
from tests.unit.regulation.notices import regulation_of

STAGES = ("programmes", "worker-pioneer", "stages")
CONDITIONS = ("programmes", "worker-pioneer", "conditions")


@pytest.fixture
def tree() -> Table:
    found = parse((REGULATIONS / "laian-worker-pioneer.yaml").read_text("utf-8"))
    assert isinstance(found, Table)
    return found


def names(document: Any, key: str, by: str) -> list[Any]:
    return [each.get(by) for each in document["programmes"]["worker-pioneer"][key]]


def test_a_condition_is_added_with_an_id_of_its_own(tree: Table) -> None:
    once, at = add(tree, CONDITIONS)
    twice, _ = add(parse(rewrite("a: 1", once).text), CONDITIONS)

    assert at == (*CONDITIONS, "6")
    assert names(twice, "conditions", "id") == ["quality", "work", "service", "results", "harmony", "item-1", "item-2"]


def test_a_second_stage_of_a_kind_gets_a_name_of_its_own(tree: Table) -> None:
    clearance, _ = add(tree, STAGES, "clearance")
    review, _ = add(tree, STAGES, "review")

    assert clearance["programmes"]["worker-pioneer"]["stages"][-1] == {"stage": "clearance"}
    assert review["programmes"]["worker-pioneer"]["stages"][-1] == {"stage": "review", "id": "review-1"}


def test_an_item_moves_one_place_and_stays_at_the_end(tree: Table) -> None:
    assert names(move(tree, (*CONDITIONS, "2"), -1), "conditions", "id")[:2] == ["work", "quality"]
    assert names(move(tree, (*CONDITIONS, "1"), -1), "conditions", "id")[:2] == ["quality", "work"]
    assert names(move(tree, (*CONDITIONS, "5"), 1), "conditions", "id")[-1] == "harmony"


def test_the_last_item_takes_its_list_along(tree: Table) -> None:
    materials = ("programmes", "worker-pioneer", "materials")

    assert "materials" not in take_out(tree, (*materials, "1"))["programmes"]["worker-pioneer"]


def test_a_part_begins_and_is_denied(tree: Table) -> None:
    quota = ("programmes", "worker-pioneer", "quota")
    begun = choose(tree, quota)

    assert begun["programmes"]["worker-pioneer"]["quota"] == {}
    assert deny(tree, quota)["programmes"]["worker-pioneer"]["quota"] == "none"
    pool, at = add(tree, (*quota, "pools"))
    assert (pool["programmes"]["worker-pioneer"]["quota"], at) == (
        {"pools": [{"id": "item-1"}]},
        (*quota, "pools", "1"),
    )


def test_a_word_of_a_family_begins_with_its_key(tree: Table) -> None:
    requires = ("programmes", "worker-pioneer", "eligible", "requires")
    whole_, at = add(tree, requires, "any_of")
    inner, _ = add(parse(rewrite("a: 1", whole_).text), (*at, "any_of"), "running")

    assert inner["programmes"]["worker-pioneer"]["eligible"]["requires"] == [{"any_of": [{"running": ""}]}]


def test_a_path_that_leads_nowhere_is_an_error(tree: Table) -> None:
    for at in (("programmes", "none"), (*CONDITIONS, "6"), (*CONDITIONS, "0"), ("regulation",), ("nothing",)):
        with pytest.raises(KeyError):
            find(tree, at)


HEAD = """\
regulation: below       # 细则
title: 实施细则
tenant: "341122"
effective: 2025-06-01
based_on: {tenant: "34", regulation: laian-worker-pioneer, version: 1}
"""


@pytest.fixture
def base() -> Regulation:
    text = (REGULATIONS / "laian-worker-pioneer.yaml").read_text("utf-8").replace('"341122"', '"34"')
    return regulation_of(text)


def whole(base: Regulation, text: str) -> Any:
    node = parse(text)
    assert isinstance(node, Table)
    return to_plain(laid_over(base, node))


def edited(base: Regulation, text: str, change: Callable[[Any], object]) -> str:
    """The lower text after a change of the whole."""
    wanted = whole(base, text)
    change(wanted["programmes"]["worker-pioneer"])
    made = rewrite(text, differences(base, to_plain(parse(text)), wanted)).text
    assert whole(base, made)["programmes"] == wanted["programmes"]
    assert inherit(base, made).faults == ()
    return made.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p: p["stages"][2].update(title="考核"), {"stages": [{"stage": "assess", "title": "考核"}]}),
        (lambda p: p["tenure"]["rectify"].update(within={"working_days": 60}), {"tenure": {"rectify": {"within": {"working_days": 60}}}}),
        (lambda p: p["conditions"].pop(1), {"conditions": [{"id": "work", "remove": "yes"}]}),
        (lambda p: p["conditions"].append({"id": "new", "title": "新"}), {"conditions": [{"id": "new", "title": "新"}]}),
        (lambda p: p["eligible"].update(scope=["window"]), {"eligible": {"scope": ["window"]}}),
    ],
)  # fmt: skip
def test_only_the_difference_is_written(base: Regulation, change: Callable[[Any], object], says: Any) -> None:
    made = edited(base, HEAD, change)

    assert to_plain(parse(made)) == {"programmes": {"worker-pioneer": says}}


def test_what_goes_back_to_the_superiors_is_no_longer_said(base: Regulation) -> None:
    text = HEAD + "programmes:\n  worker-pioneer:\n    title: 县级\n    form: worker-pioneer-application\n"

    made = edited(base, text, lambda p: p.update(title="来安县“工人先锋号”"))

    assert made == "programmes:\n  worker-pioneer:\n    form: worker-pioneer-application\n"


def test_an_item_put_between_the_superiors_says_after_which(base: Regulation) -> None:
    made = edited(base, HEAD, lambda p: p["conditions"].insert(1, {"id": "new", "title": "新"}))

    assert to_plain(parse(made))["programmes"]["worker-pioneer"]["conditions"] == [
        {"id": "new", "title": "新", "after": "quality"}
    ]


def test_nothing_filled_in_changes_nothing(tree: Table) -> None:
    assert fill(tree, ("programmes", "worker-pioneer", "quota"), {}) == to_plain(tree)
