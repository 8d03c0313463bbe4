"""Reads of the copy. Every function works inside the session's tenant, except those over the tree and the calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from services.common.errors import NotFound
from services.common.roles import Role


@dataclass(frozen=True)
class Tenant:
    code: str
    parent_code: str
    name: str
    short_name: str
    level: str


@dataclass(frozen=True)
class OrgUnit:
    """`path` is "/id/id/", root first, its own id last. kind: township, industry, employer_union, employer, team …"""

    id: UUID
    parent_id: UUID | None
    path: str
    kind: str
    name: str


@dataclass(frozen=True)
class Person:
    id: UUID
    subject: str
    name: str
    org_unit_path: str


@dataclass(frozen=True)
class RegulationVersion:
    regulation_id: str
    version: int
    title: str
    effective_on: date
    document: dict[str, Any]


_TENANT = "code, parent_code, name, short_name, level"
_UNIT = "id, parent_id, path, kind, name"
_FIND_TENANT = text(f"select {_TENANT} from tenant where code = :code")
_LINEAGE = text(
    "with recursive up as (select *, 0 as height from tenant where code = :code union all"
    " select t.*, up.height + 1 from tenant t join up on t.code = up.parent_code where up.height < 9)"
    f" select {_TENANT} from up order by height"
)


def find_tenant(session: Session, code: str) -> Tenant:
    row = session.connection().execute(_FIND_TENANT, {"code": code}).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return Tenant(*row)


def lineage(session: Session, code: str) -> list[Tenant]:
    """The tenant and all above it, nearest first."""
    rows = session.connection().execute(_LINEAGE, {"code": code})
    return [Tenant(*row) for row in rows]


def find_unit(session: Session, unit_id: UUID | str) -> OrgUnit:
    row = session.execute(
        text(f"select {_UNIT} from org_unit where tenant = :t and id = :id"),
        {"t": session.info["tenant"], "id": str(unit_id)},
    ).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return OrgUnit(*row)


def units_below(session: Session, path: str, *, kinds: Sequence[str] = (), on: date | None = None) -> list[OrgUnit]:
    """The units at and under the path ("" for all of the tenant), by path."""
    rows = session.execute(
        text(
            f"select {_UNIT} from org_unit where tenant = :t and path like :path || '%'"
            " and (:any_kind or kind = any(:kinds))"
            " and (cast(:on as date) is null or valid_to is null or valid_to >= :on)"
            " order by path limit 2000"
        ),
        {"t": session.info["tenant"], "path": path, "any_kind": not kinds, "kinds": list(kinds), "on": on},
    )
    return [OrgUnit(*row) for row in rows]


def holders_of(session: Session, role: Role, *, on: date, unit_path: str = "") -> list[Person]:
    """Who holds the role on the day; with a path, where the grant covers that unit."""
    rows = session.execute(
        text(
            "select distinct p.id, p.subject, p.name, coalesce(u.path, '') from grant_ g"
            " join person p on p.tenant = g.tenant and p.subject = g.subject"
            " left join org_unit u on u.tenant = p.tenant and u.id = p.org_unit_id"
            " where g.tenant = :t and g.role = :role and not g.revoked and g.valid_from <= :on"
            " and (g.valid_to is null or g.valid_to >= :on)"
            " and (:path = '' or starts_with(:path, g.org_unit_path)) order by p.name, p.id"
        ),
        {"t": session.info["tenant"], "role": role, "on": on, "path": unit_path},
    )
    return [Person(*row) for row in rows]


_VERSION = "regulation_id, version, title, effective_on, document"


def find_regulation(session: Session, regulation_id: str, version: int) -> RegulationVersion:
    """The very version a case began under."""
    row = session.execute(
        text(
            f"select {_VERSION} from regulation_version"
            " where tenant = :t and regulation_id = :id and version = :version"
        ),
        {"t": session.info["tenant"], "id": regulation_id, "version": version},
    ).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return RegulationVersion(*row)


def regulations(session: Session, *, on: date) -> list[RegulationVersion]:
    """Of each regulation of the tenant, the newest version in force on the day."""
    rows = session.execute(
        text(
            f"select distinct on (regulation_id) {_VERSION} from regulation_version"
            " where tenant = :t and effective_on <= :on order by regulation_id, effective_on desc, version desc"
        ),
        {"t": session.info["tenant"], "on": on},
    )
    return [RegulationVersion(*row) for row in rows]


def regulation_in_force(session: Session, regulation_id: str, *, on: date) -> RegulationVersion:
    for version in regulations(session, on=on):
        if version.regulation_id == regulation_id:
            return version
    raise NotFound("not_found")


class Calendar:
    """Working days (工作日): the table decides; a day that is not in it works from Monday to Friday."""

    def __init__(self, days: Iterable[tuple[date, bool]]) -> None:
        self._days = dict(days)

    def is_working(self, day: date) -> bool:
        return self._days.get(day, day.weekday() < 5)

    def add_working_days(self, start: date, count: int) -> date:
        """The count-th working day after the start; the start itself does not count. count 0 is the start."""
        day = start
        for _ in range(count):
            day += timedelta(days=1)
            while not self.is_working(day):
                day += timedelta(days=1)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after start up to and including end."""
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, days + 1))


def calendar(session: Session, *, around: date) -> Calendar:
    """The calendar from a month before the day to a year after it."""
    rows = session.execute(
        text("select day, is_working from calendar_day where day between :first and :last").bindparams(
            bindparam("first", around - timedelta(days=31)), bindparam("last", around + timedelta(days=400))
        )
    )
    return Calendar((row.day, row.is_working) for row in rows)
