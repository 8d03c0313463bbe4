"""Whether the shipped fonts can print a text. Checked before printing: a certificate with an empty box for a
character of somebody's name must never be issued."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Any, Final

from flask_babel import gettext as _

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
    """Read from the font's table of characters, groups of (first, last, glyph of the first): format 12 of OpenType."""
    with font.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        table = _place(content)
        (count,) = unpack_from(">H", content, table + 2)
        records = (unpack_from(">HHL", content, table + 4 + 8 * number) for number in range(count))
        place = next(table + offset for platform, encoding, offset in records if (platform, encoding) == (3, 10))
        (groups,) = unpack_from(">L", content, place + 12)
        said = iter_unpack(">LLL", content[place + 16 : place + 16 + 12 * groups])
        return frozenset(chain.from_iterable(range(first, last + 1) for first, last, _glyph in said))


def _place(content: mmap.mmap) -> int:
    """Where the table `cmap` begins."""
    (count,) = unpack_from(">H", content, 4)
    entries = (unpack_from(">4sLLL", content, 12 + 16 * number) for number in range(count))
    return int(next(offset for tag, _sum, offset, _length in entries if tag == b"cmap"))


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
