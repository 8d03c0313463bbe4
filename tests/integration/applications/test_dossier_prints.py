"""The sealed file carries form 1 and form 3 as they are printed, under its manifest, personal values masked (B8, X5)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.queries.keys import trusted_keys
from services.applications.queries.regulated import case_rules
from services.common.dossier import Stage, Verified, verify
from services.common.regulation import Assess
from tests.conftest import NOW
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.ladder_world import Ladder, a_ladder
from tests.integration.applications.test_case_pages import Desk
from tests.unit.documents.reading import lacking, whole

LATER = NOW + timedelta(days=20)


@pytest.fixture
def ladder(honours: HonourWorld) -> Ladder:
    return a_ladder(honours)


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    """Conferred after an assessment that explained every row of its sheet."""
    found = ladder.honours.conferred(["焊接二班"], now=NOW)[0]
    ladder.set_explained(found, explained(ladder, found))
    return found


def explained(ladder: Ladder, honour: Honour) -> dict[str, Any]:
    with ladder.city.db.read(honour.tenant) as session:
        row = session.get_one(ApplicationRow, (honour.tenant, honour.application_id))
        rules = case_rules(session, row.to_domain())
    stage = next(each for each in rules.programme.stages if isinstance(each, Assess))
    sheet = rules.regulation.sheets[stage.sheet]
    classes = [
        {"title": each.title, **_full(each.full), "rows": [_row(row.id, row.points) for row in each.rows]}
        for each in sheet.classes
    ]
    return {
        "sheet": {"id": sheet.id, "title": sheet.title},
        "passed": True,
        "pass_line": "不低于 90 分",
        "assessors": [{"number": 1, "total": "96.00"}],
        "classes": classes,
    }


def _full(points: Decimal) -> dict[str, str]:
    return {"points": f"{points:f}", "score": f"{points:.2f}", "self_score": f"{points:.2f}"}


def _row(id_: str, points: Decimal) -> dict[str, Any]:
    given = {"number": 1, "given": f"{points:.2f}", "says": "", "ground": "缺年度总结一份", "evidence": []}
    return {"id": id_, "title": id_, "rule": "", **_full(points), "assessors": [given]}


def stage_with(ladder: Ladder, file: str) -> Stage:
    return next(each for each in sealed(ladder).contents.stages if file in each.files)


def sealed(ladder: Ladder) -> Verified:
    with ladder.city.db.read(ladder.city.code) as session:
        return verify(ladder.blob(ladder.county, ladder.forwarded(ladder.county).sha256), trusted=trusted_keys(session))


def test_both_sheets_are_sealed_and_covered_by_the_manifest(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)

    form, score = stage_with(ladder, "form.pdf"), stage_with(ladder, "score.pdf")
    covered = {
        (stage.name, file.name.rpartition("/")[2]) for stage in sealed(ladder).manifest.stages for file in stage.files
    }
    assert {(form.name, "form.pdf"), (score.name, "score.pdf"), (score.name, "prints.json")} <= covered
    assert lacking(form.files["form.pdf"], "焊接二班", "滁东轨道部件有限公司", "附件 1") == []
    assert lacking(score.files["score.pdf"], "焊接二班", "缺年度总结一份", "96.00", "合格（不低于 90 分为合格）") == []


def test_personal_values_are_masked_on_the_sheet(ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)

    assert "13800006207" not in whole(stage_with(ladder, "form.pdf").files["form.pdf"])
    assert "138****" in whole(stage_with(ladder, "form.pdf").files["form.pdf"])


def test_the_level_above_opens_them_from_the_page(case_app: Flask, ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    desk = Desk(case_app, ladder.honours.world)
    page = desk.get(ladder.honours.world.secretary, f"/dossiers/{dossier}")
    links = [a["href"] for a in page.select("main a[href*='.pdf']") if a["href"].rpartition("/")[2] in NAMES]
    assert [link.rpartition("/")[2] for link in links] == sorted(NAMES)

    for link in links:
        above = link.replace(f"/applications/{ladder.county}/", f"/applications/{ladder.city.code}/")
        answer = case_app.test_client().get(above, headers=ladder.people[ladder.city.code].headers)
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


NAMES = {"form.pdf", "score.pdf"}
