"""Where a contest stands, and what may follow on what (B1, B2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.common.errors import DomainError


class Status(StrEnum):
    OPEN = "open"
    SCORING = "scoring"
    FROZEN = "frozen"
    FINAL = "final"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Duty(StrEnum):
    JUDGE = "judge"
    CHIEF = "chief"
    ARBITER = "arbiter"
    FINALISER = "finaliser"


ALONE: Final = frozenset({Duty.CHIEF, Duty.ARBITER, Duty.FINALISER})
"""Duties that one person has at a time."""

SCORES: Final = frozenset({Duty.JUDGE, Duty.CHIEF})

NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.OPEN: frozenset({Status.SCORING, Status.CANCELLED}),
    Status.SCORING: frozenset({Status.FROZEN, Status.CANCELLED}),
    Status.FROZEN: frozenset({Status.SCORING, Status.FINAL}),
    Status.FINAL: frozenset({Status.PUBLISHED}),
    Status.PUBLISHED: frozenset(),
    Status.CANCELLED: frozenset(),
}


def move(now: Status, to: Status) -> Status:
    """Raises DomainError with what stands in the way."""
    if to in NEXT[now]:
        return to
    if now in (Status.FINAL, Status.PUBLISHED):
        raise DomainError("contest_final")
    if now is Status.CANCELLED:
        raise DomainError("contest_cancelled")
    raise DomainError("contest_not_there_yet" if to is not Status.SCORING else "stations_drawn")


def must_take_entries(status: Status, closes_at: datetime | None, *, now: datetime) -> None:
    """An entry, or its withdrawal, comes while the contest is open and before it closes."""
    if status is Status.CANCELLED:
        raise DomainError("contest_cancelled")
    if status is not Status.OPEN:
        raise DomainError("entry_closed_drawn")
    if closes_at is not None and now >= closes_at:
        raise DomainError("entry_closed")


def must_score(status: Status) -> None:
    """A mark comes between the draw and the freeze."""
    if status is Status.OPEN:
        raise DomainError("stations_not_drawn")
    if status is Status.FROZEN:
        raise DomainError("scores_frozen")
    if status is not Status.SCORING:
        raise DomainError("contest_final" if status is not Status.CANCELLED else "contest_cancelled")
