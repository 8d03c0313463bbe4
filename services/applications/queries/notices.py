"""Notices, what is listed in them, and the objections to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.models.meeting import NoticeEntryRow, NoticeRow, ObjectionRow
from services.applications.service.objection import receipt_hash
from services.common.errors import NotFound


@dataclass(frozen=True)
class Followed:
    """What the objector may see by his receipt: no finding, no handler, nobody's name."""

    subject_name: str
    received_at: datetime
    answer_by: date
    status: str
    answer: str
    answered_at: datetime | None


def find_notice(session: Session, notice_id: UUID | str) -> NoticeRow:
    row = session.get(NoticeRow, (session.info["tenant"], UUID(str(notice_id))))
    if row is None:
        raise NotFound("not_found")
    return row


def notices(session: Session, *, running: bool | None = None, limit: int = 100) -> Sequence[NoticeRow]:
    """Newest first."""
    asked = select(NoticeRow).where(NoticeRow.tenant == session.info["tenant"])
    if running is not None:
        asked = asked.where(NoticeRow.status == ("running" if running else "over"))
    return session.scalars(asked.order_by(NoticeRow.id.desc()).limit(limit)).all()


def entries_of(session: Session, notice_id: UUID) -> Sequence[NoticeEntryRow]:
    asked = select(NoticeEntryRow).where(
        NoticeEntryRow.tenant == session.info["tenant"], NoticeEntryRow.notice_id == notice_id
    )
    return session.scalars(asked.order_by(NoticeEntryRow.ordinal)).all()


def notice_of_docket(session: Session, docket_id: UUID) -> NoticeRow | None:
    asked = select(NoticeRow).where(NoticeRow.tenant == session.info["tenant"], NoticeRow.docket_id == docket_id)
    return session.scalars(asked.limit(1)).one_or_none()


def objections(session: Session, *, limit: int = 200) -> list[tuple[ObjectionRow, str]]:
    """Open ones first by their day, then the answered ones, each with whom it is about."""
    asked = (
        select(ObjectionRow, NoticeEntryRow.subject_name)
        .join(
            NoticeEntryRow,
            (NoticeEntryRow.tenant == ObjectionRow.tenant)
            & (NoticeEntryRow.notice_id == ObjectionRow.notice_id)
            & (NoticeEntryRow.application_id == ObjectionRow.application_id),
        )
        .where(ObjectionRow.tenant == session.info["tenant"])
        .order_by((ObjectionRow.status != "open"), ObjectionRow.answer_by, ObjectionRow.id)
        .limit(limit)
    )
    return [(row, name) for row, name in session.execute(asked)]


def find_objection(session: Session, objection_id: UUID | str) -> tuple[ObjectionRow, NoticeEntryRow, NoticeRow]:
    tenant = session.info["tenant"]
    row = session.get(ObjectionRow, (tenant, UUID(str(objection_id))))
    if row is None:
        raise NotFound("not_found")
    entry = session.get_one(NoticeEntryRow, (tenant, row.notice_id, row.application_id))
    return row, entry, find_notice(session, row.notice_id)


def objections_of(session: Session, application_id: UUID) -> Sequence[ObjectionRow]:
    asked = select(ObjectionRow).where(
        ObjectionRow.tenant == session.info["tenant"], ObjectionRow.application_id == application_id
    )
    return session.scalars(asked.order_by(ObjectionRow.id)).all()


def follow(session: Session, receipt: str) -> Followed:
    """By the receipt code alone. Raises NotFound."""
    asked = select(ObjectionRow).where(
        ObjectionRow.tenant == session.info["tenant"], ObjectionRow.receipt_hash == receipt_hash(receipt)
    )
    row = session.scalars(asked).one_or_none()
    if row is None:
        raise NotFound("not_found")
    entry = session.get_one(NoticeEntryRow, (row.tenant, row.notice_id, row.application_id))
    return Followed(entry.subject_name, row.received_at, row.answer_by, row.status, row.answer, row.answered_at)
