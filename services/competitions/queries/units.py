"""Units as contests look at them: of which employer, reviewing union and team somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.directory import OrgUnit

REVIEWING = ("township", "industry", "direct")


@dataclass(frozen=True)
class Belongs:
    """The employer goes by its union where it has one: judges and contestants of both are of one unit."""

    reviewing_union_id: UUID | None = None
    employer_id: UUID | None = None
    employer: str = ""
    team_id: UUID | None = None
    team: str = ""


def belongs(session: Session, path: str) -> Belongs:
    """By the units on the path, root first."""
    return belongs_all(session, [path])[path]


def belongs_all(session: Session, paths: Iterable[str]) -> dict[str, Belongs]:
    """The same of many, in one statement."""
    chains = {path: [part for part in path.split("/") if part] for path in paths}
    rows = session.execute(
        text("select id, kind, name from org_unit where tenant = :t and id = any(:ids)"),
        {"t": session.info["tenant"], "ids": [UUID(each) for each in {id_ for ids in chains.values() for id_ in ids}]},
    )
    known = {str(row.id): (row.id, row.kind, row.name) for row in rows}
    return {path: of_chain([known[id_] for id_ in ids if id_ in known], ids) for path, ids in chains.items()}


def known_people(session: Session, asked: Sequence[tuple[str, OrgUnit]]) -> dict[tuple[str, UUID], UUID]:
    """By name and unit, the one person of that name at or below it; nobody where there are two of a name."""
    rows = session.execute(
        text(
            "select p.id, p.name, u.path from person p"
            " join org_unit u on u.tenant = p.tenant and u.id = p.org_unit_id"
            " where p.tenant = :t and p.name = any(:names) and p.valid_to is null"
        ),
        {"t": session.info["tenant"], "names": sorted({name for name, _unit in asked})},
    ).all()
    found: dict[tuple[str, UUID], UUID] = {}
    for name, unit in asked:
        there = [row.id for row in rows if row.name == name and row.path.startswith(unit.path)]
        if len(there) == 1:
            found[name, unit.id] = there[0]
    return found


def of_chain(units: list[tuple[UUID, str, str]], order: list[str]) -> Belongs:
    """The first of its kind from the root is meant; a section below a section of one employer is the same employer."""
    chain = sorted(units, key=lambda unit: order.index(str(unit[0])))
    found: Mapping[str, tuple[UUID, str]] = _by_use(chain)
    employer, team = found.get("employer", (None, "")), found.get("team", (None, ""))
    reviewing = found.get("reviewing", (None, ""))
    return Belongs(reviewing[0], employer[0], employer[1], team[0], team[1])


def _by_use(chain: list[tuple[UUID, str, str]]) -> dict[str, tuple[UUID, str]]:
    found: dict[str, tuple[UUID, str]] = {}
    for id_, kind, name in chain:
        if kind in REVIEWING:
            found.setdefault("reviewing", (id_, name))
        elif kind == "employer_union":
            found.setdefault("employer", (id_, name))
        elif kind == "employer":
            known = found.get("employer", (id_, name))
            found["employer"] = (known[0], name)
        elif kind == "team":
            found["team"] = (id_, name)
    return found
