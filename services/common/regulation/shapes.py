"""The shapes of single values: text, ids, counts, decimals, percents, yes or no, choices, fractions.

A shape reads a node, gives its JSON Schema, and tells the editor which widget to draw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from services.common.regulation.bounds import Percent
from services.common.regulation.nodes import Node, as_flag
from services.common.regulation.reading import (
    Reading,
    refuse_unknown,
    scalar,
)

DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?\Z")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")


class Shape:
    """What may stand in one place."""

    widget: ClassVar[str] = "text"
    inline: tuple[str, ...] = ()
    """Keys of the surrounding table that this shape takes, when it has no key of its own."""

    @property
    def choices(self) -> Mapping[str, str]:
        return {}

    def read(self, node: Node, at: str, reading: Reading) -> Any:
        raise NotImplementedError(type(self))  # pragma: no cover

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}

    def inline_schema(self) -> dict[str, Any]:
        """The keys that an inline shape takes from the surrounding table."""
        return {}


@dataclass(frozen=True)
class Text(Shape):
    most: int = 200

    def read(self, node: Node, at: str, reading: Reading) -> str:
        text = scalar(node, at, reading)
        if len(text) > self.most:
            raise reading.refuse(node.line, at, "text_too_long", f"文字最多 {self.most} 字，这里有 {len(text)} 字。")
        return text

    def schema(self) -> dict[str, Any]:
        # An editor reads an unquoted 341122 as a number; it is text here all the same.
        return {"type": ["string", "number"], "maxLength": self.most}


def is_id(text: str) -> bool:
    return bool(_ID.match(text))


@dataclass(frozen=True)
class Id(Shape):
    def read(self, node: Node, at: str, reading: Reading) -> str:
        text = scalar(node, at, reading)
        if not _ID.match(text):
            says = f"“{text}”不能作代号：代号只用小写英文字母、数字和“-”“_”，例如 worker-pioneer。"
            raise reading.refuse(node.line, at, "not_id", says)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer"], "pattern": _ID.pattern.replace(r"\Z", "$").join(("^", ""))}


@dataclass(frozen=True)
class IdOf(Id):
    """The id of something that the file has elsewhere: a sheet, a form, a stage of the same programme."""

    of: str = "sheets"
    widget: ClassVar[str] = "reference"


@dataclass(frozen=True)
class Count(Shape):
    least: int = 0
    most: int = 1_000_000
    widget: ClassVar[str] = "count"

    def read(self, node: Node, at: str, reading: Reading) -> int:
        text = scalar(node, at, reading)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            says = f"请填 {self.least} 到 {self.most} 之间的整数，不是“{text}”。"
            raise reading.refuse(node.line, at, "not_count", says)
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Number(Shape):
    least: Decimal = Decimal(0)
    widget: ClassVar[str] = "decimal"

    def read(self, node: Node, at: str, reading: Reading) -> Decimal:
        text = scalar(node, at, reading)
        if not DECIMAL.match(text) or Decimal(text) < self.least:
            says = f"请填不小于 {self.least} 的数，例如 96.40，不是“{text}”。"
            raise reading.refuse(node.line, at, "not_number", says)
        return Decimal(text)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}]}


@dataclass(frozen=True)
class PercentShape(Shape):
    widget: ClassVar[str] = "percent"

    def read(self, node: Node, at: str, reading: Reading) -> Percent:
        text = scalar(node, at, reading)
        if not text.endswith("%") or not DECIMAL.match(text[:-1]) or not 0 <= Decimal(text[:-1]) <= 100:
            says = f"请填 0% 到 100% 之间的百分数，例如 95%，不是“{text}”。"
            raise reading.refuse(node.line, at, "not_percent", says)
        return Percent(Decimal(text[:-1]))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"}


@dataclass(frozen=True)
class Flag(Shape):
    widget: ClassVar[str] = "yes_no"

    def read(self, node: Node, at: str, reading: Reading) -> bool:
        text = scalar(node, at, reading)
        flag = as_flag(text)
        if flag is None:
            raise reading.refuse(node.line, at, "not_flag", f"请填“是”或“否”，不是“{text}”。")
        return flag

    def schema(self) -> dict[str, Any]:
        return {"enum": [True, False, "yes", "no", "是", "否"]}


class Choice(Shape):
    """One word of a closed set; its Chinese title is taken too."""

    widget: ClassVar[str] = "choice"

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    @property
    def choices(self) -> Mapping[str, str]:
        return self.words

    def read(self, node: Node, at: str, reading: Reading) -> str:
        text = scalar(node, at, reading)
        if text in self.words:
            return text
        by_title = [word for word, title in self.words.items() if title == text]
        if len(by_title) == 1:
            return by_title[0]
        raise refuse_unknown(text, self.words, node.line, at, reading)

    def schema(self) -> dict[str, Any]:
        return {"enum": [*self.words, *dict.fromkeys(self.words.values())]}


@dataclass(frozen=True)
class FractionShape(Shape):
    widget: ClassVar[str] = "fraction"

    def read(self, node: Node, at: str, reading: Reading) -> Fraction:
        text = scalar(node, at, reading)
        found = re.fullmatch(r"([0-9]{1,4})/([1-9][0-9]{0,3})", text)
        if found and int(found[1]) <= int(found[2]):
            return Fraction(int(found[1]), int(found[2]))
        raise reading.refuse(node.line, at, "not_fraction", f"请填分数，例如 2/3 或 1/2，不是“{text}”。")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]+/[0-9]+$"}
