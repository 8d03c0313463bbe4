"""Worklist tasks of a case: opened and closed at each move, titled with what to do and the object."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain import Application, Status
from services.applications.domain.case_rules import CaseRules, recommend_by, submit_by
from services.applications.service.rows import since_of
from services.applications.store import SERVICE
from services.common import directory, worklist
from services.common.ids import id_of
from services.common.regulation import Apply, Approve, Assess, Confer, Publicise, Review, Stage
from services.common.roles import Role
from services.common.worklist import Audience

FILL, MEND, REVIEW, RECOMMEND = "fill", "mend", "review", "recommend"
ASSESS, DOCKET, PUBLICISE, CONFER = "open_assessments", "docket", "publicise", "confer"


def case_url(case: Application, part: str = "") -> str:
    return f"/applications/{case.tenant}/cases/{case.id}{part}"


def applicant(case: Application) -> Audience:
    return Audience(Role.APPLICANT, case.union_path)


def reviewer(case: Application, stage: Stage) -> Audience:
    if stage.by == "reviewing_union" and case.reviewing_path:
        return Audience(Role.REVIEWER, case.reviewing_path)
    return Audience(Role.SECRETARY)


def batch_id(case: Application, stage: str, *, of_union: bool) -> UUID:
    """One task for a whole batch: the programme's year at a stage, of one reviewing union or of all."""
    return id_of("batch", case.tenant, case.programme, str(case.year), stage, case.reviewing_path if of_union else "")


def announce(session: Session, case: Application, rules: CaseRules, *, now: datetime) -> None:
    """Whoever must act next is told, by the stage at which the case now stands."""
    if case.is_with_applicant:
        _to_applicant(session, case, rules, now)
        return
    if case.status is not Status.OPEN:
        return
    stage = rules.programme.stage(case.stage)
    match stage:
        case Review():
            _to_reviewer(session, case, rules, stage, now)
        case Assess():
            _to_federation(session, case, rules, ASSESS, f"开始考核 {_batch(case, rules)}", "/assessing", now)
        case Approve():
            _to_federation(session, case, rules, DOCKET, f"安排会议审批 {_batch(case, rules)}", "/dockets", now)
        case Publicise():
            _to_federation(session, case, rules, PUBLICISE, f"公示 {_batch(case, rules)}", "/notices", now)
        case Confer():
            _to_federation(session, case, rules, CONFER, f"命名 {_batch(case, rules)}", "/honours/confer", now)
        case Apply():
            _to_applicant(session, case, rules, now)


def _batch(case: Application, rules: CaseRules) -> str:
    return f"{case.year} 年度{rules.title}"


def _to_applicant(session: Session, case: Application, rules: CaseRules, now: datetime) -> None:
    is_draft = case.status is Status.DRAFT
    worklist.open_task(
        session,
        SERVICE,
        FILL if is_draft else MEND,
        case.id,
        title=f"{'填写' if is_draft else '补正'} {case.full_name} 的{case.honour}申报",
        url=case_url(case, "/form"),
        to=applicant(case),
        now=now,
        due_on=submit_by(rules, case.year),
        started_by=case.created_by,
    )


def _to_reviewer(session: Session, case: Application, rules: CaseRules, stage: Review, now: datetime) -> None:
    if case.is_endorsed:
        _to_rank(session, case, rules, stage, now)
        return
    worklist.open_task(
        session,
        SERVICE,
        REVIEW,
        case.id,
        title=f"审核 {case.full_name} 的{case.honour}申报",
        url=case_url(case, "/review"),
        to=reviewer(case, stage),
        now=now,
        due_on=_due(session, case, stage),
        started_by=case.created_by,
    )


def _to_rank(session: Session, case: Application, rules: CaseRules, stage: Review, now: datetime) -> None:
    worklist.open_task(
        session,
        SERVICE,
        RECOMMEND,
        batch_id(case, case.stage, of_union=True),
        title=f"排序并推荐 {_batch(case, rules)}",
        url=batch_url(case),
        to=reviewer(case, stage),
        now=now,
        due_on=_due(session, case, stage),
    )


def batch_url(case: Application) -> str:
    unit = case.reviewing_unit_id or "federation"
    return f"/applications/{case.tenant}/batches/{case.programme}/{case.year}/{unit}"


def _due(session: Session, case: Application, stage: Review) -> date | None:
    calendar = directory.calendar(session, around=since_of(case))
    return recommend_by(stage, case.year, since_of(case), calendar.add_working_days)


def _to_federation(
    session: Session, case: Application, rules: CaseRules, kind: str, title: str, page: str, now: datetime
) -> None:
    worklist.open_task(
        session,
        SERVICE,
        kind,
        batch_id(case, case.stage, of_union=False),
        title=title,
        url=f"/applications/{case.tenant}{page}?programme={case.programme}&year={case.year}",
        to=Audience(Role.SECRETARY),
        now=now,
    )


def close(session: Session, case: Application, kind: str, *, by: str, now: datetime, outcome: str = "done") -> None:
    worklist.close_task(session, SERVICE, kind, case.id, by=by, now=now, outcome=outcome)


def close_batch(
    session: Session, case: Application, kind: str, stage: str, *, of_union: bool, by: str, now: datetime
) -> None:
    worklist.close_task(session, SERVICE, kind, batch_id(case, stage, of_union=of_union), by=by, now=now)
