"""From round to round within one contest: a round ranked by itself, and who of it goes on by its own rule (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from services.common.regulation import Contest
from services.common.regulation.contest_parts import ContestPart, ContestRound
from services.competitions.domain.contests.onward import advancing
from services.competitions.domain.contests.ranking import Placed

STATIONS = ""
"""The numbers of a round's stations; papers have theirs under the name of their part."""


def numbering(part: ContestPart) -> str:
    """Whose numbers the judges of the part see: the round's stations, or papers of its own."""
    return part.id if part.blind == "paper_number" else STATIONS


def numberings(round_: ContestRound) -> tuple[str, ...]:
    """Every draw that the round needs, the stations first."""
    return (STATIONS, *(part.id for part in round_.parts if part.blind == "paper_number"))


def alone(contest: Contest, number: int) -> Contest:
    """The contest as if it were that round only: its own score decides who goes on, whatever it weighs in the end."""
    of = contest.rounds[number]
    return replace(contest, rounds=(replace(of, weight=None, advance=None, order=of.order or contest.order),))


@dataclass(frozen=True)
class RoundLine:
    """One contestant after a round. `says` tells his place, and why he goes on where he does."""

    placed: Placed
    goes_on: bool
    says: str

    @property
    def entry_id(self) -> UUID:
        return self.placed.entry_id

    @property
    def total(self) -> Decimal | None:
        return self.placed.result.figures.get("total")


def after_round(contest: Contest, number: int, placed: Sequence[Placed]) -> tuple[RoundLine, ...]:
    """Without a rule of going on all who have a place do. `placed` is the round ranked `alone`."""
    rule = contest.rounds[number].advance
    if rule is None:
        onward = {each.entry_id: "" for each in placed if each.place is not None}
    else:
        onward = {each.entry_id: each.says for each in advancing(alone(contest, number), placed, rule)}
    return tuple(RoundLine(each, each.entry_id in onward, _says(each, onward.get(each.entry_id))) for each in placed)


def _says(placed: Placed, why: str | None) -> str:
    if why is None:
        return placed.says
    return f"{placed.says}；进入下一轮{f'：{why}' if why else ''}"
