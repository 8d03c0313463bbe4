"""Evidence under what it proves: a condition, a material, an office's clearance (A2, A3)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation import Bound, Programme
from services.common.regulation.bodies import OFFICES

LIMIT_BYTES = 10 * 1024 * 1024
FILES_AT_MOST = 60


@dataclass(frozen=True)
class Evidence:
    """`proves` is condition:<id>, material:<id> or clearance:<office>."""

    id: UUID
    proves: str
    caption: str
    file_name: str
    mime: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class Need:
    """Something that files must prove: at least so many."""

    proves: str
    title: str
    at_least: int
    kind: str


def needs_of(programme: Programme, kinds: frozenset[str] | None = None) -> tuple[Need, ...]:
    """Conditions first, then materials, then what offices must certify; with `kinds` only what is asked of those."""
    found = [
        (each.when, Need(f"condition:{each.id}", each.title, _pieces(each.evidence), "condition"))
        for each in programme.conditions
    ]
    found += [
        (each.when, Need(f"material:{each.id}", each.title, each.at_least, "material")) for each in programme.materials
    ]
    found += [
        (each.when, Need(f"clearance:{each.office}", each.title or f"{OFFICES[each.office]}意见", 1, "clearance"))
        for each in programme.eligible.clearances
    ]
    return tuple(need for when, need in found if kinds is None or when is None or when in kinds)


def _pieces(bound: Bound | None) -> int:
    return int(bound.at_least or 0) if bound else 0


def need(programme: Programme, proves: str) -> Need:
    """Raises DomainError proves_nothing for what the programme does not ask."""
    for each in needs_of(programme):
        if each.proves == proves:
            return each
    raise DomainError("proves_nothing")


def must_have_room(count: int) -> None:
    if count >= FILES_AT_MOST:
        raise DomainError("too_many_files", most=FILES_AT_MOST)
