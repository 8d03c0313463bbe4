"""Printing a document: a character that no shipped font has is refused with its name, never printed as a box."""

from collections.abc import Callable
from typing import TypeVar

from services.common.documents import MissingGlyph
from services.common.errors import DomainError

Sheet = TypeVar("Sheet")


def printed(make: Callable[[Sheet], bytes], sheet: Sheet) -> bytes:
    """Raises DomainError glyph_missing."""
    try:
        return make(sheet)
    except MissingGlyph as missing:
        raise DomainError("glyph_missing", characters="、".join(missing.characters)) from missing
