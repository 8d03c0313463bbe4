"""A draft replayed over a year's closed cases: by name, who would have won or lost, and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

EARLIEST = 2000
WON, LOST, OPEN = "won", "lost", "open"


@dataclass(frozen=True)
class ReplayedName:
    """`won` is how it ended; `would` is won, lost or open, where what was kept does not tell. Scores are text."""

    application_id: str
    number: str
    honour: str
    subject_name: str
    employer_name: str
    recommender: str
    won: bool
    would: str
    reasons: tuple[str, ...]
    score: str
    would_score: str

    @property
    def full_name(self) -> str:
        is_named = self.subject_name.startswith(self.employer_name)
        return self.subject_name if is_named else f"{self.employer_name} {self.subject_name}"

    @property
    def turn(self) -> str:
        """gains, loses, open or same."""
        if self.would == OPEN:
            return OPEN
        return "same" if self.won == (self.would == WON) else "gains" if self.would == WON else "loses"

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        return cls(**{**kept, "reasons": tuple(kept["reasons"])})


@dataclass(frozen=True)
class Replay:
    draft_id: UUID
    year: int
    draft_version: int
    asked_at: datetime
    asked_by: str
    left_out: int
    dropped: tuple[str, ...]
    cases: tuple[ReplayedName, ...]

    @property
    def turns(self) -> Counter[str]:
        return Counter(each.turn for each in self.cases)

    @property
    def changed(self) -> tuple[ReplayedName, ...]:
        """Those who lose first, then those who gain, then those that are open; each in the order of the cases."""
        order = ("loses", "gains", OPEN)
        found = [each for each in self.cases if each.turn in order]
        return tuple(sorted(found, key=lambda each: order.index(each.turn)))
