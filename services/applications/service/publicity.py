"""The end of publicity: after its last day, what nobody objects to goes on; an open objection holds its case (A5)."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from services.applications.domain import application as cases
from services.applications.domain.application import Status
from services.applications.domain.notice import is_over
from services.applications.models.meeting import NoticeEntryRow, NoticeRow, ObjectionRow
from services.applications.queries.regulated import case_rules
from services.applications.service import case_tasks
from services.applications.service.carry_out import tell_publicity
from services.applications.service.moves import find_row, record_move
from services.applications.store import db
from services.common import audit
from services.common.clock import day_of


def finish_publicity(tenant: str, *, now: datetime) -> int:
    """Close the notices whose last day is over and let their cases go on; returns how many went."""
    with db.read(tenant) as session:
        if not _finished(session, now):
            return 0
    with db.transaction(tenant) as session:
        return sum(_finish(session, notice, now) for notice in _finished(session, now))


def _finished(session: Session, now: datetime) -> list[NoticeRow]:
    """Whose last day is over, and which still run or have a case that is only listed and free to go."""
    free = exists().where(_free(), NoticeEntryRow.notice_id == NoticeRow.id)
    asked = select(NoticeRow).where(
        NoticeRow.tenant == session.info["tenant"],
        NoticeRow.ends_on < day_of(now),
        (NoticeRow.status == "running") | free,
    )
    return list(session.scalars(asked.order_by(NoticeRow.id)))


def _free() -> ColumnElement[bool]:
    """A listed entry without an open objection."""
    contested = exists().where(
        ObjectionRow.tenant == NoticeEntryRow.tenant,
        ObjectionRow.notice_id == NoticeEntryRow.notice_id,
        ObjectionRow.application_id == NoticeEntryRow.application_id,
        ObjectionRow.status == "open",
    )
    return and_(NoticeEntryRow.tenant == NoticeRow.tenant, NoticeEntryRow.outcome == "listed", ~contested)


def _finish(session: Session, notice: NoticeRow, now: datetime) -> int:
    assert is_over(notice.ends_on, day_of(now))
    if notice.status == "running":
        notice.status, notice.version = "over", notice.version + 1
        audit.record(session, audit.CLOCK, "publicity_over", "notice", notice.id, at=now)
        tell_publicity(session, notice, now)
    asked = (
        select(NoticeEntryRow)
        .join(NoticeRow, (NoticeRow.tenant == NoticeEntryRow.tenant) & (NoticeRow.id == NoticeEntryRow.notice_id))
        .where(_free(), NoticeEntryRow.notice_id == notice.id, NoticeEntryRow.tenant == notice.tenant)
        .order_by(NoticeEntryRow.ordinal)
    )
    moved = 0
    for entry in session.scalars(asked).all():
        row = find_row(session, entry.application_id)
        entry.outcome = "cleared"
        if row.status != Status.OPEN or row.stage != notice.stage:
            continue
        before = row.to_domain()
        rules = case_rules(session, before)
        after = cases.advance(before, rules.programme, at=now)
        row.apply(after)
        record_move(session, audit.CLOCK, "publicity_passed", before, after, now=now, notice=str(notice.id))
        case_tasks.announce(session, after, rules, now=now)
        moved += 1
    return moved
