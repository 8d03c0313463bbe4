"""An objection from the public (A5): taken once however often it is sent, its author and his files sealed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import notice as domain
from services.applications.domain.notice import FACTS_AT_LEAST, NoticeStatus
from services.applications.models.meeting import NoticeEntryRow, NoticeRow, ObjectionRow
from services.applications.queries.regulated import regulation_of
from services.applications.service import protected
from services.applications.service import waits as tasks
from services.applications.service.protected import Attached, Objector
from services.applications.store import db
from services.common import audit, directory
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.errors import DomainError, Invalid, NotFound
from services.common.files import DOCUMENTS, IMAGES, Accepted, FileRefused, inspect
from services.common.ids import id_of, new_id
from services.common.regulation import Programme, Publicise

OBJECT = "objection"
PUBLIC = Actor("public", "公众")
FILES_AT_MOST = 5
FILE_AT_MOST = 5 * 1024 * 1024
_ONE_BY_ONE = text("select pg_advisory_xact_lock(hashtextextended(:id, 0))")


@dataclass(frozen=True)
class Raised:
    """What the public form says; `files`: names and contents."""

    application_id: str
    facts: str
    name: str
    contact: str
    files: Sequence[tuple[str, bytes]] = field(default=(), repr=False)


def raise_objection(tenant: str, notice_id: UUID, said: Raised, *, now: datetime, key: str = "") -> str:
    """Take an objection; returns the receipt code, kept nowhere. The same `key` again makes no second one.

    Raises Invalid, DomainError publicity_over, duplicate_request (the key with other content).
    """
    accepted = _must_be_said(said)
    id_ = id_of(OBJECT, tenant, str(notice_id), key) if key else new_id()
    with db.read(tenant) as session:
        _may_be_raised(session, notice_id, said, id_, now)
    files = [_kept(tenant, id_, each) for each in accepted]
    with db.transaction(tenant) as session:
        session.execute(_ONE_BY_ONE, {"id": str(id_)})
        entry = _may_be_raised(session, notice_id, said, id_, now)
        if entry is not None:
            _add(session, entry, said, files, id_, now)
    code = protected.receipt_code(tenant, id_)
    return "-".join(code[start : start + 4] for start in (0, 4, 8))


def _may_be_raised(session: Session, notice_id: UUID, said: Raised, id_: UUID, now: datetime) -> NoticeEntryRow | None:
    """Whom it is about; None where it stands already, with the same content."""
    notice = session.get(NoticeRow, (session.info["tenant"], notice_id))
    if notice is None:
        raise NotFound("not_found")
    stands = session.get(ObjectionRow, (session.info["tenant"], id_))
    if stands is not None:
        if not _is_same(stands, said):
            raise DomainError("duplicate_request")
        return None
    domain.check_objection(NoticeStatus(notice.status), notice.ends_on, day_of(now))
    return _entry(session, notice_id, said.application_id)


def _is_same(row: ObjectionRow, said: Raised) -> bool:
    who = protected.unseal(row.sealed, row.tenant, row.id)
    files = [each.sha256 for each in protected.unseal_list(row.sealed_files, row.tenant, row.id)]
    again = [hashlib.sha256(content).hexdigest() for _title, content in said.files]
    before = (str(row.application_id), row.facts, who.name, who.contact, files)
    return before == (said.application_id, said.facts.strip(), said.name.strip(), said.contact.strip(), again)


def _add(
    session: Session, entry: NoticeEntryRow, said: Raised, files: Sequence[Attached], id_: UUID, now: datetime
) -> None:
    tenant, today = session.info["tenant"], day_of(now)
    notice = session.get_one(NoticeRow, (tenant, entry.notice_id))
    within = publicise_stage(session, notice).objections.within
    row = ObjectionRow(
        tenant=tenant,
        id=id_,
        notice_id=entry.notice_id,
        application_id=entry.application_id,
        receipt_hash=protected.receipt_hash(protected.receipt_code(tenant, id_)),
        sealed=protected.seal(Objector(said.name.strip(), said.contact.strip()), tenant, id_),
        sealed_files=protected.seal_list(files, tenant, id_),
        file_count=len(files),
        facts=said.facts.strip(),
        received_at=now,
        answer_by=within.after(today, directory.calendar(session, around=today).add_working_days),
    )
    session.add(row)
    audit.record(
        session, PUBLIC, "objection_received", OBJECT, id_, at=now, notice=str(entry.notice_id), files=len(files)
    )
    tasks.ask(
        session, "handle_objection", id_, f"处理异议：{entry.subject_name}", f"objections/{id_}", tasks.SUPERVISOR,
        now=now, due_on=row.answer_by, remind_days=_programme(session, notice).remind_days,
    )  # fmt: skip


def _programme(session: Session, notice: NoticeRow) -> Programme:
    return regulation_of(session, notice.regulation_id, notice.regulation_version).programmes[notice.programme]


def publicise_stage(session: Session, notice: NoticeRow) -> Publicise:
    stage = _programme(session, notice).stage(notice.stage)
    assert isinstance(stage, Publicise)
    return stage


def _must_be_said(said: Raised) -> list[Accepted]:
    faults: dict[str, str] = {}
    if not said.application_id:
        faults["application_id"] = _("请选择异议针对哪个集体或个人。")
    if len(said.facts.strip()) < FACTS_AT_LEAST:
        faults["facts"] = _("请写清时间、地点、经过，至少 %(count)s 字。", count=FACTS_AT_LEAST)
    if len(said.facts) > 5000:
        faults["facts"] = _("事实与依据请控制在 5000 字以内。")
    if not 2 <= len(said.name.strip()) <= 40:
        faults["name"] = _("请填写您的姓名，只有承办人能看到。")
    if not 5 <= len(said.contact.strip()) <= 60:
        faults["contact"] = _("请填写能联系到您的手机号或电话，例如 138 开头的 11 位手机号。")
    accepted: list[Accepted] = []
    try:
        accepted = _looked_at(said.files)
    except Invalid as refused:
        faults |= refused.faults
    if faults:
        raise Invalid(faults)
    return accepted


def _looked_at(files: Sequence[tuple[str, bytes]]) -> list[Accepted]:
    if len(files) > FILES_AT_MOST:
        raise Invalid({"files": _("附件最多 %(count)s 份，请合并后上传。", count=FILES_AT_MOST)})
    accepted = []
    for name, content in files:
        try:
            accepted.append(inspect(name, content, allowed=DOCUMENTS | IMAGES, limit_bytes=FILE_AT_MOST))
        except FileRefused as refused:
            raise Invalid({"files": _("“%(name)s”：%(why)s", name=name[:60], why=refused.says)}) from refused
    return accepted


def _kept(tenant: str, id_: UUID, accepted: Accepted) -> Attached:
    kept = given.store().put(tenant, protected.seal_file(accepted.content, tenant, id_))
    return Attached(accepted.safe_name, accepted.mime, accepted.size, accepted.sha256, kept.sha256)


def _entry(session: Session, notice_id: UUID, application_id: str) -> NoticeEntryRow:
    asked = select(NoticeEntryRow).where(
        NoticeEntryRow.tenant == session.info["tenant"], NoticeEntryRow.notice_id == notice_id
    )
    for entry in session.scalars(asked):
        if str(entry.application_id) == application_id and entry.outcome == "listed":
            return entry
    raise Invalid({"application_id": _("请在公示名单中选择。")})
