"""Units as contests look at them: of which employer, reviewing union and team somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

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
    ids = [part for part in path.split("/") if part]
    rows = session.execute(
        text("select id, kind, name from org_unit where tenant = :t and id = any(:ids)"),
        {"t": session.info["tenant"], "ids": [UUID(each) for each in ids]},
    )
    return of_chain([(row.id, row.kind, row.name) for row in rows], ids)


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
