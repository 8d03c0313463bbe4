"""Play-offs and lots: a figure counts only where all who are level had their part in the very same one (B1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation import Contest
from services.competitions.domain.contests.ranking import group_of, order_of, sort_key
from services.competitions.domain.contests.scoring import Result
from services.competitions.domain.contests.stations import draw

PLAY_OFF, LOT = "play_off", "drawn"
KINDS = (PLAY_OFF, LOT)
"""In this order: a lot is the last resort of every chain."""


@dataclass(frozen=True)
class TieBreak:
    """`reached`: the number of the round whose ties it breaks; a lot of the heat tells nothing of the final."""

    of: str
    figures: Mapping[UUID, Decimal]
    reached: int = 0


def by_lot(entry_ids: Iterable[UUID], secret: bytes) -> dict[UUID, Decimal]:
    """1 goes first. Whoever knows the secret draws the same again."""
    return {entry_id: Decimal(number) for entry_id, number in draw(entry_ids, secret).items()}


def level(contest: Contest, results: Sequence[Result], of: str) -> tuple[tuple[UUID, ...], ...]:
    """Those whom nothing that stands before `of` in the order tells apart; nobody where the order has it not."""
    groups: dict[object, list[UUID]] = {}
    for each in results:
        if each.standing != "ranked":
            continue
        at = [criterion.of for criterion in order_of(contest, each.reached)]
        if of in at:
            key = sort_key(contest, each)[: at.index(of) + 1]
            groups.setdefault((group_of(contest, each), key), []).append(each.entry_id)
    return tuple(tuple(sorted(own)) for own in groups.values() if len(own) > 1)


def broken(contest: Contest, results: Sequence[Result], breaks: Sequence[TieBreak]) -> tuple[Result, ...]:
    """The results with the figures of the latest play-off and lot that had all of a tie in it (`breaks`: in time)."""
    found = {each.entry_id: each for each in results}
    for of in KINDS:
        own = [each for each in reversed(breaks) if each.of == of]
        for tie in level(contest, list(found.values()), of):
            of_round = [each for each in own if each.reached == found[tie[0]].reached]
            figures = next((each.figures for each in of_round if set(tie) <= each.figures.keys()), {})
            for entry_id in tie if figures else ():
                known = found[entry_id]
                found[entry_id] = replace(known, figures={**known.figures, of: figures[entry_id]})
    return tuple(found[each.entry_id] for each in results)


def open_ties(contest: Contest, results: Sequence[Result], breaks: Sequence[TieBreak], of: str) -> tuple[Tie, ...]:
    """Ties that the rule breaks by a play-off, or by lot, and that nobody has broken yet."""
    known = broken(contest, results, breaks)
    figures = {each.entry_id: each.figures for each in known}
    return tuple(Tie(of, tie) for tie in level(contest, known, of) if any(of not in figures[each] for each in tie))


@dataclass(frozen=True)
class Tie:
    """`of`: by what it is broken."""

    of: str
    entry_ids: tuple[UUID, ...]


def check_play_off(ties: Sequence[Sequence[UUID]], figures: Mapping[UUID, Decimal]) -> None:
    """DomainError unless the figures are those of one whole tie, each no less than nothing."""
    if not any(set(tie) == set(figures) for tie in ties):
        raise DomainError("not_the_tied")
    if any(each < 0 for each in figures.values()):
        raise DomainError("play_off_below_nothing")
