"""A cut at so many places: what a tie at the last place does, and whether a list meets the composition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from services.common.regulation.composition import seats
from services.common.regulation.orderings import TIES
from services.common.regulation.quota import Part, Quota


@dataclass(frozen=True)
class Ranked:
    """One name in the order of merit: the first figure is compared first, higher is better."""

    key: str
    figures: tuple[Decimal, ...]
    kinds: frozenset[str] = frozenset()
    recommender: str = ""


@dataclass(frozen=True)
class Cut:
    kept: tuple[str, ...]
    left_out: tuple[str, ...]
    says: str = ""


def cut(ranked: Sequence[Ranked], places: int, tie: str) -> Cut:
    """The best `places`, and what the rule makes of those who are level at the last of them.

    share and widen take them all, fewer takes none; next_rule compares the further figures too, and takes none of
    those who are level in every one.
    """
    depth = None if tie == "next_rule" else 1
    ordered = sorted(ranked, key=lambda each: each.figures[:depth], reverse=True)
    kept: list[Ranked] = []
    says = ""
    for _, level in groupby(ordered, key=lambda each: each.figures[:depth]):
        group = list(level)
        room = places - len(kept)
        if room <= 0:
            break
        if len(group) > room:
            says = f"第 {places} 名有 {len(group)} 个并列，{TIES[tie]}。"
            if tie in ("share", "widen"):
                kept += group
            break
        kept += group
    names = {each.key for each in kept}
    return Cut(tuple(each.key for each in kept), tuple(each.key for each in ordered if each.key not in names), says)


def unmet(quota: Quota, batch: Sequence[Ranked]) -> Iterator[str]:
    """A sentence for every part of the composition that this list does not meet."""
    for part in quota.composition:
        base = [each for each in batch if part.within is None or part.within in each.kinds]
        if part.denominator == "recommender":
            for recommender, own in _by_recommender(base).items():
                yield from _short(part, own, f"{recommender}的名单中，")
        elif part.denominator == "pool" and part.pool is not None:
            pool = quota.pool(part.pool)
            yield from _short(part, [each for each in base if each.kinds & pool.kinds], f"{pool.title}中，")
        else:
            yield from _short(part, base, "")


def overfull(quota: Quota, batch: Sequence[Ranked]) -> Iterator[str]:
    """A sentence for every pool that holds more than its places, and for names that no pool takes."""
    for pool in quota.pools:
        have = sum(bool(each.kinds & pool.kinds) for each in batch)
        if have > pool.total:
            yield f"{pool.title}名额 {pool.total} 个，现有 {have} 个。"
    taken = frozenset(kind for pool in quota.pools for kind in pool.kinds)
    outside = sum(not each.kinds & taken for each in batch) if quota.pools else 0
    if outside:
        yield f"有 {outside} 个不属于任何一组名额。"


def _by_recommender(batch: Sequence[Ranked]) -> dict[str, list[Ranked]]:
    lists: dict[str, list[Ranked]] = defaultdict(list)
    for each in batch:
        lists[each.recommender].append(each)
    return lists


def _short(part: Part, batch: Sequence[Ranked], where: str) -> Iterator[str]:
    least, most = seats(part, len(batch))
    have = sum(part.of in each.kinds for each in batch)
    if have < least:
        yield f"{where}{part.title}应不少于 {least} 个，现有 {have} 个。"
    if have > most:
        yield f"{where}{part.title}应不超过 {most} 个，现有 {have} 个。"
