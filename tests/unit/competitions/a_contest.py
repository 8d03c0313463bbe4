"""Contestants and marks for the tests of contests, with short names."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from services.common.regulation import Contest
from services.competitions.domain.contests import Entrant, Found, Judge, Mark, Performance, Placed, rank, result
from tests.unit.regulation.contests import a_contest

_NAMES = UUID("5f0c9c34-1b6b-4f0e-9d8d-1f3f6e0a6d11")
ONE_MARK = ("{id: practice, weight: 70%, judges: 5, drop: {highest: 1, lowest: 1}}", "{id: practice, weight: 70%}")
"""A change to the small contest: one judge in practice, so that a test needs one figure."""


def id_of(name: str) -> UUID:
    return uuid5(_NAMES, name)


def entrant(name: str, **given: Any) -> Entrant:
    units = {key: id_of(given.pop(key)) for key in ("employer_id", "reviewing_union_id", "team_id") if key in given}
    return Entrant(entry_id=id_of(f"entry {name}"), person_id=id_of(name), **{"trade": "焊工", **units, **given})


def mark(points: str, judge: str = "裁判", **given: Any) -> Mark:
    return Mark(judge=Judge(person_id=id_of(judge), employer_id=id_of(f"{judge}单位")), points=Decimal(points), **given)


def scored(*points: str) -> Found:
    return Found(marks=tuple(mark(each, f"裁判{number}") for number, each in enumerate(points, 1)))


def performance(
    name: str,
    parts: Mapping[str, str | Found],
    *,
    disqualified: str = "",
    measures: Mapping[str, str] | None = None,
    **of: Any,
) -> Performance:
    return Performance(
        entrant=entrant(name, **of),
        parts={key: value if isinstance(value, Found) else scored(value) for key, value in parts.items()},
        measures={key: Decimal(value) for key, value in (measures or {}).items()},
        disqualified=disqualified,
    )


def simple(more: str = "", *changes: tuple[str, str]) -> Contest:
    """Theory 30 %, practice 70 %, one mark each."""
    return a_contest(ONE_MARK, *changes, more=more)


def totals(contest: Contest, by_name: Mapping[str, str], **of: Mapping[str, Any]) -> tuple[Placed, ...]:
    """Everybody with the same mark in both parts, so that the total is that mark."""
    given = [
        performance(name, {"theory": points, "practice": points}, **{key: value[name] for key, value in of.items()})
        for name, points in by_name.items()
    ]
    return rank(contest, [result(contest, each) for each in given])


def by_name(names: Mapping[str, Any] | list[str]) -> dict[UUID, str]:
    return {id_of(f"entry {name}"): name for name in names}
