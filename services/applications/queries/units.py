"""Units of the directory as an application needs them: who can be put forward, and where it stands."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.applications.domain.place import SUBJECT_KINDS, Place, place_of
from services.common.directory import OrgUnit, find_unit

_COLUMNS = "id, parent_id, path, kind, name"


def find_place(session: Session, unit_id: UUID | str) -> Place:
    """Raises NotFound for a unit that is not of this tenant, DomainError unit_has_no_union."""
    subject = find_unit(session, unit_id)
    above = _by_ids(session, [part for part in subject.path.split("/") if part][:-1])
    union = next((unit for unit in reversed([*above, subject]) if unit.kind == "employer_union"), subject)
    return place_of(subject, above, _employers_under(session, union.path))


def _by_ids(session: Session, ids: Sequence[str]) -> list[OrgUnit]:
    rows = session.execute(
        text(f"select {_COLUMNS} from org_unit where tenant = :t and id = any(cast(:ids as uuid[])) order by path"),  # noqa: S608
        {"t": session.info["tenant"], "ids": list(ids)},
    )
    return sorted((OrgUnit(*row) for row in rows), key=lambda unit: len(unit.path))


def _employers_under(session: Session, path: str) -> list[OrgUnit]:
    rows = session.execute(
        text(
            f"select {_COLUMNS} from org_unit where tenant = :t and path like :path || '%' and kind = 'employer'"  # noqa: S608
            " and valid_to is null order by path limit 2"
        ),
        {"t": session.info["tenant"], "path": path},
    )
    return [OrgUnit(*row) for row in rows]


def subjects_for(session: Session, subject_kind: str, paths: Sequence[str], *, on: date) -> list[OrgUnit]:
    """The units that someone holding `paths` can put forward for that kind of subject, by path."""
    rows = session.execute(
        text(
            f"select {_COLUMNS} from org_unit where tenant = :t and kind = any(:kinds)"  # noqa: S608
            " and valid_from <= :on and (valid_to is null or valid_to >= :on)"
            " and exists (select 1 from unnest(cast(:paths as text[])) as p where p <> '' and starts_with(path, p))"
            " order by path limit 500"
        ),
        {
            "t": session.info["tenant"],
            "kinds": list(SUBJECT_KINDS.get(subject_kind, ())),
            "on": on,
            "paths": list(paths),
        },
    )
    return [OrgUnit(*row) for row in rows]


def reviewing_units(session: Session) -> list[OrgUnit]:
    """The reviewing unions of the tenant, for the filters of lists."""
    rows = session.execute(
        text(
            f"select {_COLUMNS} from org_unit where tenant = :t and kind in ('township', 'industry', 'direct')"  # noqa: S608
            " order by name limit 500"
        ),
        {"t": session.info["tenant"]},
    )
    return [OrgUnit(*row) for row in rows]
