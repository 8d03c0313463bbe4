"""Assessments made for tests: a plain sheet of one row that takes points directly, and the county's own form 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from services.assessment.domain import Assessment, Card, Evidence, Finding, Kind, Status, Subject, Terms, standing
from services.assessment.domain.finding import read_findings
from services.common.ids import id_of
from services.common.regulation import Sheet, read

NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)
FORM_3 = Path(__file__).parents[3] / "regulations" / "laian-worker-pioneer.yaml"
UNION, TEAM = "/township/union/", "/township/union/team/"
PLAIN = """
regulation: plain
title: 直接打分
tenant: "341122"
effective: 2025-01-01
sheets:
  plain:
    title: 评价表
    points: 100
    pass: {at_least: 90}
    combine: {assessors: mean, decimals: 2}
    classes:
      - title: 全部
        rows: [{id: all, title: 总体, points: 100}]
"""


@cache
def sheet_from(text: str) -> Sheet:
    checked = read(text)
    assert checked.regulation is not None, checked.faults
    return next(iter(checked.regulation.sheets.values()))


def form_3() -> Sheet:
    return sheet_from(FORM_3.read_text(encoding="utf-8"))


def plain(**changes: str) -> Sheet:
    """`combine`, `pass` or `rows` replaced in the text."""
    text = PLAIN
    for old, new in {
        "combine": "combine: {assessors: mean, decimals: 2}",
        "pass": "pass: {at_least: 90}",
        "rows": "rows: [{id: all, title: 总体, points: 100}]",
    }.items():
        if old in changes:
            text = text.replace(new, f"{old}: {changes[old]}")
    return sheet_from(text)


FULL: dict[str, Any] = {
    "documents": {"missing": []},
    "activities": {"missing": []},
    "effect": {"measures": {"awareness": "100", "participation": "100", "satisfaction": "95"}},
    "summary": {"missing": []},
    **{f"wall_{name}": {"present": True} for name in ("group", "post", "members", "slogan", "promise", "phone")},
}


def found(sheet: Sheet, **changes: Any) -> dict[str, Finding]:
    """Everything in order, except the rows that are changed."""
    said = read_findings(sheet, {**FULL, **changes})
    assert said.faults == {}
    return dict(said.findings)


def an_id(name: str) -> UUID:
    return id_of("test", name)


def proof(row_id: str) -> Evidence:
    return Evidence(an_id(f"proof {row_id}"), row_id, "查阅记录.pdf", sha256="ab" * 32)


def a_card(name: str = "许文静", number: int = 1, **changes: Any) -> Card:
    card = Card(an_id(name), Kind.ASSESSOR, number, subject=f"s-{name}", name=name, person_id=an_id(f"person {name}"))
    return replace(card, **changes)


def a_signed(name: str, number: int, points: str) -> Card:
    """An assessor who gave so many points on the plain sheet."""
    given = Decimal(points)
    findings = {"all": Finding(points=given, ground="查阅台账")}
    return a_card(name, number, findings=findings, evidence=(proof("all"),), total=given, submitted_at=NOW)


def an_assessment(*cards: Card, sheet: Sheet | None = None, **changes: Any) -> Assessment:
    """Without self score unless told; where it stands follows from the cards."""
    terms = changes.pop("terms", Terms(self_score_required=False, gap_over=Decimal(10), pass_at_least=Decimal(90)))
    made = Assessment(
        id=an_id("assessment"),
        object_type="application",
        object_id="a-1",
        round=1,
        title="工人先锋号 2025",
        subject=Subject(an_id("team"), "焊接一班", TEAM, UNION),
        regulation_id="plain",
        regulation_version=1,
        sheet=sheet or plain(),
        terms=terms,
        opened_at=NOW,
        cards=cards,
        status=Status.APPOINTING,
    )
    return replace(made, **{"status": standing(made), **changes})
