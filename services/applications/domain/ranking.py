"""Order of merit among the good ones, and the batch that is recommended (A4: best first, no quota by default)."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation import Bound
from services.common.regulation.cut import Ranked, unmet
from services.common.regulation.quota import Quota


def order_version(order: Sequence[UUID]) -> int:
    """Tells one order of merit from another: whoever changes it says which one he saw."""
    return int.from_bytes(sha256("".join(map(str, order)).encode()).digest()[:6])


def moved_up(order: Sequence[UUID], who: UUID) -> list[UUID]:
    """One place up; the first stays first. Raises DomainError not_in_batch."""
    at = _place(order, who)
    return _swapped(order, at, at - 1) if at > 0 else list(order)


def moved_down(order: Sequence[UUID], who: UUID) -> list[UUID]:
    at = _place(order, who)
    return _swapped(order, at, at + 1) if at + 1 < len(order) else list(order)


def put_at(order: Sequence[UUID], who: UUID, place: int) -> list[UUID]:
    """To that place counted from 1, the others move over. Raises DomainError not_in_batch, no_such_place."""
    at = _place(order, who)
    if not 1 <= place <= len(order):
        raise DomainError("no_such_place", last=len(order))
    rest = [*order[:at], *order[at + 1 :]]
    return [*rest[: place - 1], who, *rest[place - 1 :]]


def _place(order: Sequence[UUID], who: UUID) -> int:
    if who not in order:
        raise DomainError("not_in_batch")
    return list(order).index(who)


def _swapped(order: Sequence[UUID], one: int, other: int) -> list[UUID]:
    changed = list(order)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def must_fit(own: Bound | None, *, already: int, more: int) -> None:
    """Within the places of this recommender; the total is cut at the meeting, where all the names are.

    Raises DomainError nothing_to_recommend, over_own_quota.
    """
    if more == 0:
        raise DomainError("nothing_to_recommend")
    if own is not None and not own.admits(already + more):
        raise DomainError("over_own_quota", bound=own.phrase("个"), count=already + more)


def must_compose(quota: Quota | None, own: Sequence[Ranked]) -> None:
    """What must hold of each recommender's own list holds of this one. Raises DomainError own_composition_unmet."""
    if quota is None:
        return
    of_each = tuple(part for part in quota.composition if part.denominator == "recommender")
    lacking = list(unmet(replace(quota, composition=of_each), own))
    if lacking:
        raise DomainError("own_composition_unmet", why="".join(lacking))
