"""Figures for the levels above: counts by year, month, honour, level and measure, never a case (X4)."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What is counted. Cases under way are counted by stage, as `at:` and the stage's key."""

    APPLIED = "applied"
    RECOMMENDED = "recommended"
    FORWARDED = "forwarded"
    ENDED = "ended"
    """Not conferred: passed over, refused, stopped, returned below."""
    CONFERRED = "conferred"
    VALID = "valid"
    RECTIFYING = "rectifying"
    REVOKED = "revoked"
    KEPT = "kept"
    ORDERED = "ordered"
    """A rectification was ordered."""


AT = "at:"


@dataclass(frozen=True, order=True)
class Figure:
    """One place in the statistics. `month` 0: the whole year, for what has no month."""

    measure: str
    year: int
    month: int
    honour: str
    level: str


Counts = Counter[Figure]


def changes(before: Counts, after: Counts) -> list[tuple[Figure, int]]:
    """What to add so that `before` becomes `after`, in a fixed order; nothing where nothing changed."""
    differences = {figure: after[figure] - before[figure] for figure in before.keys() | after.keys()}
    return sorted((figure, change) for figure, change in differences.items() if change)
