"""Keeps cases' places, honours and notices as applications tells them, and the figures that follow from them."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.portal.domain.case_place import CasePlace
from services.portal.domain.figure import Counts
from services.portal.domain.honour import Honour
from services.portal.models import CasePlaceRow, HonourRow, NoticeRow
from services.portal.service.figures import count


class NotHeardOf(LookupError):
    """An event about an honour that was never told as conferred."""


def keep_place(session: Session, case_id: str, change: Callable[[CasePlace | None], CasePlace]) -> None:
    row = session.get(CasePlaceRow, (tenant_of(session), case_id), with_for_update=True)
    before = row.to_domain() if row else None
    after = change(before)
    if row is None:
        row = CasePlaceRow(tenant=tenant_of(session))
        session.add(row)
    row.apply(after)
    count(session, before.counts() if before else Counter(), after.counts())


def add_honour(session: Session, honour: Honour) -> None:
    """Conferred. Told again under another event, it is the same honour."""
    row = session.get(HonourRow, (tenant_of(session), honour.id), with_for_update=True)
    if row is not None:
        return
    row = HonourRow(tenant=tenant_of(session))
    row.apply(honour)
    session.add(row)
    count(session, Counter(), honour.counts())


def change_honour(
    session: Session,
    honour_id: str,
    change: Callable[[Honour], Honour],
    adds: Callable[[Honour], Counts] = lambda _: Counter(),
) -> None:
    """Raises NotHeardOf."""
    row = session.get(HonourRow, (tenant_of(session), honour_id), with_for_update=True)
    if row is None:
        raise NotHeardOf(honour_id)
    before = row.to_domain()
    after = change(before)
    row.apply(after)
    count(session, before.counts(), after.counts() + adds(after))


def keep_notice(
    session: Session,
    notice_id: str,
    *,
    title: str,
    status: str,
    starts_on: date,
    ends_on: date | None,
    url: str,
    told_at: datetime,
) -> None:
    """The newest word about a notice stands."""
    values = {"title": title, "status": status, "starts_on": starts_on, "ends_on": ends_on, "url": url}
    values["told_at"] = told_at
    put = insert(NoticeRow).values(tenant=tenant_of(session), id=notice_id, **values)
    session.execute(
        put.on_conflict_do_update(
            index_elements=["tenant", "id"], set_=values, where=NoticeRow.told_at <= put.excluded.told_at
        )
    )
