"""An honour with grades: begun at conferring, raised or lowered by a step at re-inspection, seen by everybody (A8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from pioneer.assessment.v1.events_pb2 import AssessmentCompleted

from services.applications.domain.honour import Honour, Standing
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow
from services.applications.service.confer import confer
from services.applications.service.publicity import finish_publicity
from services.applications.service.reinspect import find_due, open_reinspection, take_result
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.honour_world import AFTER_PUBLICITY, HonourWorld, day
from tests.integration.applications.test_candidate_words import LAIAN
from tests.pages import PageClient

DUE = day(2026, 9, 27)
TENURE = "    tenure:                                  # 不设终身制\n"
GRADES = TENURE + "      grades: {titles: [三星级, 四星级], up: {at_least: 95}}\n"


@pytest.fixture
def honour(honours: HonourWorld) -> Honour:
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    assert text.count(TENURE) == 1
    _notice, (case,) = honours.publicised(["焊接二班"], now=NOW)
    later = NOW + AFTER_PUBLICITY
    finish_publicity(honours.tenant, now=later)
    honours.world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text.replace(TENURE, GRADES))
    with honours.world.db.transaction(honours.tenant) as session:
        session.get_one(ApplicationRow, (honours.tenant, case.id)).regulation_version = 2
    return confer(honours.who(honours.world.secretary, later), case.id, expected=None, now=later)


def put(honours: HonourWorld, honour: Honour, **values: Any) -> None:
    with honours.world.db.transaction(honours.tenant) as session:
        row = session.get_one(HonourRow, (honours.tenant, honour.id))
        for name, value in values.items():
            setattr(row, name, value)


def inspected(honours: HonourWorld, honour: Honour, score: str, *, passed: bool) -> Honour:
    find_due(honours.tenant, now=DUE)
    row = honours.reinspections(honour.id)[-1]
    who = honours.who(honours.world.secretary, DUE)
    assessment = open_reinspection(who, row.id, honours.assessment, now=DUE)  # type: ignore[arg-type]
    said = AssessmentCompleted(
        assessment_id=str(assessment), object_type="reinspection", object_id=str(row.id), score=score, passed=passed,
        pass_line="90", explanation="{}",
    )  # fmt: skip
    with honours.world.db.transaction(honours.tenant) as session:
        take_result(session, said, now=DUE + timedelta(days=3))
    return honours.honour(honour.id)


def test_whoever_is_conferred_begins_at_the_lowest(honours: HonourWorld, honour: Honour) -> None:
    assert honours.honour(honour.id).grade == "三星级"


@pytest.mark.parametrize(
    ("grade", "score", "passed", "after", "standing"),
    [
        ("三星级", "94.99", True, "三星级", Standing.VALID),
        ("三星级", "95.00", True, "四星级", Standing.VALID),
        ("四星级", "95.00", True, "四星级", Standing.VALID),
        ("四星级", "89.99", False, "三星级", Standing.VALID),
        ("三星级", "89.99", False, "三星级", Standing.RECTIFYING),
    ],
)
def test_a_reinspection_moves_it_by_a_step(
    honours: HonourWorld, honour: Honour, grade: str, score: str, passed: bool, after: str, standing: Standing
) -> None:
    put(honours, honour, grade=grade)
    found = inspected(honours, honour, score, passed=passed)
    assert (found.grade, found.standing) == (after, standing)
    if standing is Standing.VALID:
        assert found.next_reinspection_on == date(2027, 9, 27)


def test_everybody_sees_the_grade_of_today(case_app: Flask, honours: HonourWorld, honour: Honour) -> None:
    put(honours, honour, grade="四星级")
    page = PageClient(case_app).get(f"/applications/{honours.tenant}/public/honours/{honour.token}")
    assert "四星级" in page.text
    inspected(honours, honour, "60", passed=False)
    page = PageClient(case_app).get(f"/applications/{honours.tenant}/public/honours/{honour.token}")
    assert ("四星级" in page.text, "三星级" in page.text) == (False, True)
    assert honours.log(honour.id)[-1] == "reinspection_lowered"
