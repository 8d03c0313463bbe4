"""From a template and a JSON value to PDF bytes."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
import segno
import typst

from services.common.documents.glyphs import FONTS, refuse_missing_glyphs

TEMPLATES: Final = Path(__file__).parent / "templates"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def typeset(
    template: str, sheet: dict[str, Any], *, on: date | None = None, pictures: dict[str, str] | None = None
) -> bytes:
    """Print `sheet` by `templates/<template>.typ`. Raises MissingGlyph.

    `pictures` are SVG sources, kept apart because their text is not printed. With `on`, the document's own day, it is
    made for archives (PDF/A-2u). Equal values give equal bytes: neither the clock nor the machine's fonts are asked.
    """
    plain = _plain(sheet)
    refuse_missing_glyphs(plain)
    told = {"sheet": orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()}
    told["on"] = date(on.year, on.month, on.day).isoformat() if on else ""
    told["pictures"] = orjson.dumps(pictures or {}, option=orjson.OPT_SORT_KEYS).decode()
    made = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=told,
        timestamp=0,
        pdf_standards="a-2u" if on else [],
    )
    return bytes(made)


def qr(url: str) -> str:
    """The QR code of an address as SVG, without a margin; empty for no address."""
    if not url:
        return ""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, nl=False, omitsize=True)
    return out.getvalue().decode()


def _plain(value: Any) -> Any:
    """One kind of line break, no tabs: what a browser's textarea sends is not what a printer expects."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value
