"""Open assessments for recommended cases, and take their results (A5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import orjson
from pioneer.assessment.v1 import assessment_service_pb2 as messages
from pioneer.assessment.v1 import assessment_service_pb2_grpc as stubs
from pioneer.assessment.v1 import events_pb2
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.applications.domain import Application, Status, take_score, wait_for_assessment
from services.applications.domain.case_rules import CaseRules
from services.applications.models import ApplicationRow
from services.applications.queries.due_days import days_of
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service.moves import OBJECT, find_row, record_move
from services.applications.store import SERVICE, db
from services.common import worklist
from services.common.audit import CLOCK
from services.common.errors import allow
from services.common.principal import Principal
from services.common.regulation import Assess, Due
from services.common.rpc import Calls

AT_ONCE = 40
A = ApplicationRow


@dataclass(frozen=True)
class Progress:
    """How far a batch came: asked again, it goes on where it stopped."""

    opened: int
    left: int


def open_assessments(who: Principal, programme: str, year: int, calls: Calls, *, now: datetime) -> Progress:
    """Open the assessment of every case of the batch that waits for one, so many at once.

    Raises NotAllowed may_not_open, Unavailable when assessment does not answer: what is opened stays opened.
    """
    allow(permits.may_open_assessments(who), "may_not_open")
    with db.read(who.tenant) as session:
        waiting = _waiting(session, programme, year)
        requests = [_request(session, who, case, case_rules(session, case)) for case in waiting[:AT_ONCE]]
    for request in requests:
        _opened(who, request.object_id, _ask(calls, request), now)
    return Progress(len(requests), max(len(waiting) - AT_ONCE, 0))


def _ask(calls: Calls, request: messages.OpenAssessmentRequest) -> UUID:
    stub: Any = stubs.AssessmentServiceStub(calls.channel("assessment"))  # type: ignore[no-untyped-call]
    answer: messages.OpenAssessmentResponse = calls.call(stub.OpenAssessment, request)
    return UUID(answer.assessment_id)


def _waiting(session: Session, programme: str, year: int) -> list[Application]:
    """Open at an assess stage, by union and rank."""
    asked = select(A).where(
        A.tenant == session.info["tenant"], A.programme == programme, A.year == year, A.status == Status.OPEN.value
    )
    cases = [row.to_domain() for row in session.scalars(asked.order_by(A.reviewing_path, A.rank, A.id))]
    return [case for case in cases if isinstance(case_rules(session, case).programme.stage(case.stage), Assess)]


def _request(session: Session, who: Principal, case: Application, rules: CaseRules) -> messages.OpenAssessmentRequest:
    stage = rules.programme.stage(case.stage)
    assert isinstance(stage, Assess)
    assessors, sheet_id = stage.assessors, stage.sheet_for(frozenset(case.kinds))
    return messages.OpenAssessmentRequest(
        tenant=case.tenant,
        object_type=OBJECT,
        object_id=str(case.id),
        round=_round(session, case),
        regulation_id=case.regulation_id,
        regulation_version=case.regulation_version,
        sheet_id=sheet_id,
        title=f"{case.full_name} · {case.honour}考核",
        subject_unit_id=str(case.subject_unit_id or ""),
        subject_unit_name=case.full_name,
        subject_unit_path=case.subject_unit_path,
        self_scoring_unit_path=case.union_path,
        due_on=_due(session, stage.due or rules.regulation.sheets[sheet_id].due, case),
        self_score_required=stage.self_score == "required" and bool(case.union_path),
        assessors_at_least=assessors.at_least,
        gap_over=_figure(assessors.gap_over),
        asked_by_subject=who.subject,
        pass_at_least=_figure(stage.pass_.at_least if stage.pass_ else None),
        pass_over=_figure(stage.pass_.over if stage.pass_ else None),
        remind_days=rules.programme.remind_of(stage.due or rules.regulation.sheets[sheet_id].due),
        self_score_optional=stage.self_score == "optional" and bool(case.union_path),
    )


def _figure(value: Decimal | None) -> str:
    return f"{value:f}" if value is not None else ""


def _due(session: Session, due: Due | None, case: Application) -> str:
    """The stage's own day, else the sheet's (B8 form 3: by 25 November)."""
    if due is None:
        return ""
    last = days_of(session, case, due).last_of(due, case.year)
    return last.isoformat() if last else ""


def _round(session: Session, case: Application) -> int:
    """A case that came back to be assessed again is assessed anew."""
    before: int = session.execute(
        text(
            "select count(*) from log_entry where tenant = :t and object_type = :type and object_id = :id"
            " and action = 'assessment_opened'"
        ),
        {"t": case.tenant, "type": OBJECT, "id": str(case.id)},
    ).scalar_one()
    return before + 1


def _opened(who: Principal, application_id: str, assessment_id: UUID, now: datetime) -> None:
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        before = row.to_domain()
        if before.assessment_id == assessment_id and before.status is Status.WAITING_ASSESSMENT:
            return
        after = wait_for_assessment(before, assessment_id, at=now)
        row.apply(after)
        record_move(session, who, "assessment_opened", before, after, now=now, assessment=str(assessment_id))
        _close_when_all(session, who.subject, after, now)


def _close_when_all(session: Session, by: str, case: Application, now: datetime) -> None:
    left = session.execute(
        select(func.count())
        .select_from(A)
        .where(
            A.tenant == case.tenant,
            A.programme == case.programme,
            A.year == case.year,
            A.stage == case.stage,
            A.status == Status.OPEN.value,
        )
    ).scalar_one()
    if left == 0:
        tasks.close_batch(session, case, tasks.ASSESS, case.stage, of_union=False, by=by, now=now)


def take_result(session: Session, said: events_pb2.AssessmentCompleted, *, now: datetime) -> Application | None:
    """An assessment is completed: on with those that passed, the end for the others. None for a result of yesterday."""
    row = session.get(ApplicationRow, (session.info["tenant"], UUID(said.object_id)), with_for_update=True)
    if row is None or row.status != Status.WAITING_ASSESSMENT or str(row.assessment_id) != said.assessment_id:
        return None
    before = row.to_domain()
    rules = case_rules(session, before)
    explanation = _explanation(said.explanation)
    reason = "" if said.passed else _why_not(said, explanation or {})
    after = take_score(
        before,
        rules.programme,
        score=Decimal(said.score),
        self_score=_decimal(said.self_score),
        passed=said.passed,
        reason=reason,
        explanation=explanation,
        at=now,
    )
    row.apply(after)
    action = "assessed" if said.passed else "not_passed"
    record_move(session, CLOCK, action, before, after, now=now, score=said.score, pass_line=said.pass_line)
    tasks.announce(session, after, rules, now=now)
    if not said.passed:
        _tell_not_passed(session, after, now)
    return after


def _why_not(said: events_pb2.AssessmentCompleted, explanation: dict[str, Any]) -> str:
    """Every reason that the sheet gave: points enough may still leave one mark under its floor."""
    refusals = [each for each in explanation.get("refusals", ()) if isinstance(each, str)]
    return "；".join(refusals or [f"考核分 {said.score}，合格线 {said.pass_line}"]) + "。"


def _tell_not_passed(session: Session, case: Application, now: datetime) -> None:
    if case.union_path:
        title = f"{case.full_name} 的{case.honour}考核未合格"
        worklist.notify(
            session,
            SERVICE,
            to=tasks.applicant(case),
            title=title,
            body=case.reason,
            url=tasks.case_url(case),
            now=now,
        )


def _decimal(said: str) -> Decimal | None:
    try:
        return Decimal(said) if said else None
    except InvalidOperation:
        return None


def _explanation(said: str) -> dict[str, Any] | None:
    found = orjson.loads(said) if said else None
    return found if isinstance(found, dict) else {"rows": found} if isinstance(found, Sequence) else None
