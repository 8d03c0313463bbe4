"""Notices in the look of official documents (公示, 通报)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.common.documents.seal_image import SealImage, seal_svg
from services.common.documents.typesetting import qr, typeset
from services.common.documents.words import day


@dataclass(frozen=True)
class Listing:
    """A list inside a notice: heads and rows of equal length; `numbers` are the columns set to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("a row does not fit the heads")


@dataclass(frozen=True)
class Notice:
    """A notice. `paragraphs` come before the list, `closing` after it; `contact` lines tell where to object.

    `number` is the document number (来工发〔2026〕12 号), `period` a sentence with both days and the working days.
    """

    body: str
    number: str
    title: str
    paragraphs: tuple[str, ...]
    issued_on: date
    listing: Listing | None = None
    period: str = ""
    closing: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    addressee: str = ""
    verify_url: str = ""
    sealed: bool = True
    seal: SealImage | None = None


def notice(sheet: Notice) -> bytes:
    """The notice as a PDF on A4. Raises MissingGlyph."""
    listing = sheet.listing or Listing((), ())
    values = {
        "body": sheet.body,
        "number": sheet.number,
        "title": sheet.title,
        "addressee": sheet.addressee,
        "paragraphs": list(sheet.paragraphs),
        "period": sheet.period,
        "closing": list(sheet.closing),
        "contact": list(sheet.contact),
        "heads": list(listing.heads),
        "rows": [list(row) for row in listing.rows],
        "numbers": sorted(listing.numbers),
        "on": day(sheet.issued_on),
        "sealed": sheet.sealed,
    }
    pictures = {"qr": qr(sheet.verify_url), "seal": seal_svg(sheet.seal if sheet.sealed else None)}
    return typeset("notice", values, on=sheet.issued_on, pictures=pictures)
