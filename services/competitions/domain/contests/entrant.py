"""Who enters, as the rules look at him: plain figures and days, gathered by the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """One person's entry in one trade. `licences`: the last day each is valid, None without an end."""

    entry_id: UUID
    person_id: UUID
    trade: str
    class_: str = ""
    by: str = "unit"
    employer_id: UUID | None = None
    reviewing_union_id: UUID | None = None
    team_id: UUID | None = None
    born: date | None = None
    grade: str = "none"
    licences: Mapping[str, date | None] = field(default_factory=dict)
    practice_days: int | None = None
    facts: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    has_advanced: bool = False

    def unit(self, of: str) -> UUID | None:
        """His unit of that kind: employer, reviewing_union, team."""
        return {"employer": self.employer_id, "reviewing_union": self.reviewing_union_id, "team": self.team_id}[of]

    def group(self, each: str) -> str:
        """In what he is counted: the whole contest, his trade, his class."""
        return {"contest": "", "trade": self.trade, "class": self.class_}[each]


def years_old(born: date, on: date) -> int:
    """Full years; who was born on 29 February is a year older on 1 March where there is no 29th."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
