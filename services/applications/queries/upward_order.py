"""In which order holders may be passed upward, said in SQL: whoever may go first, then the preferred (A6, A8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, cast, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from services.applications.domain.dossier import LIVE, UNDECIDED
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow
from services.applications.models.honour import HonourRow

UNRANKED: Final = 1_000_000
Version = tuple[str, int]
Place = tuple[str, int, int, int, date, str, UUID]
"""Of the last row shown: programme, how many were shown, held back, preferred, conferred, number, id."""


@dataclass(frozen=True)
class Holders:
    """The versions under which a programme's holders were conferred, the newest first."""

    programme: str
    versions: tuple[Version, ...]


def holders(session: Session, programme: str = "") -> list[Holders]:
    row = HonourRow
    columns = (row.programme, row.regulation_id, row.regulation_version)
    asked = select(*columns).where(row.tenant == session.info["tenant"], row.standing != "revoked").group_by(*columns)
    if programme:
        asked = asked.where(row.programme == programme)
    asked = asked.order_by(row.programme, func.max(row.conferred_on).desc(), row.regulation_version.desc())
    found: dict[str, list[Version]] = {}
    for name, regulation, version in session.execute(asked):
        found.setdefault(name, []).append((regulation, version))
    return [Holders(name, tuple(versions)) for name, versions in found.items()]


def awaited(session: Session) -> frozenset[str]:
    """The programmes of which a name is above and not decided upon."""
    row = DossierRow
    asked = select(row.programme).where(
        row.tenant == session.info["tenant"], row.direction == "sent", row.status.in_([str(each) for each in UNDECIDED])
    )
    return frozenset(session.scalars(asked.distinct()))


def held_back(closed: Collection[Version]) -> ColumnElement[bool]:
    """Rectifying, above already, or of a version by which nobody may go now."""
    row, sent = HonourRow, DossierRow
    is_above = exists().where(
        sent.tenant == row.tenant,
        sent.honour_id == row.id,
        sent.direction == "sent",
        sent.status.in_([str(each) for each in LIVE]),
    )
    stays = [row.standing != "valid", is_above]
    if closed:
        stays.append(tuple_(row.regulation_id, row.regulation_version).in_(sorted(closed)))
    return or_(*stays)


def ready(session: Session, programme: str, closed: Collection[Version]) -> int:
    asked = select(func.count()).where(_of(session, programme), ~held_back(closed))
    return session.execute(asked).scalar_one()


def page(
    session: Session, programme: str, prefer: str | None, closed: Collection[Version], place: Place | None, size: int
) -> Sequence[Any]:
    """Rows (honour, rank, held back, preferred), one more than fits; whoever may go comes first."""
    row, case = HonourRow, ApplicationRow
    back = cast(held_back(closed), Integer).label("back")
    first = {"kept": -row.kept_years, "rank": func.coalesce(case.rank, UNRANKED)}.get(prefer or "", literal(0))
    order = (back, first, row.conferred_on, row.number, row.id)
    asked = (
        select(row, case.rank, back, first.label("first"))
        .join(case, and_(case.tenant == row.tenant, case.id == row.application_id))
        .where(_of(session, programme))
    )
    if place is not None:
        asked = asked.where(tuple_(*order) > place[2:])
    return session.execute(asked.order_by(*order).limit(size + 1)).all()


def _of(session: Session, programme: str) -> ColumnElement[bool]:
    row = HonourRow
    return and_(row.tenant == session.info["tenant"], row.programme == programme, row.standing != "revoked")
