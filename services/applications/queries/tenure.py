"""Re-inspections that are due or going on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from services.applications.models.honour import HonourRow, ReinspectionRow
from services.common.paging import SIZE, cut, place_of


def open_reinspections(
    session: Session, status: str = "", *, after: Sequence[str] | None = None
) -> tuple[list[tuple[ReinspectionRow, HonourRow]], tuple[str, ...] | None]:
    """By their last day, each with its honour: a page, and the place after which the next one begins."""
    row = ReinspectionRow
    asked = (
        select(row, HonourRow)
        .join(HonourRow, (HonourRow.tenant == row.tenant) & (HonourRow.id == row.honour_id))
        .where(row.tenant == session.info["tenant"], row.status.in_((status,) if status else ("due", "assessing")))
        .order_by(row.due_on, row.id)
        .limit(SIZE + 1)
    )
    if (place := place_of(after, date.fromisoformat, UUID)) is not None:
        asked = asked.where(tuple_(row.due_on, row.id) > place)
    found = [(each, honour) for each, honour in session.execute(asked)]
    return cut(found, lambda each: (each[0].due_on, each[0].id))
