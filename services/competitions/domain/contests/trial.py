"""The whole contest from what was found, and a changed rule tried out on it: who would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.common.regulation import Contest
from services.competitions.domain.contests.awards import Awarded, awarded, given
from services.competitions.domain.contests.ranking import Moved, Placed, moves, rank
from services.competitions.domain.contests.scoring import Performance, result


@dataclass(frozen=True)
class Outcome:
    placed: tuple[Placed, ...]
    awards: tuple[Awarded, ...]


def outcome(contest: Contest, performances: Sequence[Performance], *, without: frozenset[str] = frozenset()) -> Outcome:
    """Results, places and awards by this very rule."""
    placed = rank(contest, [result(contest, each) for each in performances])
    return Outcome(placed, awarded(contest, placed, without=without))


def dry_run(before: Contest, after: Contest, performances: Sequence[Performance]) -> tuple[Moved, ...]:
    """Nothing is kept: the same marks under both rules, and everybody whose place or award would differ."""
    old, new = outcome(before, performances), outcome(after, performances)
    return moves(old.placed, new.placed, awards_before=given(old.awards), awards_after=given(new.awards))
