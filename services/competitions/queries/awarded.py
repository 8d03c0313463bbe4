"""Awards by who has them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.models.contest import ContestRow, EntryRow
from services.competitions.models.score import AwardRow

MOST = 200


def awards_of(
    session: Session, *, person_id: UUID | None = None, unit_id: UUID | None = None
) -> Sequence[tuple[AwardRow, ContestRow, EntryRow]]:
    """Of a person, or of a team or an employer; the latest first, none that was withdrawn."""
    mine = AwardRow.person_id == person_id if person_id is not None else AwardRow.unit_id == unit_id
    asked = (
        select(AwardRow, ContestRow, EntryRow)
        .join(ContestRow, (ContestRow.tenant == AwardRow.tenant) & (ContestRow.id == AwardRow.contest_id))
        .join(EntryRow, (EntryRow.tenant == AwardRow.tenant) & (EntryRow.id == AwardRow.entry_id))
        .where(AwardRow.tenant == tenant_of(session), AwardRow.withdrawn_at.is_(None), mine)
        .order_by(AwardRow.made_at.desc(), AwardRow.id.desc())
        .limit(MOST)
    )
    return [(award, contest, entry) for award, contest, entry in session.execute(asked)]
