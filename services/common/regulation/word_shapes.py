"""Shapes that hold words: lists, things by id, another word, one word of a family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from services.common.regulation.nodes import Node, Scalar, Table
from services.common.regulation.reading import (
    MisreadError,
    Reading,
    items,
    join,
    name_of_item,
    read_one_of,
    read_word,
    table,
)
from services.common.regulation.shapes import Id, Shape
from services.common.regulation.words import Family


class ListOf(Shape):
    """A list; with `least`, an empty one is refused. Items that have ids may not share one. In an ordered list of
    choices the first counts before the second."""

    widget: ClassVar[str] = "rows"

    def __init__(self, item: Shape, *, least: int = 0, ordered: bool = False) -> None:
        self.item, self.least, self.is_ordered = item, least, ordered

    @property
    def choices(self) -> Mapping[str, str]:
        return self.item.choices

    def read(self, node: Node, at: str, reading: Reading) -> tuple[Any, ...]:
        listed = items(node, at, reading)
        if len(listed.items) < self.least:
            raise reading.refuse(node.line, at, "too_few", f"这里至少要写 {self.least} 项。")
        found, seen, is_wrong = [], set(), False
        for position, each in enumerate(listed.items, 1):
            name = name_of_item(each, position)
            path = join(at, name)
            if path in seen:
                says = f"“{name}”在这个列表里出现了两次，请各取一个不同的 id。"
                reading.refuse(each.line, path, "duplicate_id", says)
                is_wrong = True
            seen.add(path)
            reading.lines.setdefault(path, each.line)
            try:
                found.append(self.item.read(each, path, reading))
            except MisreadError:
                is_wrong = True
        if is_wrong:
            raise MisreadError
        return tuple(found)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "minItems": self.least}


class MapOf(Shape):
    """Things by their id; each word is told its id."""

    widget: ClassVar[str] = "sections"

    def __init__(self, word: type) -> None:
        self.word = word

    def read(self, node: Node, at: str, reading: Reading) -> dict[str, Any]:
        found: dict[str, Any] = {}
        is_wrong = False
        for key, line, value in table(node, at, reading).rows:
            path = join(at, key)
            reading.lines.setdefault(path, line)
            try:
                Id().read(Scalar(line, key), path, reading)
                found[key] = read_word(self.word, value, path, reading, given={"id": key})
            except MisreadError:
                is_wrong = True
        if is_wrong:
            raise MisreadError
        return found

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{self.word.__name__}"}}


class WordOf(Shape):
    """Another word; `lone` is the key that a single value stands for, `nothing` says that `none` may be written."""

    widget: ClassVar[str] = "group"

    def __init__(self, word: type, *, lone: str | None = None, nothing: bool = False) -> None:
        self.word, self.lone, self.nothing = word, lone, nothing

    def read(self, node: Node, at: str, reading: Reading) -> Any:
        if isinstance(node, Scalar):
            if self.nothing and node.text in ("none", "无"):
                return None
            if self.lone:
                node = Table(node.line, ((self.lone, node.line, node),))
        return read_word(self.word, node, at, reading)

    def schema(self) -> dict[str, Any]:
        ref: dict[str, Any] = {"$ref": f"#/$defs/{self.word.__name__}"}
        others: list[dict[str, Any]] = [{"enum": ["none", "无"]}] if self.nothing else []
        others += [{"type": ["string", "number"]}] if self.lone else []
        return {"anyOf": [ref, *others]} if others else ref


class OneOf(Shape):
    """A word of a family."""

    widget: ClassVar[str] = "word"

    def __init__(self, family: Family) -> None:
        self.family = family

    @property
    def choices(self) -> Mapping[str, str]:
        return self.family.titles

    def read(self, node: Node, at: str, reading: Reading) -> Any:
        return read_one_of(self.family, node, at, reading)

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.family.name}"}
