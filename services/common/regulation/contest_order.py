"""By what contestants stand in order: a chain, compared one after another until two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.common.regulation.contest_nouns import MEASURES, ORDER_WAYS
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.nodes import Node, Table
from services.common.regulation.reading import Reading, join, refuse_unknown, scalar
from services.common.regulation.shapes import Id, Shape

_WAYS_OF: Final = {
    "more": frozenset({"total", "play_off", "firsts"}),
    "less": frozenset({"total", "time_used", "deductions", "drawn"}),
    "earlier": frozenset({"finished_at", "entered_at"}),
}
_ALONE: Final = {"drawn": "less", "time_used": "less", "deductions": "less", "finished_at": "earlier"}
DECIDES: Final = frozenset({"drawn"})
"""After these nobody is level any more."""
MOST_CRITERIA: Final = 5


@dataclass(frozen=True)
class Criterion:
    """One link: a figure, and which of two goes before."""

    way: str
    of: str

    def phrase(self, parts: Mapping[str, str]) -> str:
        if self.of == "drawn":
            return "抽签决定"
        title = MEASURES.get(self.of) or parts.get(self.of, self.of)
        return f"{title}，{ORDER_WAYS[self.way]}"

    def complaints(self, at: str, parts: Mapping[str, str]) -> Iterator[Complaint]:
        """A figure that nobody records, or one that does not go that way round."""
        known = {*MEASURES, *parts}
        if self.of not in known:
            like = nearest(self.of, known)
            tail = f"，是不是想写“{like}”？" if like else f"。可以写：{'、'.join([*parts, *MEASURES])}。"
            yield Complaint(at, "unknown_reference", f"排名次不认识“{self.of}”{tail}", like)
        elif self.of not in parts and self.of not in _WAYS_OF[self.way]:
            ways = [name for name, of in _WAYS_OF.items() if self.of in of]
            says = f"“{MEASURES[self.of]}”不能按“{ORDER_WAYS[self.way]}”排，请写 {{{ways[0]}: {self.of}}}。"
            yield Complaint(at, "wrong_direction", says, ways[0])
        elif self.of in parts and self.way == "earlier":
            says = f"“{parts[self.of]}”是得分，不是时间，请写 {self.of}（高的在前）。"
            yield Complaint(at, "wrong_direction", says, "more")


class CriterionShape(Shape):
    """`total`, a part's id, or {less: time_used}, {earlier: finished_at}."""

    widget = "order"

    @property
    def choices(self) -> Mapping[str, str]:
        return MEASURES

    def read(self, node: Node, at: str, reading: Reading) -> Criterion:
        if not isinstance(node, Table):
            text = Id().read(node, at, reading)
            return Criterion(_ALONE.get(text, "more"), text)
        if len(node.rows) != 1:
            raise reading.refuse(node.line, at, "not_single", "一条只写一个，例如 {earlier: finished_at}。")
        way, line, value = node.rows[0]
        if way not in ORDER_WAYS:
            raise refuse_unknown(way, ORDER_WAYS, line, join(at, way), reading)
        return Criterion(way, scalar(value, join(at, way), reading))

    def schema(self) -> dict[str, Any]:
        one = {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": {way: {"type": "string"} for way in ORDER_WAYS},
        }
        return {"anyOf": [Id().schema(), one]}


def leaves_level(order: Sequence[Criterion]) -> bool:
    """Can two be level after the whole chain?"""
    return not any(each.of in DECIDES for each in order)


def order_complaints(order: Sequence[Criterion], parts: Mapping[str, str]) -> Iterator[Complaint]:
    if len(order) > MOST_CRITERIA:
        yield Complaint("order", "too_many", f"名次先后最多写 {MOST_CRITERIA} 条，请删去后面的。")
    for number, each in enumerate(order, 1):
        yield from each.complaints(f"order.{number}", parts)
        if each in order[: number - 1]:
            yield Complaint(f"order.{number}", "duplicate_id", f"“{each.of}”写了两次，后一次不起作用，请删去。")
        if not leaves_level(order[: number - 1]):
            yield Complaint(f"order.{number}", "never_reached", "抽签以后不会再有并列，请把抽签放在最后。")
