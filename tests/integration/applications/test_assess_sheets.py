"""Which sheet an assessment is opened on, by which day, and by which line: as the regulation says for this candidate."""

from __future__ import annotations

from datetime import date

import pytest
from pioneer.assessment.v1 import assessment_service_pb2 as messages

from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, ReinspectionRow
from services.applications.service import assess
from services.applications.service.reinspect import open_reinspection
from services.common.files import ObstoreStore
from services.common.ids import new_id
from tests.conftest import NOW, Services
from tests.factories import REGULATIONS
from tests.integration.applications.assessment_stand_in import Assessment
from tests.integration.applications.case_world import a_world
from tests.integration.applications.honour_world import PROGRAMME
from tests.integration.applications.test_candidate_words import an_honour

TEXT = (REGULATIONS / "laian-worker-pioneer.yaml").read_text(encoding="utf-8")
STAGE = "        sheet: four-level-2018\n        self_score"
LINE = "        pass: {at_least: 90}\n        may_return_to"
SHEET = "    title: 创建“工人先锋号”活动考核评价表\n"
OTHER = """\
  windows-2018:
    title: 窗口考核评价表
    due: {on: 12-05, late: marked}
    pass: {at_least: 90}
    classes: [{title: 服务, rows: [{id: service, title: 服务, points: 100}]}]
"""


def asked(services: Services, *changes: tuple[str, str]) -> messages.OpenAssessmentRequest:
    """The question that opens the assessment of a team, which is of the front line."""
    text, assessment = TEXT + OTHER, Assessment()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    world = a_world(services.databases.of("applications"), ObstoreStore.at(str(services.folder)), regulation=False)
    world.place.regulation("", text_=text, effective=date(2020, 1, 1))
    world.recommended(now=NOW)
    who = world.principal(world.secretary, now=NOW)
    assess.open_assessments(who, PROGRAMME, 2025, assessment, now=NOW)  # type: ignore[arg-type]
    (question,) = assessment.asked
    return question


def by_kind(kind: str) -> tuple[str, str]:
    return STAGE, STAGE.replace("2018\n", f"2018\n        sheets: [{{when: {kind}, sheet: windows-2018}}]\n")


@pytest.mark.parametrize(
    ("kind", "sheet", "due_on"), [("front_line", "windows-2018", "2025-12-05"), ("window", "four-level-2018", "")]
)
def test_a_kind_is_assessed_on_its_own_sheet_by_that_sheet_s_day(
    services: Services, kind: str, sheet: str, due_on: str
) -> None:
    question = asked(services, by_kind(kind))

    assert (question.sheet_id, question.due_on) == (sheet, due_on)


def test_the_stage_s_own_day_goes_before_the_sheet_s(services: Services) -> None:
    staged = (LINE, LINE.replace("        pass", "        due: {on: 11-20, late: marked}\n        pass"))

    question = asked(services, staged, (SHEET, f"{SHEET}    due: {{on: 11-25, late: marked}}\n"))

    assert question.due_on == "2025-11-20"


@pytest.mark.parametrize(
    ("line", "told"), [("{at_least: 90}", ("90", "")), ("{over: 89.5}", ("", "89.5"))], ids=["included", "not included"]
)
def test_the_line_goes_along_whether_it_is_included_or_not(
    services: Services, line: str, told: tuple[str, str]
) -> None:
    question = asked(services, (LINE, LINE.replace("{at_least: 90}", line)))

    assert (question.pass_at_least, question.pass_over) == told


@pytest.mark.parametrize(
    ("word", "told"), [("required", (True, False)), ("optional", (False, True)), ("none", (False, False))]
)
def test_whether_the_union_must_may_or_need_not_score_itself(
    services: Services, word: str, told: tuple[bool, bool]
) -> None:
    changes = [("self_score: required", f"self_score: {word}")] if word != "required" else []

    question = asked(services, *changes)

    assert (question.self_score_required, question.self_score_optional) == told


@pytest.mark.parametrize(
    ("kinds", "sheet"), [(["window"], "windows-2018"), (["front_line"], "four-level-2018"), ([], "four-level-2018")]
)
def test_a_holder_is_inspected_again_on_the_sheet_of_its_kind(services: Services, kinds: list[str], sheet: str) -> None:
    rule = "reinspect: {every: year, sheet: four-level-2018"
    text = (TEXT + OTHER).replace(rule, f"{rule}, sheets: [{{when: window, sheet: windows-2018}}]")
    world = a_world(services.databases.of("applications"), ObstoreStore.at(str(services.folder)), regulation=False)
    world.place.regulation("", text_=text, effective=date(2020, 1, 1))
    honour = an_honour(world, world.started(now=NOW), unit=world.team.id, name=world.team.name, year=2024)
    due, assessment = new_id(), Assessment()
    with world.db.transaction(world.tenant) as session:
        case = session.get_one(HonourRow, (world.tenant, honour)).application_id
        session.get_one(ApplicationRow, (world.tenant, case)).kinds = kinds
        row = ReinspectionRow(
            tenant=world.tenant, id=due, honour_id=honour, year=2025, kind="yearly", due_on=date(2025, 12, 1),
            status="due", opened_at=NOW, version=1,
        )  # fmt: skip
        session.add(row)

    open_reinspection(world.principal(world.secretary, now=NOW), due, assessment, now=NOW)  # type: ignore[arg-type]

    assert [each.sheet_id for each in assessment.asked] == [sheet]
