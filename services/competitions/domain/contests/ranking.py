"""Places: exact, each with its reason; who is level in everything shares a place, the next is left out (1, 1, 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from services.common.clock import SHANGHAI
from services.common.regulation import Contest
from services.common.regulation.contest_nouns import MEASURES
from services.common.regulation.contest_order import MOST_CRITERIA, Criterion
from services.competitions.domain.contests.scoring import STANDINGS, Result

Key = tuple[tuple[int, Decimal], ...]
_NOTHING = (1, Decimal(0))
KEYS = tuple(f"k{number}" for number in range(1, MOST_CRITERIA + 1))


@dataclass(frozen=True)
class Placed:
    """`place` is None for whoever is not ranked; `group` is in what he was ranked (trade, class)."""

    result: Result
    group: tuple[str, ...]
    place: int | None
    is_shared: bool
    says: str

    @property
    def entry_id(self) -> UUID:
        return self.result.entry_id


def group_of(contest: Contest, result: Result) -> tuple[str, ...]:
    """What is ranked apart; in a contest of one trade there is one group."""
    return tuple(result.entrant.group(each) for each in contest.ranked_apart)


def rank(contest: Contest, results: Iterable[Result]) -> tuple[Placed, ...]:
    """Group by group, the placed first, then those without a place by standing."""
    groups: dict[tuple[str, ...], list[Result]] = {}
    for result in results:
        groups.setdefault(group_of(contest, result), []).append(result)
    return tuple(placed for group in sorted(groups) for placed in _ranked(contest, group, groups[group]))


def sort_key(contest: Contest, result: Result) -> Key:
    """Smaller stands before greater. Whoever came a round further is before all who did not."""
    chain = order_of(contest, result.reached)
    return ((0, Decimal(-result.reached)), *(_figure(each, result) for each in chain))


def sql_keys(contest: Contest, result: Result) -> dict[str, Decimal | None]:
    """The same order for a database: `k1` to `k5`, ascending, missing last; `reached` goes before, descending."""
    keys: dict[str, Decimal | None] = dict.fromkeys(KEYS)
    if result.standing == "ranked":
        figures = sort_key(contest, result)[1:]
        keys |= {name: value for name, (is_missing, value) in zip(KEYS, figures, strict=False) if not is_missing}
    return keys


def order_of(contest: Contest, reached: int) -> tuple[Criterion, ...]:
    return contest.rounds[reached].order or contest.order


def _figure(criterion: Criterion, result: Result) -> tuple[int, Decimal]:
    """A figure that is missing stands behind every one that is there."""
    value = result.figures.get(criterion.of)
    if value is None:
        return _NOTHING
    return 0, -value if criterion.way == "more" else value


def _ranked(contest: Contest, group: tuple[str, ...], results: Sequence[Result]) -> Iterator[Placed]:
    keyed = sorted(
        ((sort_key(contest, each), each) for each in results if each.standing == "ranked"),
        key=lambda pair: (pair[0], pair[1].entry_id),
    )
    place, before = 1, None
    for _, level in groupby(keyed, key=lambda pair: pair[0]):
        equal = [result for _, result in level]
        reason = _reason(contest, equal[0], before, len(equal))
        for result in equal:
            yield Placed(result, group, place, len(equal) > 1, f"第 {place} 名：{reason}")
        before = equal[-1]
        place += len(equal)
    unplaced = [each for each in results if each.standing != "ranked"]
    standings = list(STANDINGS)
    for result in sorted(unplaced, key=lambda each: (standings.index(each.standing), each.entry_id)):
        yield Placed(result, group, None, False, f"{STANDINGS[result.standing]}：{result.says}")


def _reason(contest: Contest, result: Result, before: Result | None, equals: int) -> str:
    """What set him behind the one before him, and what he shares a place for."""
    order = order_of(contest, result.reached)
    said = _against(contest, order, result, before)
    if equals > 1:
        said += f"；与另外 {equals - 1} 人{'、'.join(_title(contest, each) for each in order)}都相同，名次并列"
    return said


def _against(contest: Contest, order: Sequence[Criterion], result: Result, before: Result | None) -> str:
    if before is None:
        return _value(contest, order[0], result)
    if before.reached != result.reached:
        return f"{_value(contest, order[0], result)}，未进入{contest.rounds[before.reached].says}，列其后"
    same: list[str] = []
    for each in order:
        if _figure(each, before) != _figure(each, result):
            own = _value(contest, each, result)
            equal = f"{'、'.join(same)}与前一名相同，" if same else ""
            return f"{equal}{own}，前一名 {_shown(each, before)}"
        same.append(_title(contest, each))
    return _value(contest, order[0], result)  # pragma: no cover


def _title(contest: Contest, criterion: Criterion) -> str:
    return MEASURES.get(criterion.of) or contest.part(criterion.of).says


def _value(contest: Contest, criterion: Criterion, result: Result) -> str:
    return f"{_title(contest, criterion)} {_shown(criterion, result)}"


def _shown(criterion: Criterion, result: Result) -> str:
    value = result.figures.get(criterion.of)
    if value is None:
        return "没有记录"
    if criterion.of in ("finished_at", "entered_at"):
        moment = datetime.fromtimestamp(float(value), UTC).astimezone(SHANGHAI)
        return f"{moment:%H:%M:%S}" if criterion.of == "finished_at" else f"{moment:%Y-%m-%d %H:%M}"
    if criterion.of == "time_used":
        return f"{int(value) // 60} 分 {format(value % 60, 'f')} 秒"
    return format(value, "f")


@dataclass(frozen=True)
class Moved:
    """What another rule would have made of somebody: places and awards before and after."""

    entry_id: UUID
    was: int | None
    now: int | None
    award_was: str | None
    award_now: str | None

    @property
    def says(self) -> str:
        places = [f"第 {each} 名" if each is not None else "没有名次" for each in (self.was, self.now)]
        awards = [each or "没有奖项" for each in (self.award_was, self.award_now)]
        moved = [f"{a}变为{b}" for a, b in (places, awards) if a != b]
        return "，".join(moved)


def moves(
    before: Sequence[Placed],
    after: Sequence[Placed],
    *,
    awards_before: Mapping[UUID, str] | None = None,
    awards_after: Mapping[UUID, str] | None = None,
) -> tuple[Moved, ...]:
    """Everybody whose place or award differs, in the order of the new places."""
    old = {each.entry_id: each.place for each in before}
    new = {each.entry_id: each.place for each in after}
    given, would = awards_before or {}, awards_after or {}
    listed = [*new, *(each for each in old if each not in new)]
    found = (Moved(each, old.get(each), new.get(each), given.get(each), would.get(each)) for each in listed)
    return tuple(each for each in found if (each.was, each.award_was) != (each.now, each.award_now))
