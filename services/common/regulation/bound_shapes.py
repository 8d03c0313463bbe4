"""How bounds are written: at_least, over, at_most, under, or `between: [low, high]` with both ends included."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from services.common.regulation.bounds import Bound, ShareBound
from services.common.regulation.nodes import Items, Node, Scalar
from services.common.regulation.reading import Reading, join, refuse_unknown, scalar, table
from services.common.regulation.shapes import DECIMAL, FractionShape, Shape

_ENDS: Final = ("at_least", "over", "at_most", "under")
_NAMES: Final = "at_least（以上，含本数）、over（超过，不含）、at_most（以下，含本数）、under（不满，不含）"


def _refuse_bare(node: Node, at: str, reading: Reading) -> None:
    if isinstance(node, Scalar):
        says = f"没有说明是否包含“{node.text}”本身，请写成 {{at_least: {node.text}}} 的样子，可用：{_NAMES}。"
        raise reading.refuse(node.line, at, "bound_without_word", says)


class BoundShape(Shape):
    """A bound of figures or of percents; `inline` takes its keys from the surrounding table."""

    widget = "bound"

    def __init__(self, *, inline: bool = False) -> None:
        self.inline = (*_ENDS, "between") if inline else ()

    def read(self, node: Node, at: str, reading: Reading) -> Bound:
        _refuse_bare(node, at, reading)
        rows = table(node, at, reading)
        if not rows.rows:
            raise reading.refuse(node.line, at, "bound_without_word", f"这里要写明界限，可用：{_NAMES}。")
        ends: dict[str, tuple[Decimal, bool]] = {}
        for key, line, value in rows.rows:
            path = join(at, key)
            if key == "between":
                low, high = self._pair(value, path, reading)
                ends |= {"at_least": low, "at_most": high}
            elif key in _ENDS:
                ends[key] = self._figure(value, path, reading)
            else:
                raise refuse_unknown(key, (*_ENDS, "between"), line, path, reading)
        bound = Bound(**{key: figure for key, (figure, _) in ends.items()}, is_percent=any(p for _, p in ends.values()))
        if len({is_percent for _, is_percent in ends.values()}) > 1:
            raise reading.refuse(node.line, at, "mixed_bound", "上限和下限要么都写百分数，要么都不写。")
        if bound.is_empty:
            says = f"“{bound.phrase()}”没有一个数能满足，请改正上限或下限。"
            raise reading.refuse(node.line, at, "contradictory_bounds", says)
        return bound

    def _figure(self, node: Node, at: str, reading: Reading) -> tuple[Decimal, bool]:
        text = scalar(node, at, reading)
        bare = text.removesuffix("%")
        if not DECIMAL.match(bare):
            raise reading.refuse(node.line, at, "not_number", f"请填数字或百分数，例如 90 或 35%，不是“{text}”。")
        return Decimal(bare), text != bare

    def _pair(self, node: Node, at: str, reading: Reading) -> list[tuple[Decimal, bool]]:
        if not isinstance(node, Items) or len(node.items) != 2:
            raise reading.refuse(
                node.line, at, "not_pair", "between 后面写两个数，例如 between: [16, 60]，两头都包含。"
            )
        return [self._figure(item, at, reading) for item in node.items]

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": self.inline_schema(),
        }

    def inline_schema(self) -> dict[str, Any]:
        figure = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?%?$"}]}
        pair = {"type": "array", "items": figure, "minItems": 2, "maxItems": 2}
        return {**dict.fromkeys(_ENDS, figure), "between": pair}


class ShareBoundShape(Shape):
    """A share of people: {at_least: 2/3} or {over: 1/2}."""

    widget = "share"

    def read(self, node: Node, at: str, reading: Reading) -> ShareBound:
        _refuse_bare(node, at, reading)
        rows = table(node, at, reading)
        shares: dict[str, Fraction] = {}
        for key, line, value in rows.rows:
            if key not in ("at_least", "over"):
                raise refuse_unknown(key, ("at_least", "over"), line, join(at, key), reading)
            shares[key] = FractionShape().read(value, join(at, key), reading)
        if len(shares) != 1:
            says = "写一个比例，例如 {at_least: 2/3}（三分之二以上）或 {over: 1/2}（超过半数）。"
            raise reading.refuse(node.line, at, "bound_without_word", says)
        if shares.get("over") == 1:
            raise reading.refuse(node.line, at, "contradictory_bounds", "不可能超过全体人数，请改为 {at_least: 1/1}。")
        return ShareBound(**shares)

    def schema(self) -> dict[str, Any]:
        share = FractionShape().schema()
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": {"at_least": share, "over": share},
        }
