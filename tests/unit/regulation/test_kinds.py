"""Kinds of candidate: named by the programme, told by the form or declared, and spoken of by `scope` and `when`."""

from __future__ import annotations

import pytest

from services.common.regulation import explain
from services.common.regulation.kind_check import spoken_of
from services.common.regulation.kinds import Kind
from tests.unit.regulation.notices import changed, regulation_of, the_fault

FIELD = "          - {id: part, title: 其中, type: count, required: no}\n"
TRADE = "          - {id: trade, title: 类别, type: choice, options: [产业工人, 其他]}\n"


def with_kinds(kinds: str, rest: str = "") -> str:
    return changed(
        "    eligible: {scope: [worker]}\n", f"    kinds: [{kinds}]\n    eligible: {{scope: [worker]}}\n{rest}"
    ).replace(FIELD, FIELD + TRADE)


@pytest.mark.parametrize(
    ("kinds", "path", "code", "nearest"),
    [
        ("{id: hand, title: 产业工人, field: trade}", "kinds.hand.is", "kind_half_told", None),
        ("{id: hand, title: 产业工人, is: [产业工人]}", "kinds.hand.field", "kind_half_told", None),
        ("{id: hand, title: 产业工人, field: trad, is: [产业工人]}", "kinds.hand.field", "unknown_reference", "trade"),
        ("{id: hand, title: 产业工人, field: trade, is: [产业工]}", "kinds.hand.is", "unknown_word", "产业工人"),
    ],
)
def test_a_kind_that_nobody_can_be_found_to_be_is_refused(
    kinds: str, path: str, code: str, nearest: str | None
) -> None:
    fault = the_fault(with_kinds(kinds))
    assert (fault.path, fault.code, fault.nearest) == (f"programmes.star.{path}", code, nearest)


def test_a_rule_for_a_kind_that_is_not_named_is_refused_with_the_nearest() -> None:
    material = "    materials: [{id: proof, title: 证明, when: leadr}]\n"
    fault = the_fault(with_kinds("{id: hand, title: 产业工人}", material))
    assert (fault.path, fault.code, fault.nearest) == (
        "programmes.star.materials.proof.when",
        "unknown_word",
        "leader",
    )
    regulation_of(with_kinds("{id: hand, title: 产业工人}", material.replace("leadr", "hand")))


def test_a_kind_of_another_programme_is_not_one_of_this() -> None:
    text = with_kinds("{id: hand, title: 产业工人}")
    other = text[text.index("  star:\n") : text.index("forms:\n")].replace("  star:", "  moon:")
    other = other.replace("    kinds: [{id: hand, title: 产业工人}]\n", "").replace("[worker]", "[hand]")
    fault = the_fault(text.replace("forms:\n", other.replace("服务之星", "月亮") + "forms:\n"))
    assert (fault.path, fault.code) == ("programmes.moon.eligible.scope.1", "unknown_word")


@pytest.mark.parametrize(
    ("answer", "is_of_it"), [("产业工人", True), (" 产业工人 ", True), ("其他", False), ("", False)]
)
def test_the_form_tells_of_which_kind_one_is(answer: str, is_of_it: bool) -> None:
    kind = Kind(id="hand", title="产业工人", field="trade", is_=("产业工人",))
    assert kind.is_answered({"trade": answer}) is is_of_it
    assert not Kind(id="hand", title="产业工人").is_answered({"trade": answer})


def test_only_kinds_that_make_a_difference_are_spoken_of() -> None:
    text = with_kinds("{id: hand, title: 产业工人}, {id: idle, title: 闲置}").replace(
        "quota: none", "quota: {total: 9, tie: share, pools: [{id: a, title: 甲, total: 9, of: [hand, leader]}]}"
    )
    regulation = regulation_of(text)
    programme = regulation.programmes["star"]
    assert spoken_of(programme, regulation.forms["entry"]) == {"worker", "hand", "leader"}


def test_a_rule_for_one_kind_says_so() -> None:
    rest = "    materials: [{id: proof, title: 证明, when: hand}]\n"
    said = dict(explain(regulation_of(with_kinds("{id: hand, title: 产业工人}", rest))))
    assert said["申报材料"] == ["产业工人：证明至少 1 份，一式 1 份。"]
