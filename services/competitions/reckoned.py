"""One mark as it reads: points, what the grounds take, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import Judge, Mark
from services.competitions.service.contests.scoring import from_document

_ANYBODY: Final = Judge(person_id=UUID(int=0))


@dataclass(frozen=True)
class Reckoned:
    points: Decimal
    deducted: Decimal
    score: Decimal
    grounds: tuple[str, ...]
    decimals: int

    @property
    def says(self) -> str:
        """“90.00 − 5.00 = 85.00”, or the points alone where nothing was taken."""
        if not self.deducted:
            return self._digits(self.score)
        return f"{self._digits(self.points)} − {self._digits(self.deducted)} = {self._digits(self.score)}"

    def _digits(self, value: Decimal) -> str:
        return format(value, f".{self.decimals}f")


def reckoned(part: ContestPart, points: Decimal, deductions: Mapping[str, Any]) -> Reckoned:
    """`deductions` as they are kept beside a mark."""
    mark = Mark(judge=_ANYBODY, points=points, taken=from_document(deductions))
    return Reckoned(points, mark.deducted(part), mark.score(part), tuple(mark.grounds(part)), part.decimals)
