"""Gates of a sheet: several targets that must all be met besides the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.shapes import Id, Text
from services.common.regulation.sheet_losing import MeasureShort
from services.common.regulation.word_shapes import ListOf
from services.common.regulation.words import Key

Measures = Mapping[str, MeasureShort]


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Every measure named here must reach its own target; one short of it and the sheet is not passed."""

    title: Annotated[str, Key("名称", Text(40))]
    all_met: Annotated[tuple[str, ...], Key("须全部达标的指标", ListOf(Id(), least=2))]

    def unmet(self, measures: Measures, figures: Mapping[str, Decimal]) -> str | None:
        """The sentence that refuses, with every measure that is short; None when all are met."""
        short = []
        for name in self.all_met:
            rule, figure = measures[name], figures.get(name)
            if figure is None:
                short.append(f"{rule.title}未填")
            elif figure < rule.target.figure:
                short.append(f"{rule.title} {figure:.2f}{rule.target.mark}，应达到 {rule.target}")
        return f"“{self.title}”没有全部达标：{'；'.join(short)}" if short else None

    def complaints(self, at: str, measures: Measures) -> Iterator[Complaint]:
        for name in self.all_met:
            if name not in measures:
                like = nearest(name, measures)
                tail = f"，是不是想写“{like}”？" if like else f"。已有的指标：{'、'.join(measures) or '（无）'}。"
                yield Complaint(at, "unknown_reference", f"各行里没有名为“{name}”的指标{tail}", like)

    def phrase(self, measures: Measures) -> str:
        named = "、".join(f"{measures[name].title} {measures[name].target}" for name in self.all_met)
        return f"{self.title}：{named}，须全部达到，否则不合格"
