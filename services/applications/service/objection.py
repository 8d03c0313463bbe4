"""Objections to a notice (A5): taken from anybody, their authors protected, handled by another than who decided."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import application as cases
from services.applications.domain import notice as domain
from services.applications.domain.notice import FACTS_AT_LEAST, NoticeStatus, Objection
from services.applications.models.meeting import NoticeEntryRow, NoticeRow, ObjectionRow
from services.applications.queries.regulated import regulation_of
from services.applications.rules import honours as rules
from services.applications.service import protected
from services.applications.service import waits as tasks
from services.applications.service.moves import find_row, record_move
from services.applications.service.protected import Objector
from services.applications.store import db
from services.common import audit, directory
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Publicise

OBJECT = "objection"
PUBLIC = Actor("public", "公众")
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Raised:
    """What the public form says."""

    application_id: str
    facts: str
    name: str
    contact: str


def receipt_hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().replace("-", "").encode()).hexdigest()


def raise_objection(tenant: str, notice_id: UUID, said: Raised, *, now: datetime) -> str:
    """Take an objection; returns the receipt code, kept nowhere. Raises Invalid, DomainError publicity_over."""
    _must_be_said(said)
    with db.transaction(tenant) as session:
        notice, today = _notice(session, notice_id), day_of(now)
        domain.check_objection(NoticeStatus(notice.status), notice.ends_on, today)
        entry = _entry(session, notice_id, said.application_id)
        stage = publicise_stage(session, notice)
        days = directory.calendar(session, around=today)
        id_, code = new_id(), "".join(secrets.choice(LETTERS) for _ in range(12))
        row = ObjectionRow(
            tenant=tenant,
            id=id_,
            notice_id=notice.id,
            application_id=entry.application_id,
            receipt_hash=receipt_hash(code),
            sealed=protected.seal(Objector(said.name.strip(), said.contact.strip()), tenant, id_),
            facts=said.facts.strip(),
            received_at=now,
            answer_by=stage.objections.within.after(today, days.add_working_days),
        )
        session.add(row)
        audit.record(session, PUBLIC, "objection_received", OBJECT, id_, at=now, notice=str(notice.id))
        tasks.ask(
            session, "handle_objection", id_, f"处理异议：{entry.subject_name}", f"objections/{id_}", tasks.SUPERVISOR,
            now=now, due_on=row.answer_by,
        )  # fmt: skip
        return "-".join(code[start : start + 4] for start in (0, 4, 8))


def _must_be_said(said: Raised) -> None:
    faults = {}
    if not said.application_id:
        faults["application_id"] = "请选择异议针对哪个集体或个人。"
    if len(said.facts.strip()) < FACTS_AT_LEAST:
        faults["facts"] = f"请写清时间、地点、经过，至少 {FACTS_AT_LEAST} 字。"
    if len(said.facts) > 5000:
        faults["facts"] = "事实与依据请控制在 5000 字以内。"
    if not 2 <= len(said.name.strip()) <= 40:
        faults["name"] = "请填写您的姓名，只有承办人能看到。"
    if not 5 <= len(said.contact.strip()) <= 60:
        faults["contact"] = "请填写能联系到您的手机号或电话，例如 138 开头的 11 位手机号。"
    if faults:
        raise Invalid(faults)


def _notice(session: Session, notice_id: UUID) -> NoticeRow:
    row = session.get(NoticeRow, (session.info["tenant"], notice_id))
    if row is None:
        raise NotFound("not_found")
    return row


def _entry(session: Session, notice_id: UUID, application_id: str) -> NoticeEntryRow:
    asked = select(NoticeEntryRow).where(
        NoticeEntryRow.tenant == session.info["tenant"], NoticeEntryRow.notice_id == notice_id
    )
    for entry in session.scalars(asked):
        if str(entry.application_id) == application_id and entry.outcome == "listed":
            return entry
    raise Invalid({"application_id": "请在公示名单中选择。"})


def publicise_stage(session: Session, notice: NoticeRow) -> Publicise:
    programme = regulation_of(session, notice.regulation_id, notice.regulation_version).programmes[notice.programme]
    stage = programme.stage(notice.stage)
    assert isinstance(stage, Publicise)
    return stage


def _locked(session: Session, objection_id: UUID, expected: int | None) -> ObjectionRow:
    asked = select(ObjectionRow).where(ObjectionRow.tenant == session.info["tenant"], ObjectionRow.id == objection_id)
    row = session.scalars(asked.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("not_found")
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile("objection_changed_meanwhile")
    return row


def take_up_objection(who: Principal, objection_id: UUID, *, expected: int | None, now: datetime) -> Objection:
    """The supervisor takes it up. Raises DomainError decider_may_not_handle, objection_taken, objection_closed."""
    allow(rules.may_see_objections(who), "may_not_handle_objections")
    with db.transaction(who.tenant) as session:
        row = _locked(session, objection_id, expected)
        after = domain.take_up(row.to_domain(), who.subject, _notice(session, row.notice_id).deciders)
        row.apply(after)
        audit.record(session, who, "objection_taken_up", OBJECT, row.id, at=now)
        return after


def reveal_objector(who: Principal, objection_id: UUID, *, now: datetime) -> Objector:
    """Open the name for the handler; that it was opened is logged (rule 8)."""
    allow(rules.may_see_objections(who), "may_not_handle_objections")
    with db.transaction(who.tenant) as session:
        row = _locked(session, objection_id, None)
        allow(rules.may_reveal_objector(who, row.handler), "may_not_reveal_objector")
        audit.record(session, who, "objector_revealed", OBJECT, row.id, at=now)
        return protected.unseal(row.sealed, row.tenant, row.id)


def answer_objection(
    who: Principal,
    objection_id: UUID,
    *,
    upheld: bool,
    finding: str,
    answer: str,
    expected: int | None,
    now: datetime,
) -> Objection:
    """Upheld: the case stops. Dismissed: answered, and the case goes on when the period is over."""
    allow(rules.may_see_objections(who), "may_not_handle_objections")
    with db.transaction(who.tenant) as session:
        row = _locked(session, objection_id, expected)
        if who.subject in _notice(session, row.notice_id).deciders:
            raise DomainError("decider_may_not_handle")
        after = domain.answer(row.to_domain(), who.subject, upheld=upheld, finding=finding, answer=answer, at=now)
        row.apply(after)
        audit.record(session, who, f"objection_{after.status}", OBJECT, row.id, at=now)
        tasks.done(session, "handle_objection", row.id, by=who.subject, now=now, outcome=str(after.status))
        if upheld:
            _stop(session, who, row, after, now)
        return after


def _stop(session: Session, who: Principal, row: ObjectionRow, after: Objection, now: datetime) -> None:
    case = find_row(session, row.application_id)
    before = case.to_domain()
    stopped = cases.stop(before, f"公示期间异议成立：{after.finding}", at=now)
    case.apply(stopped)
    record_move(session, who, "stopped", before, stopped, now=now, objection=str(row.id))
    entry = session.get(NoticeEntryRow, (row.tenant, row.notice_id, row.application_id))
    if entry is not None:
        entry.outcome = "stopped"
    to = tasks.union_at(stopped.union_path)
    title = f"{stopped.full_name} 的{stopped.honour}因异议成立终止"
    tasks.tell(session, to, title, stopped.reason, f"cases/{stopped.id}", now=now)
    tasks.tell(session, tasks.SECRETARY, title, stopped.reason, f"cases/{stopped.id}", now=now)
