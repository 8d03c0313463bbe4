"""Org units: what stands where, what became of a unit, who is there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.paging import SIZE


@dataclass(frozen=True)
class UnitLine:
    id: UUID
    parent_id: UUID | None
    path: str
    kind: str
    name: str
    valid_from: date
    valid_to: date | None
    merged_into_id: UUID | None
    version: int
    below: int = 0


@dataclass(frozen=True)
class Past:
    """One entry of a unit's history; `before` and `after` are the unit as it was."""

    at: datetime
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    by_name: str


_LINE = """
select u.id, u.parent_id, u.path, u.kind, u.name, u.valid_from, u.valid_to, u.merged_into_id, u.version,
  (select count(*) from org_unit c where c.tenant = :t and c.parent_id = u.id and c.valid_to is null) as below
from org_unit u where u.tenant = :t
"""
_AFTER = " and (cast(:name as text) is null or (u.name, u.id) > (:name, cast(:id as uuid)))"
_ORDER = " order by u.name, u.id limit :limit"


def children(
    session: Session, parent_id: UUID | None, *, ended: bool = False, after: list[str] | None = None
) -> list[UnitLine]:
    """One more than a page, so that the caller sees whether there is another."""
    question = _LINE + " and u.parent_id is not distinct from :parent and (:ended or u.valid_to is null)"
    return _lines(session, question + _AFTER + _ORDER, after, parent=parent_id, ended=ended)


def search(session: Session, words: str, *, kind: str = "", after: list[str] | None = None) -> list[UnitLine]:
    """Units whose name contains the words."""
    question = _LINE + " and strpos(u.name, :words) > 0 and (:kind = '' or u.kind = :kind)"
    return _lines(session, question + _AFTER + _ORDER, after, words=words, kind=kind)


def _lines(session: Session, question: str, after: list[str] | None, **values: Any) -> list[UnitLine]:
    name, id_ = after or (None, None)
    known = {"t": session.info["tenant"], "name": name, "id": id_, "limit": SIZE + 1, **values}
    return [UnitLine(*row) for row in session.execute(text(question), known)]


def line(session: Session, unit_id: UUID) -> UnitLine | None:
    row = session.execute(text(_LINE + " and u.id = :id"), {"t": session.info["tenant"], "id": unit_id}).one_or_none()
    return UnitLine(*row) if row else None


def way_to(session: Session, path: str) -> list[tuple[UUID, str]]:
    """Id and name of each unit on the way, the outermost first, the unit itself last."""
    ids = [part for part in path.split("/") if part]
    rows = session.execute(
        text(
            "select id, name from org_unit where tenant = :t and id = any(cast(:ids as uuid[])) order by length(path)"
        ),
        {"t": session.info["tenant"], "ids": ids},
    )
    return [(row.id, row.name) for row in rows]


def past_of(session: Session, unit_id: UUID) -> list[Past]:
    rows = session.execute(
        text(
            "select at, action, before, after, by_name from org_unit_history"
            " where tenant = :t and org_unit_id = :id order by id desc limit 200"
        ),
        {"t": session.info["tenant"], "id": unit_id},
    )
    return [Past(*row) for row in rows]


def choices(session: Session) -> list[tuple[UUID, str]]:
    """Id and name, with the one above, of every living unit that others can stand or act under."""
    rows = session.execute(
        text(
            "select u.id, u.name, p.name as parent from org_unit u"
            " left join org_unit p on p.tenant = u.tenant and p.id = u.parent_id"
            " where u.tenant = :t and u.valid_to is null and u.kind <> 'team' order by u.path limit 2000"
        ),
        {"t": session.info["tenant"]},
    )
    return [(row.id, f"{row.parent} / {row.name}" if row.parent else row.name) for row in rows]
