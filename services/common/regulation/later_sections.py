"""Sections that later services will read: kept as written, and checked only for words that are known there.

When a service comes, its section gets a class like `Programme` and leaves this table; nothing else moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from services.common.regulation.nodes import Items, Node, Table, to_plain
from services.common.regulation.reading import MisreadError, Reading, join, name_of_item, refuse_unknown, table
from services.common.regulation.shapes import Id, Shape

_EVERYWHERE: Final = (
    "id title of at_least over at_most under between to from on late due within days working_days months years hours "
    "every level honour unit kind amount table share points rounding count where by when weight"
)


class SectionShape(Shape):
    """Things by id; below them every key must be a word of the section."""

    widget = "text_only"

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words

    def read(self, node: Node, at: str, reading: Reading) -> Mapping[str, Any]:
        is_wrong = False
        for key, line, value in table(node, at, reading).rows:
            reading.lines.setdefault(join(at, key), line)
            is_wrong |= self._has_unknown(value, join(at, key), reading)
        if is_wrong:
            raise MisreadError
        found: Mapping[str, Any] = to_plain(node)
        return found

    def _has_unknown(self, node: Node, at: str, reading: Reading) -> bool:
        is_wrong = False
        if isinstance(node, Items):
            for position, item in enumerate(node.items, 1):
                is_wrong |= self._has_unknown(item, join(at, name_of_item(item, position)), reading)
        elif isinstance(node, Table):
            for key, line, value in node.rows:
                if key not in self.words:
                    refuse_unknown(key, self.words, line, join(at, key), reading)
                    is_wrong = True
                is_wrong |= self._has_unknown(value, join(at, key), reading)
        return is_wrong

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "propertyNames": Id().schema(), "additionalProperties": {"type": "object"}}


SECTIONS: Final[Mapping[str, tuple[str, SectionShape]]] = {
    name: (title, SectionShape(frozenset(f"{_EVERYWHERE} {words}".split())))
    for name, title, words in (
        (
            "appraisals",
            "群众评议",
            "asked roll lot turnout base answers values groups weights blank dont_know void repeat bands ranked named "
            "smallest_shown consequences questions runs",
        ),
        (
            "services",
            "技术服务",
            "teams needs called dispatch claim ratings answer invitation accounts earned exchanged stars thresholds "
            "lowest inspections visits supervisors",
        ),
    )
}
