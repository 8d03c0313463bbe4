"""Grades of one honour: raised or lowered by a step at re-inspection, never above the highest (A8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.shapes import Text
from services.common.regulation.word_shapes import ListOf
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class Grades:
    """`titles` from the lowest to the highest; whoever is conferred begins at `begins`, else at the lowest."""

    titles: Annotated[tuple[str, ...], Key("等级（由低到高）", ListOf(Text(20), least=2))]
    begins: Annotated[str | None, Key("命名时的等级", Text(20))] = None
    up: Annotated[Bound | None, Key("升一级的复查分", BoundShape())] = None

    @property
    def first(self) -> str:
        return self.begins or self.titles[0]

    def check(self) -> Iterator[Complaint]:
        if len(set(self.titles)) != len(self.titles):
            yield Complaint("titles", "duplicate_id", "有两个等级同名，请各取一个不同的名称。")
        if self.begins is not None and self.begins not in self.titles:
            like = nearest(self.begins, self.titles)
            says = f"没有“{self.begins}”这一等级，有的是：{'、'.join(self.titles)}。"
            yield Complaint("begins", "unknown_reference", says, like)

    def raised(self, grade: str, score: Decimal) -> str:
        """After a re-inspection that was passed; at the highest it stays."""
        place = self.titles.index(grade)
        is_up = self.up is not None and self.up.admits(score)
        return self.titles[min(place + is_up, len(self.titles) - 1)]

    def lowered(self, grade: str) -> str | None:
        """After one that was not passed; None at the lowest, where nothing is left but to rectify or revoke."""
        place = self.titles.index(grade)
        return self.titles[place - 1] if place else None

    def sentences(self) -> Iterator[str]:
        yield f"分为{'、'.join(self.titles)}，命名时为{self.first}。"
        if self.up:
            yield f"复查{self.up.phrase('分')}的升一级，升到{self.titles[-1]}为止。"
        yield f"复查不合格的降一级；已是{self.titles[0]}的，按整改、撤销的规定办理。"
