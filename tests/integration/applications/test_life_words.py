"""Words of an honour's life: who failed or lost it waits, who was kept so often is spared."""

from datetime import date, timedelta

import pytest
from pioneer.assessment.v1.events_pb2 import AssessmentCompleted

from services.applications.domain import Status
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, ReinspectionRow
from services.applications.service.reinspect import take_result
from services.applications.service.revoke import revoke
from services.common.errors import DomainError
from services.common.ids import new_id
from tests.conftest import NOW
from tests.integration.applications.case_world import World
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.test_candidate_words import an_honour, ruled, short


@pytest.mark.parametrize(("days", "barred"), [(729, True), (730, False)])
def test_who_lost_the_title_applies_again_only_after_the_span(honours: HonourWorld, days: int, barred: bool) -> None:
    world = honours.world
    revoke_rule = "return_within: {days: 30}}"
    ruled(
        world,
        "{any_of: [{honour: 工人先锋号, standing: any}]}",
        more=(revoke_rule, "return_within: {days: 30}, apply_again_after: {years: 2}}"),
    )
    case = world.started(now=NOW)
    unit = world.a_team("整改班")
    lost = an_honour(world, case, unit=unit.id, name=unit.name, year=2023)
    chair = honours.who(honours.chairs[0], NOW)
    revoke(chair, lost, ground="false_statement", reason="材料不实。", expected=None, now=NOW)
    later = NOW + timedelta(days=days)
    if not barred:
        assert world.started(now=later, team=unit).subject_name == "整改班"
        return
    with pytest.raises(DomainError) as refused:
        world.started(now=later, team=unit)
    assert refused.value.facts == {"why": "称号撤销未满 2 年，不得再次申报。"}


@pytest.mark.parametrize(("before", "outcome"), [("failed", "reinspection_failed"), ("passed", "reinspection_rectify")])
def test_who_fails_so_often_running_is_not_told_to_rectify_again(
    honours: HonourWorld, before: str, outcome: str
) -> None:
    world = honours.world
    ruled(
        world,
        "{any_of: [{honour: 工人先锋号, standing: any}]}",
        more=(
            "rectify: {within: {days: 90}, then: reinspect}",
            "rectify: {within: {days: 90}, unless_failed_running: 2}",
        ),
    )
    kept = an_honour(world, world.started(now=NOW), unit=world.team.id, name=world.team.name, year=2023, version=2)
    assessment = new_id()
    with world.db.transaction(world.tenant) as session:
        for year, status in ((2024, before), (2025, "assessing")):
            session.add(
                ReinspectionRow(
                    tenant=world.tenant,
                    id=new_id(),
                    honour_id=kept,
                    year=year,
                    kind="yearly",
                    opened_at=NOW,
                    version=1,
                    due_on=date(year, 12, 1),
                    status=status,
                    assessment_id=assessment if year == 2025 else None,
                )
            )
    (_earlier, latest) = honours.reinspections(kept)
    said = AssessmentCompleted(
        assessment_id=str(assessment), object_type="reinspection", object_id=str(latest.id), score="70", passed=False,
        pass_line="90", explanation="{}",
    )  # fmt: skip
    with world.db.transaction(world.tenant) as session:
        take_result(session, said, now=NOW)
    assert honours.log(kept)[-1] == outcome


@pytest.mark.parametrize(("kind", "met"), [("grassroots_union", True), ("team", False)])
def test_the_unit_of_the_candidate_must_hold_an_honour(world: World, kind: str, met: bool) -> None:
    ruled(world, "{its_unit: {honour: 模范职工之家}}")
    case = world.started(now=NOW)
    held = an_honour(world, case, unit=world.union.id, name=world.union.name, year=2024, honour="模范职工之家")
    an_honour(world, case, unit=world.team.id, name=world.team.name, year=2024, honour="模范职工之家", programme="home")
    with world.db.transaction(world.tenant) as session:
        session.get_one(HonourRow, (world.tenant, held)).subject_kind = kind
    assert (short(world, case) == []) is met


@pytest.mark.parametrize(
    ("statuses", "following"),
    [
        (["passed"], date(2027, 1, 10)),
        (["passed", "passed"], date(2028, 1, 10)),
        (["failed", "passed"], date(2027, 1, 10)),
        (["passed", "passed", "passed"], date(2027, 1, 10)),
    ],
)
def test_who_was_kept_so_often_running_is_spared_the_next_time(
    honours: HonourWorld, statuses: list[str], following: date
) -> None:
    world = honours.world
    old = "rectify: {within: {days: 90}, then: reinspect}"
    rule = "kept_running: [{times: 2, then: skip_next}]\n      " + old
    ruled(world, "{any_of: [{honour: 工人先锋号, standing: any}]}", more=(old, rule))
    kept = an_honour(world, world.started(now=NOW), unit=world.team.id, name=world.team.name, year=2022, version=2)
    assessment = new_id()
    with world.db.transaction(world.tenant) as session:
        session.get_one(HonourRow, (world.tenant, kept)).next_reinspection_on = date(2026, 1, 10)
        for number, status in enumerate(statuses):
            is_last = number == len(statuses) - 1
            row = ReinspectionRow(
                tenant=world.tenant, id=new_id(), honour_id=kept, year=2023 + number, kind="yearly", opened_at=NOW,
                version=1, due_on=date(2023 + number, 12, 1), status="assessing" if is_last else status,
                assessment_id=assessment if is_last else None,
            )  # fmt: skip
            session.add(row)
    latest = honours.reinspections(kept)[-1]
    said = AssessmentCompleted(
        assessment_id=str(assessment), object_type="reinspection", object_id=str(latest.id), score="95", passed=True,
        pass_line="90", explanation="{}",
    )  # fmt: skip
    with world.db.transaction(world.tenant) as session:
        take_result(session, said, now=NOW + timedelta(days=120))
    assert honours.honour(kept).next_reinspection_on == following


@pytest.mark.parametrize(
    ("status", "days", "barred"),
    [
        (Status.REFUSED, 364, True),
        (Status.REFUSED, 365, False),
        (Status.STOPPED, 1, False),
        (Status.WITHDRAWN, 1, False),
    ],
)
def test_who_failed_a_round_applies_again_only_after_the_span(
    world: World, status: Status, days: int, barred: bool
) -> None:
    scope = "      scope: [front_line, window]\n"
    rule = scope + "      after_failing: [{how: [not_passed], wait: {years: 1}}]\n"
    ruled(world, "{any_of: [{honour: 工人先锋号, standing: any}]}", more=(scope, rule))
    case = world.started(now=NOW)
    with world.db.transaction(world.tenant) as session:
        row = session.get_one(ApplicationRow, (world.tenant, case.id))
        row.status, row.year = status, 2024
    world.started(now=NOW, team=world.a_team("钳工班"))
    later = NOW + timedelta(days=days)
    if not barred:
        assert world.started(now=later).subject_name == case.subject_name
        return
    with pytest.raises(DomainError) as refused:
        world.started(now=later)
    assert refused.value.facts == {"why": "考核不合格的，满 1 年后方可再次申报。"}
