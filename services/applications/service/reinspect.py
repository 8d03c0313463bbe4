"""Yearly re-inspection (A8): falls due by the clock, is assessed, and keeps the honour or orders a rectification."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import orjson
from pioneer.applications.v1 import events_pb2
from pioneer.assessment.v1 import assessment_service_pb2 as messages
from pioneer.assessment.v1 import assessment_service_pb2_grpc as stubs
from pioneer.assessment.v1 import events_pb2 as assessment
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import tenure as domain
from services.applications.domain.honour import Honour, Standing
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, RectificationRow, ReinspectionRow
from services.applications.queries.regulated import regulation_of
from services.applications.queries.running import failed_too_often, kept_running
from services.applications.rules import honours as rules
from services.applications.service import upward
from services.applications.service import waits as tasks
from services.applications.service.moves import TOPIC
from services.applications.service.plaque import find_honour
from services.applications.store import db
from services.common import audit, directory, outbox
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Assess, Programme
from services.common.rpc import Calls
from services.common.worklist import stamp

OBJECT, ASSESSED_AS = "honour", "reinspection"


def programme_of(session: Session, honour: Honour) -> Programme:
    return regulation_of(session, honour.regulation_id, honour.regulation_version).programmes[honour.programme]


def find_due(tenant: str, *, now: datetime) -> int:
    """Open the re-inspection of every honour whose day has come; returns how many."""
    due = select(HonourRow).where(
        HonourRow.tenant == tenant, HonourRow.standing == "valid", HonourRow.next_reinspection_on <= day_of(now)
    )
    open_ = select(ReinspectionRow.honour_id).where(
        ReinspectionRow.tenant == tenant, ReinspectionRow.status.in_(("due", "assessing"))
    )
    due = due.where(HonourRow.id.not_in(open_)).order_by(HonourRow.id).limit(200)
    with db.read(tenant) as session:
        if session.scalars(due.limit(1)).first() is None:
            return 0
    with db.transaction(tenant) as session:
        rows = session.scalars(due.with_for_update()).all()
        return sum(_open(session, row.to_domain(), now) for row in rows)


def _open(session: Session, honour: Honour, now: datetime) -> bool:
    if not domain.is_due(honour, day_of(now)) or honour.next_reinspection_on is None:
        return False
    fell_due = honour.next_reinspection_on
    programme, days = programme_of(session, honour), directory.calendar(session, around=fell_due)
    due_on = domain.last_day(programme, fell_due, days.add_working_days)
    row = ReinspectionRow(
        tenant=honour.tenant,
        id=new_id(),
        honour_id=honour.id,
        year=fell_due.year,
        kind="yearly",
        due_on=due_on,
        status="due",
        opened_at=now,
    )
    session.add(row)
    audit.record(
        session, audit.CLOCK, "reinspection_due", OBJECT, honour.id, at=now, due_on=due_on, year=fell_due.year,
        regulation=honour.regulation_id, regulation_version=honour.regulation_version,
    )  # fmt: skip
    title = f"开展年度复查：{honour.full_name} {honour.honour}"
    rule = programme.tenure.reinspect if programme.tenure else None
    tasks.ask(
        session, "reinspect", row.id, title, f"honours/{honour.id}", tasks.SECRETARY, now=now, due_on=due_on,
        remind_days=programme.remind_of(rule.due if rule else None),
    )  # fmt: skip
    return True


def open_reinspection(who: Principal, reinspection_id: UUID, calls: Calls, *, now: datetime) -> UUID:
    """Ask assessment to assess it by the honour's own regulation version; asked again, it is the same assessment."""
    allow(rules.may_open_reinspections(who), "may_not_open_reinspections")
    with db.read(who.tenant) as session:
        row = _find(session, reinspection_id)
        honour = find_honour_row(session, row.honour_id).to_domain()
        request = _request(session, who, row, honour)
    stub = stubs.AssessmentServiceStub(calls.channel("assessment"))  # type: ignore[no-untyped-call]
    answer = calls.call(stub.OpenAssessment, request)
    assessment_id = UUID(answer.assessment_id)
    with db.transaction(who.tenant) as session:
        row = _locked(session, reinspection_id)
        if row.status == "assessing" and row.assessment_id == assessment_id:
            return assessment_id
        row.apply(domain.start(row.to_domain(), assessment_id))
        audit.record(session, who, "reinspection_opened", OBJECT, row.honour_id, at=now, assessment=str(assessment_id))
        tasks.done(session, "reinspect", row.id, by=who.subject, now=now)
    return assessment_id


def find_honour_row(session: Session, honour_id: UUID) -> HonourRow:
    row = session.get(HonourRow, (session.info["tenant"], honour_id))
    if row is None:
        raise NotFound("not_found")
    return row


def _find(session: Session, reinspection_id: UUID) -> ReinspectionRow:
    row = session.get(ReinspectionRow, (session.info["tenant"], reinspection_id))
    if row is None:
        raise NotFound("not_found")
    return row


def _locked(session: Session, reinspection_id: UUID, expected: int | None = None) -> ReinspectionRow:
    row = session.get(ReinspectionRow, (session.info["tenant"], reinspection_id), with_for_update=True)
    if row is None:
        raise NotFound("not_found")
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile("honour_changed_meanwhile")
    return row


def _request(session: Session, who: Principal, row: ReinspectionRow, honour: Honour) -> messages.OpenAssessmentRequest:
    programme = programme_of(session, honour)
    rule = programme.tenure.reinspect if programme.tenure else None
    if rule is None:
        raise NotFound("not_found")
    first = next((stage for stage in programme.stages if isinstance(stage, Assess)), None)
    word = "年整改复查" if row.kind == "recheck" else "年度复查"
    line, above = (rule.pass_.at_least, rule.pass_.over) if rule.pass_ else (None, None)
    return messages.OpenAssessmentRequest(
        tenant=honour.tenant,
        object_type=ASSESSED_AS,
        object_id=str(row.id),
        round=1,
        regulation_id=honour.regulation_id,
        regulation_version=honour.regulation_version,
        sheet_id=rule.sheet_for(_kinds(session, honour)),
        title=f"{honour.full_name} · {honour.honour} {row.year} {word}",
        subject_unit_id=str(honour.subject_unit_id or ""),
        subject_unit_name=honour.full_name,
        subject_unit_path=honour.subject_unit_path,
        self_scoring_unit_path=honour.union_path,
        due_on=row.due_on.isoformat(),
        self_score_required=bool(honour.union_path and first and first.self_score == "required"),
        assessors_at_least=first.assessors.at_least if first else 1,
        gap_over=f"{first.assessors.gap_over:f}" if first and first.assessors.gap_over is not None else "",
        asked_by_subject=who.subject,
        pass_at_least=f"{line:f}" if line is not None else "",
        pass_over=f"{above:f}" if above is not None else "",
        remind_days=programme.remind_of(rule.due),
        self_score_optional=bool(honour.union_path and first and first.self_score == "optional"),
    )


def _kinds(session: Session, honour: Honour) -> frozenset[str]:
    """Of which kinds its case was when it was submitted."""
    case = session.get(ApplicationRow, (honour.tenant, honour.application_id))
    return frozenset(case.kinds or ()) if case is not None else frozenset()


def take_result(session: Session, said: assessment.AssessmentCompleted, *, now: datetime) -> None:
    """Passed keeps the honour; failed orders a rectification, or after one asks the chair to revoke."""
    row = session.get(ReinspectionRow, (session.info["tenant"], UUID(said.object_id)), with_for_update=True)
    if row is None or row.status != "assessing" or str(row.assessment_id) != said.assessment_id:
        return
    finished = domain.finish(row.to_domain(), score=Decimal(said.score), passed=said.passed)
    row.apply(finished)
    row.explanation, row.completed_at = _explanation(said.explanation), now
    kept = find_honour(session, row.honour_id)
    honour = kept.to_domain()
    if honour.standing is Standing.REVOKED:
        return
    if row.rectification_id is not None:
        _close_rectification(session, row.rectification_id, passed=said.passed)
    outcome = _passed(session, kept, Decimal(said.score), now) if said.passed else _failed(session, kept, row, now)
    after = kept.to_domain()
    audit.record(
        session, audit.CLOCK, f"reinspection_{outcome}", OBJECT, honour.id, at=now, score=said.score,
        pass_line=said.pass_line, kind=row.kind, year=row.year, rectify_by=after.rectify_by,
        grade=after.grade,
        regulation=honour.regulation_id, regulation_version=honour.regulation_version,
    )  # fmt: skip
    outbox.tell(session, TOPIC, honour.id, reinspected_event(after, row.year, outcome, now), at=now)
    upward.settle(session, after.programme, by="clock", now=now)


def _explanation(said: str) -> dict[str, object] | None:
    found = orjson.loads(said) if said else None
    return found if isinstance(found, dict) else {"rows": found} if found else None


def _close_rectification(session: Session, rectification_id: UUID, *, passed: bool) -> None:
    row = session.get(RectificationRow, (session.info["tenant"], rectification_id), with_for_update=True)
    if row is not None:
        row.apply(domain.close(row.to_domain(), passed=passed))


def _passed(session: Session, kept: HonourRow, score: Decimal, now: datetime) -> str:
    honour = kept.to_domain()
    programme, run = programme_of(session, honour), kept_running(session, honour)
    kept.apply(domain.keep(honour, programme, on=day_of(now), run=run, score=score))
    to, title = tasks.union_at(honour.union_path), f"复查合格，保持荣誉：{honour.full_name}"
    path, body = f"honours/{honour.id}", f"{honour.honour} {honour.number}"
    if kept.grade != honour.grade:
        body += f"，由{honour.grade}升为{kept.grade}"
    tasks.tell(session, to, title, body, path, now=now)
    for each in domain.reached(programme, run):
        whom = to if each.then == "skip_next" else tasks.SECRETARY
        tasks.tell(session, whom, f"{each.phrase()}：{honour.full_name}", honour.honour, path, now=now)
    return "kept"


def _failed(session: Session, kept: HonourRow, row: ReinspectionRow, now: datetime) -> str:
    honour, today = kept.to_domain(), day_of(now)
    programme, ordered = programme_of(session, honour), None
    if row.kind == "yearly" and not failed_too_often(session, programme, row):
        if (lower := domain.lower(honour, programme, on=today)) is not None:
            return _lowered(session, kept, lower, now)
        days = directory.calendar(session, around=today)
        ordered = domain.order_rectification(honour, programme, on=today, add_working_days=days.add_working_days)
    if ordered is None:
        ask_to_revoke(session, honour, "整改后复查仍不合格" if row.kind == "recheck" else "复查不合格", now=now)
        return "failed"
    after, by = ordered
    kept.apply(after)
    rectification = RectificationRow(
        tenant=honour.tenant,
        id=new_id(),
        honour_id=honour.id,
        reinspection_id=row.id,
        ordered_on=today,
        due_on=by,
        status="ordered",
    )
    session.add(rectification)
    to, path = tasks.union_at(honour.union_path), f"honours/{honour.id}"
    tasks.ask(
        session, "rectify", rectification.id, f"限期整改：{honour.full_name}", path, to, now=now, due_on=by,
        remind_days=programme.remind_days,
    )  # fmt: skip
    body = f"复查 {row.score:.2f} 分，未合格，请于 {by} 前整改。"
    tasks.tell(session, to, f"{honour.full_name} 复查未合格，限期整改", body, path, now=now)
    return "rectify"


def _lowered(session: Session, kept: HonourRow, after: Honour, now: datetime) -> str:
    title = f"复查未合格，由{kept.grade}降为{after.grade}：{after.full_name}"
    kept.apply(after)
    tasks.tell(session, tasks.union_at(after.union_path), title, after.honour, f"honours/{after.id}", now=now)
    return "lowered"


def ask_to_revoke(session: Session, honour: Honour, why: str, *, now: datetime) -> None:
    """Nobody but the chair revokes; the clock and the assessment only ask."""
    title = f"研究撤销 {honour.full_name} 的{honour.honour}：{why}"
    tasks.ask(session, "revoke", honour.id, title, f"honours/{honour.id}", tasks.CHAIR, now=now)


def reinspected_event(honour: Honour, year: int, outcome: str, now: datetime) -> events_pb2.HonourReinspected:
    return events_pb2.HonourReinspected(
        honour_id=str(honour.id),
        year=year,
        outcome=outcome,
        rectify_by=honour.rectify_by.isoformat() if honour.rectify_by else "",
        standing=str(honour.standing),
        reinspected_at=stamp(now),
    )
