"""Composition held against a past list: it says how many of a kind there must be, and the order of merit says who.

Too many of a kind: the last of them falls. Too few: the last of the others makes room, where that can help. Where no
name that falls can bring it about, people would have had to decide, and nobody can tell how.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.common.regulation.composition import seats
from services.common.regulation.cut import Ranked
from services.common.regulation.quota import Part, Quota

Cutting = Callable[[Sequence[Ranked]], Mapping[UUID, str]]
"""Whom the places leave out of a list, each with the sentence why."""


@dataclass(frozen=True)
class Placed:
    """`out`: who is left out, and why. `open`: who stands in a list whose composition only people could mend."""

    out: Mapping[UUID, str] = field(default_factory=dict)
    open: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Short:
    """A list that does not meet a part: who falls, or nobody when that is no help."""

    members: Sequence[Ranked]
    says: str
    falls: Ranked | None


def composed(quota: Quota, ranked: Sequence[Ranked], places: Cutting) -> Placed:
    """`ranked`: best first. Names fall one by one, and whoever comes after takes the place."""
    gone: dict[UUID, str] = {}
    while True:
        here = [each for each in ranked if UUID(each.key) not in gone]
        out = places(here)
        taken = [each for each in here if UUID(each.key) not in out]
        lacking = list(_shortages(quota, here, taken))
        falls = next((each for each in lacking if each.falls is not None), None)
        if falls is None or falls.falls is None:
            stuck = {UUID(each.key): short.says for short in lacking for each in short.members}
            return Placed({**out, **gone}, stuck)
        gone[UUID(falls.falls.key)] = falls.says


def _shortages(quota: Quota, here: Sequence[Ranked], taken: Sequence[Ranked]) -> Iterator[_Short]:
    for part in quota.composition:
        for members, waiting in _lists(quota, part, here, taken):
            if part.within is not None:
                members = [each for each in members if part.within in each.kinds]
            yield from _short(part, members, [each for each in waiting if part.of in each.kinds])


def _lists(
    quota: Quota, part: Part, here: Sequence[Ranked], taken: Sequence[Ranked]
) -> Iterator[tuple[Sequence[Ranked], Sequence[Ranked]]]:
    """The lists that the part is counted in, each with who waits behind it. A recommender's is what it sent."""
    if part.denominator == "recommender":
        for recommender in dict.fromkeys(each.recommender for each in here):
            yield [each for each in here if each.recommender == recommender], ()
        return
    kinds = quota.pool(part.pool).kinds if part.denominator == "pool" and part.pool is not None else None
    inside = {each.key for each in taken}
    fits = [each for each in here if kinds is None or each.kinds & kinds]
    yield [each for each in fits if each.key in inside], [each for each in fits if each.key not in inside]


def _short(part: Part, members: Sequence[Ranked], waiting: Sequence[Ranked]) -> Iterator[_Short]:
    least, most = seats(part, len(members))
    of_kind = [each for each in members if part.of in each.kinds]
    others = [each for each in members if part.of not in each.kinds]
    if len(of_kind) > most:
        says = f"名单中{part.title}应不超过 {most} 个，按顺序在其中排第 {len(of_kind)}。"
        yield _Short(members, says, of_kind[-1])
    if len(of_kind) < least and members:
        helps = bool(others) and (bool(waiting) or (part.bound.is_percent and bool(of_kind)))
        told = f"名单中{part.title}应不少于 {least} 个，现有 {len(of_kind)} 个"
        says = f"{told}，按顺序为其让出名额。" if helps else f"{told}，须由会议调整。"
        yield _Short(members, says, others[-1] if helps else None)
