"""Objections to a notice (A5): handled by another than who decided, answered; an upheld one stops its case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import application as cases
from services.applications.domain import notice as domain
from services.applications.domain.notice import Objection
from services.applications.models.meeting import NoticeEntryRow, NoticeRow, ObjectionRow
from services.applications.rules import honours as rules
from services.applications.service import protected
from services.applications.service import waits as tasks
from services.applications.service.fill_place import fill_place
from services.applications.service.moves import find_row, record_move
from services.applications.service.objecting import OBJECT
from services.applications.service.protected import Attached, Objector
from services.applications.store import db
from services.common import audit
from services.common.errors import ChangedMeanwhile, DomainError, NotFound, allow
from services.common.files import FileKey, FileMissing
from services.common.principal import Principal


def _notice(session: Session, notice_id: UUID) -> NoticeRow:
    return session.get_one(NoticeRow, (session.info["tenant"], notice_id))


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


def attached(who: Principal, row: ObjectionRow) -> list[Attached]:
    """What the objector sent with it, for the handler alone: to others not even the names of the files are told."""
    if not rules.may_reveal_objector(who, row.handler):
        return []
    return protected.unseal_list(row.sealed_files, row.tenant, row.id)


def open_attachment(who: Principal, objection_id: UUID, number: int, *, now: datetime) -> tuple[Attached, bytes]:
    """One of the files, counted from 1; that it was opened is logged (rule 8)."""
    allow(rules.may_see_objections(who), "may_not_handle_objections")
    with db.transaction(who.tenant) as session:
        row = _locked(session, objection_id, None)
        allow(rules.may_reveal_objector(who, row.handler), "may_not_reveal_objector")
        found = attached(who, row)
        if not 1 <= number <= len(found):
            raise NotFound("not_found")
        audit.record(session, who, "objection_file_opened", OBJECT, row.id, at=now, number=number)
    file = found[number - 1]
    try:
        sealed = given.store().get(FileKey(who.tenant, file.kept))
    except FileMissing as missing:
        raise NotFound("not_found") from missing
    return file, protected.unseal_file(sealed, who.tenant, objection_id)


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
    fill_place(session, who, stopped, now=now)
