"""Who goes on to the next round, or to the contest of a higher level: by number, share, score, or so many per unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from services.common.regulation import Contest
from services.common.regulation.contest_advance import Onward
from services.common.regulation.contest_nouns import ADVANCE_TIES, UNITS_OF_ENTRY
from services.competitions.domain.contests.ranking import Placed


@dataclass(frozen=True)
class Counts:
    """The bases of shares: who entered, who started, who has a place."""

    entered: int
    started: int
    ranked: int

    def of(self, base: str) -> int:
        return {"entered": self.entered, "started": self.started, "ranked": self.ranked}[base]


@dataclass(frozen=True)
class Goes:
    entry_id: UUID
    says: str


def counts(placed: Iterable[Placed]) -> Counts:
    listed = list(placed)
    started = sum(each.result.standing != "absent" for each in listed)
    return Counts(len(listed), started, sum(each.place is not None for each in listed))


def advancing(contest: Contest, placed: Sequence[Placed], rule: Onward | None = None) -> tuple[Goes, ...]:
    """By the contest's own rule of advancing, or by a round's."""
    rule = rule or contest.advance
    if rule is None:
        return ()
    found: list[Goes] = []
    for _, group in _groups(placed, rule.each):
        standing = [each for each in group if each.place is not None]
        found += _of_group(rule, standing, counts(group))
    return tuple(found)


def _groups(placed: Sequence[Placed], each: str) -> Iterator[tuple[str, list[Placed]]]:
    groups: dict[str, list[Placed]] = {}
    for one in placed:
        groups.setdefault(one.result.entrant.group(each), []).append(one)
    yield from sorted(groups.items())


def _of_group(rule: Onward, standing: Sequence[Placed], base: Counts) -> Iterator[Goes]:
    """Of one group, best first."""
    standing = sorted(standing, key=_place)
    if rule.score is not None:
        bound = rule.score
        passed = [each for each in standing if bound.admits(each.result.figures["total"])]
        yield from (Goes(each.entry_id, f"总分{bound.phrase('分')}") for each in passed)
        return
    tie = rule.tie or "share"
    unit = UNITS_OF_ENTRY[rule.unit]
    if rule.each_unit is not None:
        for own in _by_unit(standing, rule.unit).values():
            for each in cut(own, rule.each_unit, tie):
                yield Goes(each.entry_id, f"本{unit}前 {rule.each_unit} 名")
        return
    if rule.unit_at_most is not None:
        allowed = {
            each.entry_id for own in _by_unit(standing, rule.unit).values() for each in cut(own, rule.unit_at_most, tie)
        }
        standing = [each for each in standing if each.entry_id in allowed]
    places = rule.first or 0
    if rule.share is not None:
        places = rule.share.places(base.of(rule.of or "ranked"), rule.rounding or "down")
    for each in cut(standing, places, tie):
        yield Goes(each.entry_id, f"第 {each.place} 名，取前 {places} 名{_tied(standing, places, tie)}")


def cut(standing: Sequence[Placed], places: int, tie: str) -> list[Placed]:
    """The best so many; who are level across the line all go, or none of them."""
    kept: list[Placed] = []
    for _, level in groupby(standing, key=_place):
        equal = list(level)
        room = places - len(kept)
        if room <= 0 or (len(equal) > room and tie == "fewer"):
            break
        kept += equal
    return kept


def _tied(standing: Sequence[Placed], places: int, tie: str) -> str:
    if not 0 < places < len(standing) or _place(standing[places - 1]) != _place(standing[places]):
        return ""
    return f"，末位并列，{ADVANCE_TIES[tie]}"


def _place(placed: Placed) -> int:
    return placed.place or 0


def _by_unit(standing: Sequence[Placed], unit: str) -> Mapping[UUID | None, list[Placed]]:
    found: dict[UUID | None, list[Placed]] = {}
    for each in standing:
        found.setdefault(each.result.entrant.unit(unit), []).append(each)
    return found
