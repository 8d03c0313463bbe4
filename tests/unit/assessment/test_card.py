"""Points follow from findings, every deduction stands on a ground and evidence, a signature ends the draft (B8 form 3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from services.assessment.domain import Finding, Kind, lacking, result_of
from services.assessment.domain.card import save, sign, withdraw
from services.common.errors import DomainError, Invalid
from tests.unit.assessment.made import NOW, a_card, form_3, found, plain, proof


@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({}, "100.00"),
        ({"documents": {"missing": ["总结"]}}, "95.00"),
        ({"documents": {"missing": ["上级文件", "本级计划", "活动情况", "总结"]}}, "80.00"),
        ({"activities": {"missing": ["培训", "“五小”活动", "评比"]}}, "91.00"),
        ({"effect": {"measures": {"awareness": "95.01", "participation": "100", "satisfaction": "95"}}}, "100.00"),
        ({"effect": {"measures": {"awareness": "95", "participation": "100", "satisfaction": "95"}}}, "90.00"),
        ({"effect": {"measures": {"awareness": "0", "participation": "0", "satisfaction": "0"}}}, "75.00"),
        ({"wall_phone": {"present": False}}, "95.00"),
    ],
)
def test_the_sheet_makes_the_points(changes: dict[str, Any], total: str) -> None:
    assert f"{result_of(form_3(), found(form_3(), **changes)).total}" == total


def test_what_nobody_looked_at_is_not_full_points() -> None:
    findings = found(form_3())
    del findings["wall_phone"]
    findings["documents"] = Finding(pieces={"上级文件": True})

    assert lacking(form_3(), a_card(findings=findings)) == {
        "documents.piece.本级计划": "创建活动文件齐全：请选“本级计划”有还是缺",
        "documents.piece.活动情况": "创建活动文件齐全：请选“活动情况”有还是缺",
        "documents.piece.总结": "创建活动文件齐全：请选“总结”有还是缺",
        "wall_phone.present": "监督电话：请选有或没有",
    }


@pytest.mark.parametrize(
    ("ground", "evidence", "faults"),
    [
        ("", (), {"documents.ground", "documents.evidence"}),
        ("缺年度总结", (), {"documents.evidence"}),
        ("", (proof("documents"),), {"documents.ground"}),
        ("缺年度总结", (proof("activities"),), {"documents.evidence"}),
        ("缺年度总结", (proof("documents"),), set()),
    ],
)
def test_an_assessors_deduction_needs_ground_and_evidence(ground: str, evidence: Any, faults: set[str]) -> None:
    findings = found(form_3(), documents={"missing": ["总结"], "ground": ground})

    assert set(lacking(form_3(), a_card(findings=findings, evidence=evidence))) == faults


def test_the_union_takes_points_off_itself_without_evidence() -> None:
    findings = found(form_3(), documents={"missing": ["总结"]})

    assert lacking(form_3(), a_card(kind=Kind.SELF, findings=findings)) == {}


def test_signing_fixes_total_and_digest() -> None:
    signed = sign(a_card(findings=found(form_3())), form_3(), now=NOW)

    assert (signed.total, signed.submitted_at, signed.version) == (Decimal("100.00"), NOW, 2)
    other = sign(a_card("龚思齐", findings=found(form_3())), form_3(), now=NOW)
    assert len(signed.digest) == 64
    assert signed.digest != other.digest


def test_a_card_that_is_not_whole_is_not_signed() -> None:
    with pytest.raises(Invalid) as refused:
        sign(a_card(findings={"all": Finding()}), plain(), now=NOW)

    assert refused.value.faults == {"all": "总体：请填 0 到 100 之间的分数"}


@pytest.mark.parametrize("act", [lambda card: save(card, {}, now=NOW), lambda card: sign(card, plain(), now=NOW)])
@pytest.mark.parametrize(
    ("changes", "code"), [({"submitted_at": NOW}, "score_signed"), ({"withdrawn_at": NOW}, "card_withdrawn")]
)
def test_nothing_is_written_on_a_signed_or_withdrawn_card(act: Any, changes: Any, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        act(a_card(**changes))

    assert refused.value.code == code


def test_who_has_signed_does_not_step_back() -> None:
    with pytest.raises(DomainError) as refused:
        withdraw(a_card(submitted_at=NOW), "亲属", now=NOW)

    assert refused.value.code == "score_signed"
