"""People and their grants."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.paging import SIZE


@dataclass(frozen=True)
class PersonLine:
    """`phone` is whole: whoever shows it masks it."""

    id: UUID
    subject: str
    name: str
    username: str
    phone: str
    email: str
    born: str
    org_unit_id: UUID | None
    unit: str
    valid_to: date | None
    version: int


@dataclass(frozen=True)
class GrantLine:
    id: UUID
    subject: str
    person_id: UUID
    person: str
    role: str
    org_unit_id: UUID | None
    unit: str
    valid_from: date
    valid_to: date | None
    revoked: bool
    granted_at: datetime | None


_PERSON = """
select p.id, p.subject, p.name, p.username, p.phone, p.email, p.born, p.org_unit_id, coalesce(u.name, '') as unit,
  p.valid_to, p.version
from person p left join org_unit u on u.tenant = p.tenant and u.id = p.org_unit_id where p.tenant = :t
"""
_GRANT = """
select g.id, g.subject, g.person_id, p.name as person, g.role, g.org_unit_id, coalesce(u.name, '') as unit,
  g.valid_from, g.valid_to, g.revoked, g.granted_at
from grant_ g join person p on p.tenant = g.tenant and p.id = g.person_id
left join org_unit u on u.tenant = g.tenant and u.id = g.org_unit_id where g.tenant = :t
"""


def find_people(
    session: Session, words: str = "", *, unit_id: UUID | None = None, after: list[str] | None = None
) -> list[PersonLine]:
    """By name, one more than a page. words: part of the name or of the login name."""
    name, id_ = after or (None, None)
    rows = session.execute(
        text(
            _PERSON + " and (:words = '' or strpos(p.name, :words) > 0 or strpos(p.username, :words) > 0)"
            " and (cast(:unit as uuid) is null or p.org_unit_id = :unit)"
            " and (cast(:name as text) is null or (p.name, p.id) > (:name, cast(:id as uuid)))"
            " order by p.name, p.id limit :limit"
        ),
        {
            "t": session.info["tenant"],
            "words": words,
            "unit": unit_id,
            "name": name,
            "id": id_,
            "limit": SIZE + 1,
        },
    )
    return [PersonLine(*row) for row in rows]


def person_line(session: Session, person_id: UUID) -> PersonLine | None:
    row = session.execute(
        text(_PERSON + " and p.id = :id"), {"t": session.info["tenant"], "id": person_id}
    ).one_or_none()
    return PersonLine(*row) if row else None


def grants_of(session: Session, person_id: UUID) -> list[GrantLine]:
    """All that the person has and had, the newest first."""
    rows = session.execute(
        text(_GRANT + " and g.person_id = :id order by g.id desc limit 200"),
        {"t": session.info["tenant"], "id": person_id},
    )
    return [GrantLine(*row) for row in rows]


def find_grants(
    session: Session, *, role: str = "", unit_id: UUID | None = None, on: date, after: list[str] | None = None
) -> list[GrantLine]:
    """Those that hold on the day or will, by role, one more than a page."""
    at_role, id_ = after or (None, None)
    rows = session.execute(
        text(
            _GRANT + " and not g.revoked and (g.valid_to is null or g.valid_to >= :on)"
            " and (:role = '' or g.role = :role) and (cast(:unit as uuid) is null or g.org_unit_id = :unit)"
            " and (cast(:at as text) is null or (g.role, g.id) > (:at, cast(:id as uuid)))"
            " order by g.role, g.id limit :limit"
        ),
        {
            "t": session.info["tenant"],
            "on": on,
            "role": role,
            "unit": unit_id,
            "at": at_role,
            "id": id_,
            "limit": SIZE + 1,
        },
    )
    return [GrantLine(*row) for row in rows]
