"""A target of a measure: a percent (100%) or a figure (12)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.common.regulation.bounds import plain
from services.common.regulation.nodes import Node
from services.common.regulation.reading import Reading, scalar
from services.common.regulation.shapes import DECIMAL, Shape


@dataclass(frozen=True)
class Target:
    figure: Decimal
    is_percent: bool = False

    @property
    def unit(self) -> str:
        return "个百分点" if self.is_percent else "个"

    @property
    def mark(self) -> str:
        return "%" if self.is_percent else ""

    def __str__(self) -> str:
        return f"{plain(self.figure)}{self.mark}"


class TargetShape(Shape):
    widget = "percent_or_figure"

    def read(self, node: Node, at: str, reading: Reading) -> Target:
        text = scalar(node, at, reading)
        bare = text.removesuffix("%")
        if not DECIMAL.match(bare) or Decimal(bare) < 0 or (bare != text and Decimal(bare) > 100):
            raise reading.refuse(node.line, at, "not_target", f"请填百分数或数，例如 95% 或 12，不是“{text}”。")
        return Target(Decimal(bare), bare != text)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%?$"}]}
