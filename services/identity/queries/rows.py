"""One row of the session's tenant, by its key; for a change it is locked. Not there and not yours look alike."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.errors import ChangedMeanwhile, NotFound
from services.identity.models import DraftRow, GrantRow, ImportRow, OrgUnitRow, PersonRow, TenantRow

OwnRow = TypeVar("OwnRow", OrgUnitRow, PersonRow, GrantRow, DraftRow, ImportRow)


def own(session: Session, kind: type[OwnRow], id_: UUID | str, *, lock: bool = False) -> OwnRow:
    """Raises NotFound, for malformed ids too."""
    try:
        key = UUID(str(id_))
    except ValueError as error:
        raise NotFound("not_found") from error
    question = select(kind).where(kind.tenant == session.info["tenant"], kind.id == key)
    row = session.scalars(question.with_for_update() if lock else question).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row


def tenant_row(session: Session, code: str, *, lock: bool = False) -> TenantRow:
    question = select(TenantRow).where(TenantRow.code == code)
    row = session.scalars(question.with_for_update() if lock else question).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row


def expect(seen: int, kept: int) -> None:
    """Raises ChangedMeanwhile unless the caller saw the newest version."""
    if seen != kept:
        raise ChangedMeanwhile("row_changed_meanwhile")
