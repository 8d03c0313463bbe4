"""From a template and a JSON value to PDF bytes."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson
import segno

from services.common.documents.glyphs import refuse_missing_glyphs
from services.common.documents.press import Press

TEMPLATES: Final = Path(__file__).parent / "templates"


press = Press()


def typeset(
    template: str, sheet: dict[str, Any], *, on: date | None = None, pictures: dict[str, str] | None = None
) -> bytes:
    """Print `sheet` by `templates/<template>.typ`. Raises MissingGlyph, and Unavailable as the press does.

    `pictures` are SVG sources, kept apart because their text is not printed. With `on`, the document's own day, it is
    made for archives (PDF/A-2u). Equal values give equal bytes: neither the clock nor the machine's fonts are asked.
    """
    plain = _plain(sheet)
    refuse_missing_glyphs(plain)
    told = {"sheet": orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()}
    told["on"] = date(on.year, on.month, on.day).isoformat() if on else ""
    told["pictures"] = orjson.dumps(pictures or {}, option=orjson.OPT_SORT_KEYS).decode()
    return press.set(TEMPLATES / f"{template}.typ", TEMPLATES, told, ["a-2u"] if on else [])


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
