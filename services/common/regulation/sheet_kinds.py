"""A sheet by kind of candidate: whom another sheet than the stage's own is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from services.common.regulation.kinds import KindShape
from services.common.regulation.shapes import IdOf
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class SheetOf:
    """Candidates of this kind are assessed on this sheet; the first that fits counts."""

    when: Annotated[str, Key("哪类对象", KindShape())]
    sheet: Annotated[str, Key("评价表", IdOf("sheets"))]


def sheet_for(usual: str, others: Sequence[SheetOf], kinds: frozenset[str]) -> str:
    """The id of the sheet for somebody of these kinds."""
    return next((each.sheet for each in others if each.when in kinds), usual)
