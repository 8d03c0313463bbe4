"""Bands that cover a range: no gap and no overlap at the decimals in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from services.common.regulation.bounds import Bound, plain


def _ends(bound: Bound, low: Decimal, high: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    """The first and the last figure of a band, in figures of `step`."""
    first = low
    if bound.at_least is not None:
        first = max(first, bound.at_least)
    if bound.over is not None:
        first = max(first, bound.over + step)
    last = high
    if bound.at_most is not None:
        last = min(last, bound.at_most)
    if bound.under is not None:
        last = min(last, bound.under - step)
    return first, last


def gaps_and_overlaps(bounds: Sequence[Bound], low: Decimal, high: Decimal, step: Decimal) -> Iterator[str]:
    """A sentence for every figure range that no band takes, or that two take."""
    if not bounds:
        return
    ends = sorted(_ends(bound, low, high, step) for bound in bounds)
    reached = low - step
    for first, last in ends:
        if first > reached + step:
            yield f"{plain(reached + step)} 到 {plain(first - step)} 没有任何一档，请补上或调整界限。"
        if first <= reached:
            yield f"{plain(first)} 到 {plain(min(reached, last))} 同时属于两档，请调整界限。"
        reached = max(reached, last)
    if reached < high:
        yield f"{plain(reached + step)} 到 {plain(high)} 没有任何一档，请补上或调整界限。"


_FAR = Decimal(10) ** 12


def gaps_between(bounds: Sequence[Bound]) -> Iterator[str]:
    """The same for ranges whose outer ends may stay open: below the first and above the last nobody need be."""
    if not bounds:
        return
    ends = [end for each in bounds for end in (each.at_least, each.over, each.at_most, each.under) if end is not None]
    step = Decimal(1) if all(end == end.to_integral_value() for end in ends) else Decimal("0.01")
    reach = [_ends(bound, Decimal(0), _FAR, step) for bound in bounds]
    yield from gaps_and_overlaps(bounds, min(first for first, _ in reach), max(last for _, last in reach), step)
