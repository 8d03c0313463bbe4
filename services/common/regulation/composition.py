"""Can any batch meet the composition? Constructs one for a dimension, or says why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from services.common.regulation.bounds import Percent, plain
from services.common.regulation.quota import Part, Quota


def seats(part: Part, total: int) -> tuple[int, int]:
    """The fewest and the most people that the part allows in a batch of `total`."""

    def places(end: Decimal) -> Decimal:
        if part.bound.is_percent:
            return Decimal(Percent(end).places(total, part.rounding or "half_up"))
        return end

    least, most = Decimal(0), Decimal(total)
    if part.bound.at_least is not None:
        least = max(least, places(part.bound.at_least).to_integral_value(ROUND_CEILING))
    if part.bound.over is not None:
        least = max(least, places(part.bound.over).to_integral_value(ROUND_FLOOR) + 1)
    if part.bound.at_most is not None:
        most = min(most, places(part.bound.at_most).to_integral_value(ROUND_FLOOR))
    if part.bound.under is not None:
        most = min(most, places(part.bound.under).to_integral_value(ROUND_CEILING) - 1)
    return int(least), int(most)


def construct(quota: Quota, dimension: str) -> dict[str, int] | None:
    """So many of each kind of one dimension (kinds that exclude one another) in a full batch; None if impossible.

    Kinds that the dimension does not name take the rest.
    """
    total = quota.total or 0
    parts = _of_whole(quota, dimension)
    batch = {}
    for part in parts:
        least, most = seats(part, total)
        if least > most:
            return None
        batch[part.of] = least
    return batch if sum(batch.values()) <= total else None


def _of_whole(quota: Quota, dimension: str) -> list[Part]:
    """The parts of a dimension that are counted out of the whole batch."""
    parts = (part for part in quota.composition if part.dimension == dimension)
    return [part for part in parts if part.denominator == "batch" and part.within is None]


def impossible(quota: Quota) -> Iterator[str]:
    """A sentence for each part or dimension that no batch of the total can meet."""
    if quota.total is None:
        return
    for part in quota.composition:
        least, most = seats(part, quota.total)
        if part.denominator == "batch" and part.within is None and least > most:
            yield f"共 {quota.total} 个名额时，“{part.title}”至少要 {least} 个、至多 {most} 个，无法同时满足。"
    for dimension in sorted({part.dimension for part in quota.composition if part.dimension}):
        parts = _of_whole(quota, dimension)
        if construct(quota, dimension) is None and all(
            seats(part, quota.total)[0] <= seats(part, quota.total)[1] for part in parts
        ):
            needed = "、".join(f"{part.title}至少 {seats(part, quota.total)[0]} 个" for part in parts)
            yield f"{needed}，合计超过总名额 {plain(Decimal(quota.total))} 个，没有一份名单能满足，请调整。"
    for part in quota.composition:
        if part.denominator == "pool" and part.pool in {pool.id for pool in quota.pools}:
            pool = quota.pool(part.pool)
            least, most = seats(part, pool.total)
            if least > most:
                yield f"{pool.title} {pool.total} 个名额，“{part.title}”至少 {least} 个、至多 {most} 个，无法同时满足。"
