"""Which sheet an assessment is opened on, by which day, and by which line: as the regulation says for this candidate."""

from __future__ import annotations

from datetime import date

import pytest
from pioneer.assessment.v1 import assessment_service_pb2 as messages

from services.applications.service import assess
from services.common.files import ObstoreStore
from tests.conftest import NOW, Services
from tests.factories import REGULATIONS
from tests.integration.applications.assessment_stand_in import Assessment
from tests.integration.applications.case_world import a_world
from tests.integration.applications.honour_world import PROGRAMME

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
