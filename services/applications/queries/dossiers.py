"""Dossiers sent and received, what was decided on them, and their contents read back from the sealed bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from services.applications.models.dossier import DossierRow, DossierStepRow, TrustedKeyRow
from services.applications.queries.federations import names
from services.applications.rules import dossiers as rules
from services.common.errors import NotFound, allow
from services.common.paging import SIZE, cut, place_of
from services.common.principal import Principal


@dataclass(frozen=True)
class Step:
    """A decision taken above, as it came down: `told_as` is the federation's name."""

    decision: str
    reason: str
    level: str
    decided_by: str
    told_as: str
    decided_at: datetime


def find(session: Session, who: Principal, dossier_id: UUID | str) -> DossierRow:
    """Raises NotFound alike for what is not there and for a neighbour's, NotAllowed may_not_see_dossiers."""
    allow(rules.may_see_dossiers(who), "may_not_see_dossiers")
    try:
        row = session.get(DossierRow, (session.info["tenant"], UUID(str(dossier_id))))
    except ValueError:
        row = None
    if row is None:
        raise NotFound("not_found")
    return row


def listed(
    session: Session, who: Principal, *, direction: str = "", status: str = "", after: Sequence[str] | None = None
) -> tuple[list[DossierRow], tuple[str, ...] | None]:
    """Newest first, a page, and the place after which the next one begins."""
    allow(rules.may_see_dossiers(who), "may_not_see_dossiers")
    row = DossierRow
    asked = select(row).where(row.tenant == session.info["tenant"])
    if direction:
        asked = asked.where(row.direction == direction)
    if status:
        asked = asked.where(row.status == status)
    if (place := place_of(after, datetime.fromisoformat, UUID)) is not None:
        asked = asked.where(tuple_(row.at, row.id) < place)
    rows = session.scalars(asked.order_by(row.at.desc(), row.id.desc()).limit(SIZE + 1)).all()
    return cut(rows, lambda each: (each.at.isoformat(), each.id))


def steps_of(session: Session, dossier_id: UUID) -> list[Step]:
    """Oldest first."""
    row = DossierStepRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.dossier_id == dossier_id)
    rows = list(session.scalars(asked.order_by(row.decided_at, row.id)))
    told_as = names(session, (each.decided_by_tenant for each in rows)) if rows else {}
    return [
        Step(
            each.decision,
            each.reason,
            each.level,
            each.decided_by_tenant,
            told_as[each.decided_by_tenant],
            each.decided_at,
        )
        for each in rows
    ]


def sent_of_case(session: Session, application_id: UUID) -> list[DossierRow]:
    """What was passed upward of this case, the latest last."""
    row = DossierRow
    asked = select(row).where(
        row.tenant == session.info["tenant"], row.application_id == application_id, row.direction == "sent"
    )
    return list(session.scalars(asked.order_by(row.at, row.id)))


def received_of_case(session: Session, dossier_id: UUID | None) -> DossierRow | None:
    return session.get(DossierRow, (session.info["tenant"], dossier_id)) if dossier_id is not None else None


def trusted(session: Session, who: Principal) -> list[TrustedKeyRow]:
    """The foreign keys that this tenant believes, newest first."""
    allow(rules.may_see_keys(who), "may_not_trust")
    row = TrustedKeyRow
    asked = select(row).where(row.tenant == session.info["tenant"])
    return list(session.scalars(asked.order_by(row.added_at.desc(), row.key_id)))
