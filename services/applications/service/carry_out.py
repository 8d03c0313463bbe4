"""What a signed docket does to its cases, and the publicity that begins with it (A5)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy.orm import Session

from services.applications.domain import application as cases
from services.applications.domain.application import Application
from services.applications.domain.docket import Decision, Docket
from services.applications.domain.notice import period
from services.applications.models.meeting import DocketRow, NoticeEntryRow, NoticeRow
from services.applications.queries.regulated import case_rules, regulation_of
from services.applications.service import case_tasks
from services.applications.service import waits as tasks
from services.applications.service.moves import TOPIC, find_row, record_move
from services.applications.service.serials import next_serial
from services.common import audit, directory, outbox
from services.common.clock import day_of
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Programme, Publicise


def carry_out(session: Session, who: Principal, row: DocketRow, docket: Docket, *, now: datetime) -> UUID | None:
    programme = regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme]
    to_publicise: list[Application] = []
    for case in docket.cases:
        found = find_row(session, case.application_id)
        before = found.to_domain()
        if case.decision is Decision.AGREE:
            after = cases.advance(before, programme, at=now)
        elif case.decision is Decision.RETURN:
            target = case.return_to or programme.stages[0].key
            after = cases.return_to(cases.moved(before, at=now, docket_id=None), programme, target, case.reason, at=now)
        else:
            after = cases.pass_over(before, case.reason, at=now)
        found.apply(after)
        record_move(session, who, f"docket_{case.decision}", before, after, now=now, docket=str(row.id))
        _tell_union(session, after, case.decision, now)
        if case.decision is Decision.AGREE and isinstance(programme.stage(after.stage), Publicise):
            to_publicise.append(after)
        elif case.decision is Decision.AGREE:
            case_tasks.announce(session, after, case_rules(session, after), now=now)
    deciders = [member.subject for member in docket.present]
    return begin_publicity(session, who, row, programme, to_publicise, deciders, now=now) if to_publicise else None


def _tell_union(session: Session, case: Application, decision: Decision, now: datetime) -> None:
    said = {Decision.AGREE: "同意", Decision.DISAGREE: "不同意", Decision.RETURN: "退回补正"}[decision]
    to, title = tasks.union_at(case.union_path), f"主席办公会审定：{case.full_name}，{said}"
    tasks.tell(session, to, title, case.reason, f"cases/{case.id}", now=now)
    if decision is Decision.RETURN:
        case_tasks.announce(session, case, case_rules(session, case), now=now)


def begin_publicity(
    session: Session,
    who: Principal,
    docket: DocketRow,
    programme: Programme,
    applications: Sequence[Application],
    deciders: Sequence[str],
    *,
    now: datetime,
) -> UUID:
    stage = programme.stage(applications[0].stage)
    assert isinstance(stage, Publicise)
    today = day_of(now)
    days = directory.calendar(session, around=today)
    lasting = period(stage, today, days.add_working_days)
    tenant = directory.find_tenant(session, session.info["tenant"])
    serial = next_serial(session, "notice", today.year)
    notice = NoticeRow(
        tenant=tenant.code,
        id=new_id(),
        docket_id=docket.id,
        number=f"{tenant.short_name}工公示〔{today.year}〕{serial} 号",
        title=f"关于 {docket.year} 年拟命名{programme.title or programme.honour}的公示",
        honour=docket.honour,
        level=docket.level,
        year=docket.year,
        regulation_id=docket.regulation_id,
        regulation_version=docket.regulation_version,
        programme=programme.id,
        stage=stage.key,
        status="running",
        issued_on=today,
        starts_on=lasting.starts_on,
        ends_on=lasting.ends_on,
        working_days=days.working_days_between(today, lasting.ends_on),
        objection_days=stage.objections.within.phrase(),
        deciders=sorted({*deciders, docket.created_by}),
    )
    session.add(notice)
    session.flush()
    for ordinal, case in enumerate(applications, 1):
        session.add(_entry(notice, case, ordinal))
        row = find_row(session, case.id)
        row.notice_id = notice.id
    audit.record(
        session, who, "publicity_began", "notice", notice.id, at=now, regulation=docket.regulation_id,
        regulation_version=docket.regulation_version, ends_on=lasting.ends_on, cases=len(applications),
    )  # fmt: skip
    tell_publicity(session, notice, now)
    return notice.id


def _entry(notice: NoticeRow, case: Application, ordinal: int) -> NoticeEntryRow:
    return NoticeEntryRow(
        tenant=notice.tenant,
        notice_id=notice.id,
        application_id=case.id,
        ordinal=ordinal,
        subject_name=case.subject_name,
        employer_name=case.employer_name,
        recommended_by=case.reviewing_name,
        score=case.score,
    )


def tell_publicity(session: Session, notice: NoticeRow, now: datetime) -> None:
    changed = events_pb2.PublicityChanged(
        notice_id=str(notice.id),
        title=notice.title,
        status=notice.status,
        starts_on=notice.starts_on.isoformat(),
        ends_on=notice.ends_on.isoformat(),
        url=tasks.page(session, f"public/notices/{notice.id}"),
    )
    outbox.tell(session, TOPIC, notice.id, changed, at=now)
