"""The images of the federation's seal, and which of them a document of some day carries."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.models.seal import SealImageRow
from services.applications.rules import seals as rules
from services.common.clock import day_of
from services.common.documents import SealImage
from services.common.errors import NotFound, allow
from services.common.files import FileKey, FileMissing
from services.common.paging import SIZE, cut, place_of
from services.common.principal import Principal


def seals(
    session: Session, who: Principal, *, after: Sequence[str] | None = None
) -> tuple[list[SealImageRow], tuple[str, ...] | None]:
    """Newest first, a page, and the place after which the next one begins."""
    allow(rules.may_see_seals(who), "may_not_see_seals")
    row = SealImageRow
    asked = select(row).where(row.tenant == session.info["tenant"])
    if (place := place_of(after, UUID)) is not None:
        asked = asked.where(row.id < place[0])
    return cut(session.scalars(asked.order_by(row.id.desc()).limit(SIZE + 1)).all(), lambda each: (each.id,))


def find_seal(session: Session, who: Principal, seal_id: UUID) -> SealImageRow:
    allow(rules.may_see_seals(who), "may_not_see_seals")
    row = session.get(SealImageRow, (session.info["tenant"], seal_id))
    if row is None:
        raise NotFound("not_found")
    return row


def seal_of_day(session: Session, on: date) -> SealImage | None:
    """The one in use when that day ended; for days before the first one, the first. None: the place waits for a stamp.

    A document printed again years later carries the seal of its own day.
    """
    row = SealImageRow
    asked = select(row).where(row.tenant == session.info["tenant"]).order_by(row.added_at, row.id)
    rows = session.scalars(asked).all()
    then = [each for each in rows if day_of(each.added_at) <= on] or rows[:1]
    if not then or (then[-1].retired_at is not None and day_of(then[-1].retired_at) <= on):
        return None
    return image_of(then[-1])


def image_of(row: SealImageRow) -> SealImage:
    """Raises NotFound where its bytes are gone."""
    try:
        return SealImage(given.store().get(FileKey(row.tenant, row.sha256)), row.width, row.height)
    except FileMissing as missing:
        raise NotFound("not_found") from missing
