"""Who gets which award: by place, share or band, in a table per trade or class, or one shifted by steps (B1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from services.common.regulation import Contest
from services.common.regulation.contest_awards import Award, AwardsFor
from services.common.regulation.contest_nouns import AWARD_TIES
from services.competitions.domain.contests.onward import Counts, counts
from services.competitions.domain.contests.ranking import Placed


@dataclass(frozen=True)
class Awarded:
    entry_id: UUID
    award: Award
    says: str

    @property
    def title(self) -> str:
        return self.award.says


@dataclass(frozen=True)
class _Line:
    """One contestant before the table; `place` counts among those whom the table ranks together."""

    placed: Placed
    place: int
    shift: int

    @property
    def total(self) -> Decimal:
        return self.placed.result.figures["total"]


def awarded(
    contest: Contest, placed: Sequence[Placed], *, without: frozenset[str] = frozenset()
) -> tuple[Awarded, ...]:
    """In the order of places. `without` names trades or classes that are held without awards."""
    found: list[Awarded] = []
    for group in sorted({each.group for each in placed}):
        own = [each for each in placed if each.group == group and not _is_out(each, without)]
        for table, whom in _tables(contest, own):
            found += _given(contest, table, _lines(contest, whom), counts(whom))
    return tuple(found)


def _is_out(placed: Placed, without: frozenset[str]) -> bool:
    """An empty name stands for the whole contest."""
    return "" in without or bool(without & {each for each in _names(placed) if each})


def _names(placed: Placed) -> tuple[str, str]:
    return placed.result.entrant.trade, placed.result.entrant.class_


def _own(contest: Contest, placed: Placed) -> AwardsFor | None:
    """The rule for his class, else for his trade."""
    trade, class_ = _names(placed)
    rules = {name: rule for rule in contest.awards_by for name in rule.of}
    return rules.get(class_) or rules.get(trade)


def _tables(contest: Contest, own: Sequence[Placed]) -> Iterator[tuple[tuple[Award, ...], list[Placed]]]:
    """The common table with those it counts (shifted ones too), then every table of its own."""
    rules = {each.entry_id: _own(contest, each) for each in own}
    common = [each for each in own if (rule := rules[each.entry_id]) is None or rule.shift is not None]
    if common:
        yield contest.awards, common
    for rule in contest.awards_by:
        theirs = [each for each in own if rules[each.entry_id] is rule and rule.awards]
        if theirs:
            yield rule.awards, theirs


def _lines(contest: Contest, whom: Sequence[Placed]) -> list[_Line]:
    """Best first, places counted anew among them."""
    standing = sorted((each for each in whom if each.place is not None), key=lambda each: each.place or 0)
    lines: list[_Line] = []
    for _, level in groupby(standing, key=lambda each: each.place):
        equal, place = list(level), len(lines) + 1
        for each in equal:
            rule = _own(contest, each)
            lines.append(_Line(each, place, rule.shift or 0 if rule else 0))
    return lines


def _given(contest: Contest, table: Sequence[Award], lines: Sequence[_Line], base: Counts) -> Iterator[Awarded]:
    if any(award.extent.band is not None for award in table):
        steps: Mapping[UUID, int | None] = {line.placed.entry_id: _by_band(table, line) for line in lines}
    else:
        sizes = [_size(award, base) for award in table]
        steps = _by_place(sizes, lines, contest.tie or "share")
    for line in lines:
        step = steps.get(line.placed.entry_id)
        step = _floored(table, step + line.shift, line) if step is not None else None
        if step is not None:
            award = table[step]
            yield Awarded(line.placed.entry_id, award, _why(contest, award, line, base))


def _size(award: Award, base: Counts) -> int:
    if award.extent.share is not None:
        return award.extent.share.places(base.of(award.of or "ranked"), award.rounding or "down")
    return award.extent.places or 0


def _by_band(table: Sequence[Award], line: _Line) -> int | None:
    return next(
        (n for n, award in enumerate(table) if award.extent.band and award.extent.band.admits(line.total)), None
    )


def _by_place(sizes: Sequence[int], lines: Sequence[_Line], tie: str) -> dict[UUID, int]:
    """The step of the table each one reaches, before its floor and his shift."""
    if tie == "share":
        return {line.placed.entry_id: step for line in lines if (step := _within(sizes, line.place)) is not None}
    steps: dict[UUID, int] = {}
    levels = [list(level) for _, level in groupby(lines, key=lambda line: line.place)]
    for step, size in enumerate(sizes):
        left = size
        while levels and left > 0 and (len(levels[0]) <= left or tie == "widen"):
            equal = levels.pop(0)
            steps |= {line.placed.entry_id: step for line in equal}
            left -= len(equal)
    return steps


def _within(sizes: Sequence[int], place: int) -> int | None:
    reached = 0
    for step, size in enumerate(sizes):
        reached += size
        if place <= reached:
            return step
    return None


def _floored(table: Sequence[Award], step: int, line: _Line) -> int | None:
    """Whoever is below an award's floor falls to the next whose floor he reaches, or gets none."""
    for number in range(step, len(table)):
        floor = table[number].at_least
        if floor is None or line.total >= floor:
            return number
    return None


def _why(contest: Contest, award: Award, line: _Line, base: Counts) -> str:
    if award.extent.band is not None:
        how = f"总分 {line.total}，{award.extent.band.phrase('分')}"
    else:
        size = _size(award, base)
        how = f"第 {line.placed.place} 名，{award.says}取 {size} 名"
        if line.placed.is_shared and contest.tie:
            how += f"，{AWARD_TIES[contest.tie]}"
    shifted = f"，按规则降 {line.shift} 档" if line.shift else ""
    return f"{how}{shifted}"


def without_fallen(
    contest: Contest, placed: Sequence[Placed], fallen: frozenset[UUID], *, without: frozenset[str] = frozenset()
) -> tuple[Awarded, ...]:
    """The awards after some fell: whoever is behind moves up where the rule says so, else the place stays empty."""
    if not contest.next_in_rank_fills:
        return tuple(each for each in awarded(contest, placed, without=without) if each.entry_id not in fallen)
    kept = [each for each in placed if each.entry_id not in fallen]
    return awarded(contest, _moved_up(kept, placed, fallen), without=without)


def _moved_up(kept: Sequence[Placed], placed: Sequence[Placed], fallen: frozenset[UUID]) -> list[Placed]:
    """Each place less by those of the same group who fell before it."""
    gone = [each for each in placed if each.entry_id in fallen and each.place is not None]
    return [_up(each, gone) for each in kept]


def _up(placed: Placed, gone: Sequence[Placed]) -> Placed:
    if placed.place is None:
        return placed
    before = sum(each.group == placed.group and (each.place or 0) < placed.place for each in gone)
    if not before:
        return placed
    place = placed.place - before
    return Placed(placed.result, placed.group, place, placed.is_shared, f"递补为第 {place} 名")


def given(awards: Sequence[Awarded]) -> Mapping[UUID, str]:
    """Award by entry, for comparing."""
    return {each.entry_id: each.title for each in awards}
