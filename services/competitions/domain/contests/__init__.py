"""Skill contests, pure: entering, the draw, marks, scores, places, awards, teams, going on, closing (B1, B2)."""

from services.competitions.domain.contests.attending import Arrival, arrived, check_seconds, time_used
from services.competitions.domain.contests.awards import Awarded, awarded, given, without_fallen
from services.competitions.domain.contests.closing import (
    Standing,
    appeal_until,
    blockers,
    may_appeal,
    missing_signatures,
    undrawn,
)
from services.competitions.domain.contests.entrant import Entrant
from services.competitions.domain.contests.entry import (
    entry_refusals,
    entry_standing,
    held_as,
    is_open,
    short_units,
    start_refusal,
    without_awards,
)
from services.competitions.domain.contests.marks import Judge, Mark, Taken, check_judge, check_mark
from services.competitions.domain.contests.onward import Counts, Goes, advancing, counts
from services.competitions.domain.contests.ranking import Moved, Placed, moves, rank, sql_keys
from services.competitions.domain.contests.rounds import RoundLine, after_round, alone, numbering, numberings
from services.competitions.domain.contests.scoring import Found, PartScore, Performance, Result, part_score, result
from services.competitions.domain.contests.stations import draw, is_unbroken, seal
from services.competitions.domain.contests.teams import TeamPlaced, team_awards, team_ranking
from services.competitions.domain.contests.tiebreaks import (
    Tie,
    TieBreak,
    broken,
    by_lot,
    check_play_off,
    open_ties,
)
from services.competitions.domain.contests.trial import Outcome, dry_run, outcome

__all__ = [
    "Arrival",
    "Awarded",
    "Counts",
    "Entrant",
    "Found",
    "Goes",
    "Judge",
    "Mark",
    "Moved",
    "Outcome",
    "PartScore",
    "Performance",
    "Placed",
    "Result",
    "RoundLine",
    "Standing",
    "Taken",
    "TeamPlaced",
    "Tie",
    "TieBreak",
    "advancing",
    "after_round",
    "alone",
    "appeal_until",
    "arrived",
    "awarded",
    "blockers",
    "broken",
    "by_lot",
    "check_judge",
    "check_mark",
    "check_play_off",
    "check_seconds",
    "counts",
    "draw",
    "dry_run",
    "entry_refusals",
    "entry_standing",
    "given",
    "held_as",
    "is_open",
    "is_unbroken",
    "may_appeal",
    "missing_signatures",
    "moves",
    "numbering",
    "numberings",
    "open_ties",
    "outcome",
    "part_score",
    "rank",
    "result",
    "seal",
    "short_units",
    "sql_keys",
    "start_refusal",
    "team_awards",
    "team_ranking",
    "time_used",
    "undrawn",
    "without_awards",
    "without_fallen",
]
