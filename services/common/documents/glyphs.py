"""Whether the shipped fonts can print a text. Checked before printing: a certificate with an empty box for a
character of somebody's name must never be issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask_babel import gettext as _
from fontTools.ttLib import TTFont

FONTS: Final = Path(__file__).parent / "fonts"


class MissingGlyph(Exception):
    """A document with characters that no shipped font has. `characters` lists each once, in order of appearance."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(" ".join(f"U+{ord(character):04X}" for character in characters))
        self.characters = characters

    @property
    def says(self) -> str:
        shown = "、".join(f"{character}（U+{ord(character):04X}）" for character in self.characters)
        return str(_("字库中没有这些字：%(shown)s，请联系平台管理员补充字库后再打印", shown=shown))


@cache
def printable() -> frozenset[int]:
    """The code points that every weight has: bold and regular must not differ."""
    return frozenset.intersection(*(_code_points(path) for path in sorted(FONTS.glob("*.ttf"))))


def _code_points(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of `text` that cannot be printed, each once. A line break is layout, not a glyph."""
    known = printable()
    return tuple(dict.fromkeys(letter for letter in text if letter != "\n" and ord(letter) not in known))


def refuse_missing_glyphs(value: Any) -> None:
    """Raises MissingGlyph for any text anywhere in a JSON-like value."""
    missing = missing_glyphs("".join(_texts(value)))
    if missing:
        raise MissingGlyph(missing)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
