"""Rectification (A8): the union reports by the day, it is checked again; who stays silent has failed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import tenure as domain
from services.applications.domain.tenure import Rectification
from services.applications.models.honour import RectificationRow, ReinspectionRow
from services.applications.rules import honours as rules
from services.applications.service import waits as tasks
from services.applications.service.plaque import find_honour
from services.applications.service.reinspect import ask_to_revoke, find_honour_row, programme_of
from services.applications.store import db
from services.common import audit
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, Invalid, NotFound, allow
from services.common.files import DOCUMENTS, IMAGES, Accepted, FileRefused, inspect
from services.common.ids import new_id
from services.common.principal import Principal

OBJECT = "honour"
FILE_AT_MOST = 20 * 1024 * 1024
FILES_AT_MOST = 10


def report(
    who: Principal,
    rectification_id: UUID,
    text: str,
    uploads: Sequence[tuple[str, bytes]],
    *,
    expected: int | None,
    now: datetime,
) -> Rectification:
    """What was mended, with its proof; a re-check falls due at once. Raises Invalid, DomainError rectification_late."""
    accepted = _look_at(uploads)
    files = [_kept(who.tenant, each) for each in accepted]
    with db.transaction(who.tenant) as session:
        row = session.get(RectificationRow, (who.tenant, rectification_id), with_for_update=True)
        if row is None:
            raise NotFound("not_found")
        honour = find_honour_row(session, row.honour_id).to_domain()
        if not rules.may_see_honour(who, honour):
            raise NotFound("not_found")
        allow(rules.may_report_rectification(who, honour), "may_not_report_rectification")
        if expected is not None and row.version != expected:
            raise ChangedMeanwhile("honour_changed_meanwhile")
        after = domain.report(row.to_domain(), text, today=day_of(now))
        row.apply(after)
        row.files, row.reported_by, row.reported_at = files, who.subject, now
        audit.record(session, who, "rectification_reported", OBJECT, honour.id, at=now, files=len(files))
        tasks.done(session, "rectify", row.id, by=who.subject, now=now)
        _recheck(session, row, now)
        return after


def _look_at(uploads: Sequence[tuple[str, bytes]]) -> list[Accepted]:
    if len(uploads) > FILES_AT_MOST:
        raise Invalid({"files": f"一次最多 {FILES_AT_MOST} 个文件。"})
    try:
        return [
            inspect(name, content, allowed=DOCUMENTS | IMAGES, limit_bytes=FILE_AT_MOST) for name, content in uploads
        ]
    except FileRefused as refused:
        raise Invalid({"files": refused.says}) from refused


def _kept(tenant: str, accepted: Accepted) -> dict[str, object]:
    given.store().put(tenant, accepted.content)
    return {
        "name": accepted.safe_name,
        "mime": accepted.mime,
        "size": accepted.size,
        "sha256": accepted.sha256,
    }


def _recheck(session: Session, row: RectificationRow, now: datetime) -> None:
    honour = find_honour_row(session, row.honour_id).to_domain()
    again = ReinspectionRow(
        tenant=row.tenant,
        id=new_id(),
        honour_id=row.honour_id,
        year=row.ordered_on.year,
        kind="recheck",
        due_on=row.due_on,
        status="due",
        rectification_id=row.id,
        opened_at=now,
    )
    session.add(again)
    title = f"整改复查：{honour.full_name} {honour.honour}"
    path = f"honours/{honour.id}"
    tasks.ask(
        session, "reinspect", again.id, title, path, tasks.SECRETARY, now=now, due_on=row.due_on,
        remind_days=programme_of(session, honour).remind_days,
    )  # fmt: skip


def find_lapsed(tenant: str, *, now: datetime) -> int:
    """Those not reported by their last day have failed; the chair is asked to revoke. Returns how many."""
    asked = select(RectificationRow).where(
        RectificationRow.tenant == tenant, RectificationRow.status == "ordered", RectificationRow.due_on < day_of(now)
    )
    with db.read(tenant) as session:
        if session.scalars(asked.limit(1)).first() is None:
            return 0
    with db.transaction(tenant) as session:
        rows = session.scalars(asked.limit(100).with_for_update()).all()
        for row in rows:
            honour = find_honour(session, row.honour_id).to_domain()
            row.apply(domain.close(row.to_domain(), passed=False))
            audit.record(session, audit.CLOCK, "rectification_lapsed", OBJECT, honour.id, at=now, due_on=row.due_on)
            tasks.done(session, "rectify", row.id, by="clock", now=now, outcome="lapsed")
            assert programme_of(session, honour)
            ask_to_revoke(session, honour, "到期未报整改结果", now=now)
        return len(rows)
