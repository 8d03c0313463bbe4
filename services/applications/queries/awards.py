"""Awards of contests that the platform holds of a case's subject: from the copy, so that a page asks nobody."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.deeds import Deed, deeds_of
from services.applications.domain.filling import Filling

MOST = 200
OF_TEAMS: Final = ("team", "studio")
_KNOWN = text(
    "select a.id, a.contest_title, a.level, a.trade, a.title, coalesce(a.place, 0) as place, a.number, a.made_on,"
    " coalesce(p.name, '') as person from contest_award a"
    " join org_unit u on u.tenant = a.tenant and u.id = a.unit_id"
    " left join person p on p.tenant = a.tenant and p.id = a.person_id"
    " where a.tenant = :t and a.withdrawn_on is null and a.made_on is not null and starts_with(u.path, :path)"
    " and (:person = '' or p.name = :person) order by a.made_on desc, a.id desc limit :most"
)
_WITHDRAWN = text("select id from contest_award where tenant = :t and id = any(:ids) and withdrawn_on is not null")


def asked_of(case: Application) -> tuple[UUID | None, str, str]:
    """Whose awards are the case's: unit, its path, and the name where it is a person's.

    A team's are its own; everybody else's are those of its union and all below it. Where no grassroots union stands
    between, the subject's own: a whole township's are nobody's merit.
    """
    own = case.subject_kind in OF_TEAMS or case.union_unit_id in (None, case.reviewing_unit_id)
    unit = case.subject_unit_id if own else case.union_unit_id
    path = case.subject_unit_path if own else case.union_path
    return unit, path, case.subject_name if case.subject_kind == "person" else ""


def known_awards(session: Session, case: Application) -> list[Deed]:
    """The latest first. Of a person only those won under an account of his: the copy has no names."""
    _unit, path, person = asked_of(case)
    if not path:
        return []
    asked = {"t": case.tenant, "path": path, "person": person, "most": MOST}
    return [_deed(row) for row in session.execute(_KNOWN, asked)]


def withdrawn_among(session: Session, filling: Filling) -> frozenset[str]:
    """Of the awards that were taken as deeds, those that have fallen since."""
    ids = [UUID(each.award_id) for each in deeds_of(filling)]
    if not ids:
        return frozenset()
    found: Sequence[Any] = session.scalars(_WITHDRAWN, {"t": session.info["tenant"], "ids": ids}).all()
    return frozenset(str(each) for each in found)


def _deed(row: Row[Any]) -> Deed:
    return Deed(
        award_id=str(row.id),
        contest=row.contest_title,
        level=row.level,
        trade=row.trade,
        title=row.title,
        place=row.place,
        number=row.number,
        made_on=row.made_on.isoformat(),
        person=row.person,
    )
