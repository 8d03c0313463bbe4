"""In which order names stand for the places there are: by the quota's `order`, the first figure first (A4)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Final

from services.applications.domain.application import Application
from services.common.regulation.cut import Cut, Ranked, cut
from services.common.regulation.quota import Quota

LEAST: Final = Decimal(-1)


@dataclass(frozen=True)
class Merit:
    """A case with what the platform knows beside it."""

    case: Application
    kept_years: int = 0


def _lot(merit: Merit) -> Decimal:
    """抽签: a lot that nobody chooses and anybody can draw again from the case's number."""
    said = f"{merit.case.year}/{merit.case.programme}/{merit.case.number}"
    return Decimal(int(sha256(said.encode()).hexdigest()[:12], 16))


def _earliness(merit: Merit) -> Decimal:
    at = merit.case.submitted_at or merit.case.created_at
    return -Decimal(int(at.timestamp()))


FIGURES: Final[Mapping[str, Callable[[Merit], Decimal]]] = {
    "score": lambda merit: merit.case.score if merit.case.score is not None else LEAST,
    "kept": lambda merit: Decimal(merit.kept_years),
    "recommended_rank": lambda merit: -Decimal(merit.case.rank or 10_000),
    "earlier": _earliness,
    "drawn": _lot,
}


def ranked(merit: Merit, order: Sequence[str]) -> Ranked:
    """With its figures in the quota's order; by the score alone where the quota says nothing."""
    figures = tuple(FIGURES[each](merit) for each in order or ("score",))
    return Ranked(str(merit.case.id), figures, frozenset(merit.case.kinds), merit.case.reviewing_name)


def beyond(quota: Quota | None, left: int | None, names: Sequence[Ranked]) -> Cut | None:
    """Who stands behind the last place; None where places are not limited."""
    if quota is None or left is None or quota.tie is None:
        return None
    return cut(names, left, quota.tie)
