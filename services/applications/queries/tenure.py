"""Re-inspections that are due or going on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.models.honour import HonourRow, ReinspectionRow


def open_reinspections(session: Session, *, limit: int = 200) -> list[tuple[ReinspectionRow, HonourRow]]:
    """By their last day, each with its honour."""
    row = ReinspectionRow
    asked = (
        select(row, HonourRow)
        .join(HonourRow, (HonourRow.tenant == row.tenant) & (HonourRow.id == row.honour_id))
        .where(row.tenant == session.info["tenant"], row.status.in_(("due", "assessing")))
        .order_by(row.due_on, row.id)
        .limit(limit)
    )
    return [(found, honour) for found, honour in session.execute(asked)]
