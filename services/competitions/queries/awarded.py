"""Awards by who has them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, column, func, or_, select, table
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.models.contest import ContestRow, EntryRow
from services.competitions.models.score import AwardRow

MOST = 200
_UNIT = table("org_unit", column("tenant"), column("id"), column("path"))


def awards_of(
    session: Session, *, person_id: UUID | None = None, unit_id: UUID | None = None, person_name: str = ""
) -> Sequence[tuple[AwardRow, ContestRow, EntryRow | None]]:
    """Of a person, or of a unit and all below it (there of one name); the latest first, none that was withdrawn.

    A team's award has no entry.
    """
    mine = AwardRow.person_id == person_id if person_id is not None else _at(session, unit_id)
    asked = (
        select(AwardRow, ContestRow, EntryRow)
        .join(ContestRow, (ContestRow.tenant == AwardRow.tenant) & (ContestRow.id == AwardRow.contest_id))
        .outerjoin(EntryRow, (EntryRow.tenant == AwardRow.tenant) & (EntryRow.id == AwardRow.entry_id))
        .where(AwardRow.tenant == tenant_of(session), AwardRow.withdrawn_at.is_(None), mine)
        .order_by(AwardRow.made_at.desc(), AwardRow.id.desc())
        .limit(MOST)
    )
    if person_name:
        asked = asked.where(EntryRow.name == person_name)
    return [(award, contest, entry) for award, contest, entry in session.execute(asked)]


def _at(session: Session, unit_id: UUID | None) -> ColumnElement[bool]:
    """Won by the unit or one below it, or entered by one: an entry may name an employer beside its union's branch."""
    u = _UNIT.c
    own = select(u.path).where(u.tenant == tenant_of(session), u.id == unit_id)
    path = session.execute(own).scalar_one_or_none()
    if path is None:
        return AwardRow.unit_id == unit_id
    below = select(u.id).where(u.tenant == tenant_of(session), func.starts_with(u.path, path))
    return or_(AwardRow.unit_id.in_(below), func.starts_with(EntryRow.unit_path, path))
