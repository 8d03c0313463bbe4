"""What is asked of one kind of candidate only, on both sides: of it, and not of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.applications.domain.evidence import needs_of
from services.applications.domain.filling import Filling
from services.applications.domain.gaps import Held, gaps
from services.applications.domain.kinds import asked_kinds, kinds_of
from services.common.regulation import Bound, Candidate, Condition, Material, Span
from services.common.regulation import Held as PastHonour
from services.common.regulation.eligible import Clearance, Eligible
from services.common.regulation.kinds import Kind
from services.common.regulation.requirements import AnyOf, Without
from tests.unit.applications.samples import rules

TODAY = date(2025, 9, 15)
BARE = {"form": None, "conditions": (), "materials": (), "quota": None}


def found(filling: Filling, kinds: set[str] | None = None, **words: object) -> dict[str, str]:
    """What is missing of a programme with just these words."""
    asked = rules(**{**BARE, "eligible": Eligible(), **words})
    held = Held(candidate=Candidate(kinds=frozenset(kinds or ())))
    return {gap.field: gap.says for gap in gaps(asked, filling, held, today=TODAY)}


@pytest.mark.parametrize(("kinds", "asked"), [({"window"}, True), ({"front_line"}, False)])
def test_a_material_or_condition_for_one_kind_is_asked_of_it_only(kinds: set[str], asked: bool) -> None:
    words = {
        "materials": (Material(id="proof", title="窗口服务记录", when="window"),),
        "conditions": (Condition(id="smile", title="微笑服务", when="window"),),
    }
    titles = [each.title for each in needs_of(rules(**{**BARE, **words}).programme, frozenset(kinds))]

    assert ("file-material-proof" in found(Filling(), kinds, **words)) is asked
    assert titles == (["微笑服务", "窗口服务记录"] if asked else [])


def test_a_team_out_of_scope_is_told_whom_it_is_for() -> None:
    eligible = Eligible(scope=("window",))
    assert found(Filling(), {"front_line"}, eligible=eligible) == {"kinds": "授予对象是窗口单位，不在范围内。"}
    assert found(Filling(), {"window"}, eligible=eligible) == {}


@pytest.mark.parametrize(("declared", "is_missing"), [((), True), (("leader",), True), (("institution",), False)])
def test_what_nobody_knows_of_a_firm_is_declared(declared: tuple[str, ...], is_missing: bool) -> None:
    words = {"subject": "employer", "eligible": Eligible(scope=("state_firm", "institution"))}
    says = found(Filling(kinds=declared), **words)
    assert says == (
        {"kinds": "授予对象是国有企业、事业单位，请选择所属类别；都不属于的不能申报。"} if is_missing else {}
    )
    assert asked_kinds(rules(**{**BARE, **words})) == (("state_firm", "国有企业"), ("institution", "事业单位"))


def test_a_kind_that_the_form_tells_is_not_declared() -> None:
    told = (Kind(id="leader", title="负责人", field="post", is_=("厂长",)),)
    asked = rules(**{**BARE, "subject": "person", "kinds": told, "eligible": Eligible(scope=("worker", "leader"))})

    assert [kind for kind, _ in asked_kinds(asked)] == ["worker"]
    assert kinds_of(asked, Filling(form={"post": "厂长"}, kinds=("worker", "leader"))) == {"leader", "worker"}
    assert kinds_of(asked, Filling(form={"post": "焊工"}, kinds=("leader",))) == frozenset()


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2025-03-15", None),
        ("2025-03-14", "税务部门的意见出具后 6 个月内有效，这份已过期，请重新开具。"),
        ("", "请填写税务部门出具意见的日期，例如 2026-03-02。"),
        ("2025-09-16", "请填写税务部门出具意见的日期，例如 2026-03-02。"),
    ],
)
def test_an_offices_certificate_grows_old(on: str, says: str | None) -> None:
    eligible = Eligible(clearances=(Clearance(office="tax", valid_for=Span(6, "months")),))
    assert found(Filling(cleared={"tax": on}), eligible=eligible).get("cleared-tax") == says


@pytest.mark.parametrize(("kinds", "asked"), [({"leader"}, {"file-clearance-tax"}), ({"worker"}, set())])
def test_an_office_is_asked_about_one_kind_only(kinds: set[str], asked: set[str]) -> None:
    eligible = Eligible(clearances=(Clearance(office="tax", when="leader"),))
    assert set(found(Filling(), kinds, eligible=eligible)) == asked


def test_what_was_declared_survives_being_stored() -> None:
    filling = Filling(kinds=("worker",), cleared={"tax": "2025-03-15"})
    assert Filling.of({}, filling.declared) == filling
    assert replace(filling, kinds=()) != filling


@pytest.mark.parametrize(("standing", "asked"), [("good", False), ("revoked", True)])
def test_an_honour_that_the_platform_holds_proves_a_condition(standing: str, asked: bool) -> None:
    proven = Condition(id="skill", title="技能精湛", evidence=Bound(at_least=Decimal(1)), facts=("past_honour",))
    held = Held(candidate=Candidate(held=(PastHonour("工匠", "county", date(2024, 1, 1), standing),)))
    found = gaps(rules(**{**BARE, "eligible": Eligible(), "conditions": (proven,)}), Filling(), held, today=TODAY)
    assert ([gap.field for gap in found] == ["file-condition-skill"]) is asked


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, ["fact-wage_arrears"]),
        ({"wage_arrears": {"happened": "no", "on": ""}}, []),
        ({"wage_arrears": {"happened": "yes", "on": "2023-09-14"}}, []),
        ({"wage_arrears": {"happened": "yes", "on": "2023-09-15"}}, [""]),
    ],
)
def test_a_fact_that_a_condition_asks_about_is_declared(said: dict[str, dict[str, str]], fields: list[str]) -> None:
    """It has not happened within two years, or the other of the two is met."""
    rule = Without(without="wage_arrears", within=Span(2, "years"))
    asked = rules(**{**BARE, "eligible": Eligible(requires=(AnyOf(any_of=(rule,)),))})
    found = gaps(asked, Filling(facts=said), Held(), today=TODAY)
    assert [gap.field for gap in found] == fields
