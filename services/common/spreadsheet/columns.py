"""What a column is called, what may stand in it, and how to say so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class ColumnKind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MONTH = "month"


@dataclass(frozen=True)
class Column:
    """A column of a template. `name` is the key in a row, `title` the head that people see.

    `example` is text in the form that people should use; `check` gets the value and returns what is wrong with it in
    Chinese, or None. A month is read as the first day of it.
    """

    name: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    hint: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    longest: int = 200
    width: int = 16
    check: Callable[[object], str | None] | None = None

    @property
    def head(self) -> str:
        return f"{self.title} *" if self.required else self.title


def plain_head(text: str) -> str:
    """A head without what people change by accident: spaces, line breaks, wide forms, the star."""
    return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", text))


def letter(index: int) -> str:
    """The name of a column in Excel: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
