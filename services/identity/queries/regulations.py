"""Regulations of the tenant: what is in force, what was published, what is being written."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.errors import NotFound


@dataclass(frozen=True)
class VersionLine:
    """`in_force`: it is the one that a case beginning on the asked day follows."""

    regulation_id: str
    version: int
    title: str
    effective_on: date
    published_at: datetime
    published_by: str
    is_history: bool
    in_force: bool


@dataclass(frozen=True)
class DraftLine:
    id: UUID
    regulation_id: str
    title: str
    based_on_version: int
    faults: int
    version: int
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True)
class Published:
    line: VersionLine
    text: str
    document: dict[str, Any]


_FORCE = """
coalesce((select max(o.version) from regulation_version o where o.tenant = :t and o.regulation_id = v.regulation_id
  and o.effective_on <= :on) = v.version, false)
"""
_VERSION = f"""
select v.regulation_id, v.version, v.title, v.effective_on, v.published_at, v.published_by, v.is_history,
  {_FORCE} as in_force
from regulation_version v where v.tenant = :t
"""  # noqa: S608


def versions(session: Session, regulation_id: str = "", *, on: date) -> list[VersionLine]:
    """The newest first; of one regulation, or of all."""
    rows = session.execute(
        text(_VERSION + " and (:id = '' or v.regulation_id = :id) order by v.regulation_id, v.version desc limit 500"),
        {"t": session.info["tenant"], "id": regulation_id, "on": on},
    )
    return [VersionLine(*row) for row in rows]


def published(session: Session, regulation_id: str, version: int, *, on: date) -> Published:
    rows = [line for line in versions(session, regulation_id, on=on) if line.version == version]
    row = session.execute(
        text(
            "select text, document from regulation_version where tenant = :t and regulation_id = :id and version = :v"
        ),
        {"t": session.info["tenant"], "id": regulation_id, "v": version},
    ).one_or_none()
    if row is None or not rows:
        raise NotFound("not_found")
    return Published(rows[0], row.text, row.document)


def drafts(session: Session) -> list[DraftLine]:
    rows = session.execute(
        text(
            "select id, regulation_id, title, based_on_version, faults, version, updated_at, updated_by"
            " from regulation_draft where tenant = :t order by updated_at desc limit 200"
        ),
        {"t": session.info["tenant"]},
    )
    return [DraftLine(*row) for row in rows]


def is_taken(session: Session, regulation_id: str) -> bool:
    """Is there a version, or a draft, of that id?"""
    found = session.scalar(
        text(
            "select exists (select 1 from regulation_version where tenant = :t and regulation_id = :id)"
            " or exists (select 1 from regulation_draft where tenant = :t and regulation_id = :id)"
        ),
        {"t": session.info["tenant"], "id": regulation_id},
    )
    return bool(found)
