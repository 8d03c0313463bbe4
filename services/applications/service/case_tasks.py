"""Worklist tasks of a case: opened and closed at each move, titled with what to do and the object."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain import Application, Status
from services.applications.domain.case_rules import CaseRules, apply_dues, submit_by
from services.applications.queries.due_days import announced_on, apply_days_of, days_of
from services.applications.store import SERVICE
from services.common import directory, worklist
from services.common.clock import day_of
from services.common.ids import id_of
from services.common.regulation import (
    Apply,
    Approve,
    Assess,
    ClearanceStage,
    Confer,
    Publicise,
    Review,
    Shortlist,
    Stage,
)
from services.common.regulation.stage_check import announced_stages
from services.common.roles import Role
from services.common.worklist import Audience

FILL, MEND, REVIEW, RECOMMEND = "fill", "mend", "review", "recommend"
ASSESS, DOCKET, PUBLICISE, CONFER = "open_assessments", "docket", "publicise", "confer"
CLEAR, ANNOUNCE, SHORTLIST = "clear", "announce_day", "shortlist"


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
    if case.is_moving:
        _ask_for_day(session, case, rules, now)
    if case.is_with_applicant:
        _to_applicant(session, case, rules, now)
        return
    if case.status is not Status.OPEN:
        return
    stage = rules.programme.stage(case.stage)
    match stage:
        case ClearanceStage():
            _to_clear(session, case, rules, stage, now)
        case Review():
            _to_reviewer(session, case, rules, stage, now)
        case Assess():
            _to_federation(session, case, rules, ASSESS, f"开始考核 {_batch(case, rules)}", "/assessing", now)
        case Shortlist():
            _to_federation(session, case, rules, SHORTLIST, f"确定入围 {_batch(case, rules)}", "/shortlists", now)
        case Approve():
            _to_federation(session, case, rules, DOCKET, f"安排会议审批 {_batch(case, rules)}", "/dockets", now)
        case Publicise():
            _to_federation(session, case, rules, PUBLICISE, f"公示 {_batch(case, rules)}", "/notices", now)
        case Confer():
            _to_federation(session, case, rules, CONFER, f"命名 {_batch(case, rules)}", "/honours/confer", now)
        case Apply():
            _to_applicant(session, case, rules, now)


def _to_clear(session: Session, case: Application, rules: CaseRules, stage: ClearanceStage, now: datetime) -> None:
    """By the span in which the offices answer, where there is one, else by the stage's own due day."""
    calendar = directory.calendar(session, around=day_of(now))
    within = stage.within.after(day_of(now), calendar.add_working_days) if stage.within else None
    worklist.open_task(
        session,
        SERVICE,
        CLEAR,
        case.id,
        title=f"征求部门意见：{case.full_name}",
        url=case_url(case, "/clearances"),
        to=reviewer(case, stage),
        now=now,
        due_on=within or _due(session, case, stage),
        remind_days=rules.programme.remind_of(stage.due),
    )


def day_id(tenant: str, programme: str, year: int, stage: str) -> UUID:
    return id_of("day", tenant, programme, str(year), stage)


def _ask_for_day(session: Session, case: Application, rules: CaseRules, now: datetime) -> None:
    """A due day is counted from a day that nobody has announced yet: the secretary is asked for it."""
    if case.stage not in announced_stages(rules.programme, rules.form):
        return
    if (case.programme, case.stage) in announced_on(session, case.year):
        return
    worklist.open_task(
        session,
        SERVICE,
        ANNOUNCE,
        day_id(case.tenant, case.programme, case.year, case.stage),
        title=f"另行通知日期：{_batch(case, rules)}，{rules.programme.stage(case.stage).says}",
        url=f"/applications/{case.tenant}/days",
        to=Audience(Role.SECRETARY),
        now=now,
    )


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
        due_on=submit_by(rules, case.year, apply_days_of(session, rules, year=case.year, around=day_of(now))[0]),
        started_by=case.created_by,
        remind_days=_remind_to_submit(rules),
    )


def _remind_to_submit(rules: CaseRules) -> int:
    """As the form's due day says, else the apply stage's, else the programme."""
    own = (due.remind_days for due in apply_dues(rules) if due.remind_days is not None)
    return next(own, rules.programme.remind_days)


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
        remind_days=rules.programme.remind_of(stage.due),
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
        remind_days=rules.programme.remind_of(stage.due),
    )


def batch_url(case: Application) -> str:
    unit = case.reviewing_unit_id or "federation"
    return f"/applications/{case.tenant}/batches/{case.programme}/{case.year}/{unit}"


def _due(session: Session, case: Application, stage: Stage) -> date | None:
    return days_of(session, case, stage.due).last_of(stage.due, case.year) if stage.due else None


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
        due_on=_due(session, case, rules.programme.stage(case.stage)),
        remind_days=rules.programme.remind_of(rules.programme.stage(case.stage).due),
    )


def close(session: Session, case: Application, kind: str, *, by: str, now: datetime, outcome: str = "done") -> None:
    worklist.close_task(session, SERVICE, kind, case.id, by=by, now=now, outcome=outcome)


def close_batch(
    session: Session, case: Application, kind: str, stage: str, *, of_union: bool, by: str, now: datetime
) -> None:
    worklist.close_task(session, SERVICE, kind, batch_id(case, stage, of_union=of_union), by=by, now=now)
