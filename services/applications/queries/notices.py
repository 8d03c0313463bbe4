"""Notices, what is listed in them, and the objections to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, not_, select, tuple_
from sqlalchemy.orm import Session

from services.applications.models.meeting import NoticeEntryRow, NoticeRow, ObjectionRow
from services.applications.service.protected import receipt_hash
from services.common.errors import NotFound
from services.common.paging import SIZE, cut, place_of

Place = tuple[str, ...]


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


@dataclass(frozen=True)
class NoticeQuery:
    """What the list is narrowed to; empty means all. `state`: running, or over from the day after its last."""

    state: str = ""
    year: int | None = None


def notices(
    session: Session, wanted: NoticeQuery, *, today: date, after: Sequence[str] | None = None
) -> tuple[list[NoticeRow], Place | None]:
    """Newest first, a page, and the place after which the next one begins."""
    row = NoticeRow
    asked = select(row).where(row.tenant == session.info["tenant"])
    running = and_(row.status == "running", row.ends_on >= today)
    if wanted.state:
        asked = asked.where(running if wanted.state == "running" else not_(running))
    if wanted.year is not None:
        asked = asked.where(row.year == wanted.year)
    if (place := place_of(after, UUID)) is not None:
        asked = asked.where(row.id < place[0])
    return cut(session.scalars(asked.order_by(row.id.desc()).limit(SIZE + 1)).all(), lambda each: (each.id,))


def entries_of(session: Session, notice_id: UUID) -> Sequence[NoticeEntryRow]:
    asked = select(NoticeEntryRow).where(
        NoticeEntryRow.tenant == session.info["tenant"], NoticeEntryRow.notice_id == notice_id
    )
    return session.scalars(asked.order_by(NoticeEntryRow.ordinal)).all()


def notice_of_docket(session: Session, docket_id: UUID) -> NoticeRow | None:
    asked = select(NoticeRow).where(NoticeRow.tenant == session.info["tenant"], NoticeRow.docket_id == docket_id)
    return session.scalars(asked.limit(1)).one_or_none()


def objections(
    session: Session, status: str = "", *, after: Sequence[str] | None = None
) -> tuple[list[tuple[ObjectionRow, str]], Place | None]:
    """Open ones first by their day, then the answered ones, each with whom it is about: a page, and its end."""
    row = ObjectionRow
    is_closed = row.status != "open"
    asked = (
        select(row, NoticeEntryRow.subject_name)
        .join(
            NoticeEntryRow,
            (NoticeEntryRow.tenant == ObjectionRow.tenant)
            & (NoticeEntryRow.notice_id == ObjectionRow.notice_id)
            & (NoticeEntryRow.application_id == ObjectionRow.application_id),
        )
        .where(row.tenant == session.info["tenant"])
        .order_by(is_closed, row.answer_by, row.id)
        .limit(SIZE + 1)
    )
    if status:
        asked = asked.where(row.status == status)
    if (place := place_of(after, "True".__eq__, date.fromisoformat, UUID)) is not None:
        asked = asked.where(tuple_(is_closed, row.answer_by, row.id) > place)
    found = [(each, name) for each, name in session.execute(asked)]
    return cut(found, lambda each: (each[0].status != "open", each[0].answer_by, each[0].id))


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
    return session.scalars(asked.order_by(ObjectionRow.received_at, ObjectionRow.id)).all()


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
