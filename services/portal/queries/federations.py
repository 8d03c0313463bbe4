"""The tree of federations, for visitors to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

DEEPEST = 9


@dataclass(frozen=True)
class Federation:
    code: str
    name: str
    short_name: str
    level: str
    children: tuple["Federation", ...] = ()


def federation_tree(session: Session, *, on: date) -> list[Federation]:
    """The roots with all below them, one statement."""
    rows = session.execute(
        text(
            "select code, parent_code, name, short_name, level from tenant"
            " where valid_from <= :on and (valid_to is null or valid_to >= :on) order by code"
        ),
        {"on": on},
    ).all()
    known = {row.code for row in rows}
    below: dict[str, list[Row[Any]]] = {}
    for row in rows:
        below.setdefault(row.parent_code if row.parent_code in known else "", []).append(row)

    def grow(code: str, depth: int) -> tuple[Federation, ...]:
        found = below.get(code, []) if depth < DEEPEST else []
        return tuple(Federation(r.code, r.name, r.short_name, r.level, grow(r.code, depth + 1)) for r in found)

    return list(grow("", 0))


def named(federations: Iterable[Federation], words: str) -> list[Federation]:
    """Those whose name holds the words, each alone, in the order of the tree."""
    found: list[Federation] = []
    for each in federations:
        if words in each.name:
            found.append(replace(each, children=()))
        found += named(each.children, words)
    return found
