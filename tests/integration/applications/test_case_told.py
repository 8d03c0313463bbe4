"""What a case tells others: every move, tasks for whoever must act, and what it takes from the assessment."""

from typing import Any
from uuid import uuid4

import grpc
import pytest
from flask import Flask
from pioneer.applications.v1 import applications_service_pb2 as messages
from pioneer.applications.v1 import events_pb2 as applications
from pioneer.assessment.v1 import events_pb2 as assessment
from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy import text

from services.applications.consumers import handlers
from services.applications.rpc import Applications
from services.applications.service import assess, fill, recommend, submit
from services.common.bus import Record
from services.common.clock import SettableClock
from services.common.errors import NotFound
from tests.conftest import NOW
from tests.integration.applications.assessment_stand_in import Assessment
from tests.integration.applications.case_world import World


def told(world: World, message: Any) -> list[Any]:
    """The messages of that type in the outbox, in the order they were told."""
    with world.db.read(world.tenant) as session:
        rows = session.execute(
            text("select body from outbox where tenant = :t and type = :type order by seq"),
            {"t": world.tenant, "type": message.DESCRIPTOR.full_name},
        )
        return [message.FromString(row.body) for row in rows]


def test_every_move_is_told_with_where_from_and_where_to(world: World) -> None:
    case = world.recommended(now=NOW)

    assert [
        (each.action, each.from_stage, each.to_stage, each.status)
        for each in told(world, applications.ApplicationMoved)
    ] == [
        ("started", "", "apply", "draft"),
        ("submitted", "apply", "review", "open"),
        ("endorsed", "review", "review", "open"),
        ("recommended", "review", "assess", "open"),
    ]
    last = told(world, applications.ApplicationMoved)[-1]
    assert (last.application_id, last.union_unit_id, last.year) == (str(case.id), str(world.union.id), 2025)


def test_no_move_tells_a_phone(world: World) -> None:
    world.recommended(now=NOW)
    with world.db.read(world.tenant) as session:
        bodies = session.execute(text("select body from outbox where tenant = :t"), {"t": world.tenant}).scalars()
        logged = session.execute(text("select detail::text from log_entry where tenant = :t"), {"t": world.tenant})

        assert not any(b"13800006207" in bytes(body) for body in bodies)
        assert not any("13800006207" in detail or "孟庆山" in detail for detail in logged.scalars())


def test_whoever_must_act_gets_a_task_and_it_is_closed_when_done(world: World) -> None:
    case = world.submitted(now=NOW)
    opened = {each.kind: each for each in told(world, worklist.TaskOpened)}
    closed = {each.task_id for each in told(world, worklist.TaskClosed)}

    assert opened["fill"].task_id in closed
    review = opened["review"]
    assert (review.title, review.audience.role, review.audience.unit_path, review.due_on, review.url) == (
        "审核 滁东轨道部件有限公司 焊接一班 的工人先锋号申报",
        "reviewer",
        world.zone.path,
        "2025-10-31",
        f"/applications/{world.tenant}/cases/{case.id}/review",
    )
    assert review.task_id not in closed


def test_a_return_opens_a_task_to_mend_and_tells_why_in_the_same_words(world: World) -> None:
    case = world.submitted(now=NOW)
    world.opined(case, "return", now=NOW, text="缺安全生产证明。", supply="2024 年度安全生产证明")

    mend = told(world, worklist.TaskOpened)[-1]
    said = told(world, worklist.NotificationRequested)[-1]
    assert (mend.kind, mend.title) == ("mend", "补正 滁东轨道部件有限公司 焊接一班 的工人先锋号申报")
    assert (said.title, said.body) == (
        "滁东轨道部件有限公司 焊接一班 的工人先锋号申报已退回补正",
        "理由：缺安全生产证明。\n需要补充：2024 年度安全生产证明",
    )


def test_one_task_for_a_batch_closed_with_its_last_case(world: World) -> None:
    first = world.endorsed(now=NOW)
    second = world.endorsed(now=NOW, team=world.a_team("装配二班"))
    asks = world.principal(world.reviewer, now=NOW)
    task = {each.task_id for each in told(world, worklist.TaskOpened) if each.kind == "recommend"}
    assert len(task) == 1

    recommend.recommend_batch(asks, world.batch, [first.id], now=NOW)
    assert task.isdisjoint(each.task_id for each in told(world, worklist.TaskClosed))
    recommend.recommend_batch(asks, world.batch, [second.id], now=NOW)
    assert task <= {each.task_id for each in told(world, worklist.TaskClosed)}


def completed(world: World, case_id: object, assessment_id: object, **changes: Any) -> Record:
    said = assessment.AssessmentCompleted(
        assessment_id=str(assessment_id),
        object_type=changes.pop("object_type", "application"),
        object_id=str(case_id),
        score=changes.pop("score", "96.50"),
        passed=changes.pop("passed", True),
        pass_line="90",
    )
    headers = {
        "ce_id": str(uuid4()),
        "ce_source": "/pioneer/assessment",
        "ce_type": said.DESCRIPTOR.full_name,
        "ce_tenant": changes.pop("tenant", world.tenant),
        "ce_time": NOW.isoformat(),
    }
    return Record("assessment.results", str(assessment_id), headers, said.SerializeToString())


@pytest.fixture
def waiting(world: World, assessment: Assessment) -> Any:
    """A case whose assessment is open."""
    case = world.recommended(now=NOW)
    asks = world.principal(world.secretary, now=NOW)
    assert vars(assess.open_assessments(asks, "worker-pioneer", 2025, assessment, now=NOW)) == {"opened": 1, "left": 0}
    return world.case(world.secretary, case.id, now=NOW).application


def test_a_result_moves_the_case_once_however_often_it_comes(world: World, waiting: Any) -> None:
    record = completed(world, waiting.id, waiting.assessment_id)

    assert [handlers.handle(record), handlers.handle(record)] == ["handled", "duplicate"]
    after = world.case(world.secretary, waiting.id, now=NOW).application
    assert (after.stage, after.status, str(after.score), after.version) == (
        "approve",
        "open",
        "96.50",
        waiting.version + 1,
    )


def test_a_result_of_another_assessment_changes_nothing(world: World, waiting: Any) -> None:
    handlers.handle(completed(world, waiting.id, uuid4()))

    assert world.case(world.secretary, waiting.id, now=NOW).application == waiting


def test_a_result_in_another_tenants_name_changes_nothing(world: World, waiting: Any) -> None:
    from tests.integration.applications.case_world import a_world

    elsewhere = a_world(world.db, world.store)
    handlers.handle(completed(world, waiting.id, waiting.assessment_id, tenant=elsewhere.tenant))

    assert world.case(world.secretary, waiting.id, now=NOW).application == waiting


def test_asking_again_for_what_is_open_opens_nothing(world: World, waiting: Any, assessment: Assessment) -> None:
    asks = world.principal(world.secretary, now=NOW)

    assert vars(assess.open_assessments(asks, "worker-pioneer", 2025, assessment, now=NOW)) == {"opened": 0, "left": 0}
    assert len(assessment.asked) == 1


class Context:
    def abort(self, code: grpc.StatusCode, details: str) -> None:
        raise AssertionError((code, details))


def test_a_nomination_by_rpc_is_made_once_and_waits_for_its_union(world: World, clock: SettableClock) -> None:
    servicer = Applications(clock)
    asked = messages.NominateRequest(
        tenant=world.tenant,
        programme="worker-pioneer",
        subject_unit_id=str(world.team.id),
        ground="县技能比武第一名",
        source="competitions",
        nomination_key="contest-1",
    )

    first, again = servicer.Nominate(asked, Context()), servicer.Nominate(asked, Context())

    assert (first.nominated_now, again.nominated_now) == (True, False)
    assert first.application_id == again.application_id
    case = world.case(world.applicant, first.application_id, now=NOW).application
    assert (case.origin, case.ground, case.status) == ("nominated", "县技能比武第一名", "draft")


def test_a_nomination_of_another_tenants_unit_is_not_found(world: World, clock: SettableClock) -> None:
    from tests.integration.applications.case_world import a_world

    elsewhere = a_world(world.db, world.store)
    asked = messages.NominateRequest(
        tenant=world.tenant, programme="worker-pioneer", subject_unit_id=str(elsewhere.team.id), nomination_key="k"
    )

    with pytest.raises(NotFound):
        Applications(clock).Nominate(asked, Context())


def test_a_withdrawal_closes_the_reviewers_task(world: World) -> None:
    case = world.submitted(now=NOW)
    asks = world.principal(world.applicant, now=NOW)
    submit.withdraw_application(asks, case.id, "班组撤并。", expected=case.version, now=NOW)

    review = next(each for each in told(world, worklist.TaskOpened) if each.kind == "review")
    closed = {each.task_id: each.outcome for each in told(world, worklist.TaskClosed)}
    assert closed[review.task_id] == "withdrawn"


def test_a_cases_page_costs_the_same_statements_however_much_it_holds(
    case_app: Flask, world: World, count_statements: Any
) -> None:
    case = world.filled(now=NOW)
    asks, client = world.principal(world.applicant, now=NOW), case_app.test_client()

    def cost() -> int:
        with count_statements(world.db) as counted:
            answer = client.get(f"/applications/{world.tenant}/cases/{case.id}", headers=world.applicant.headers)
        assert answer.status_code == 200
        return int(counted.number)

    before = cost()
    for number in range(30):
        fill.attach(asks, case.id, world.upload("material:deeds", f"{number}.pdf"), now=NOW)

    assert cost() == before
