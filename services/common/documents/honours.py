"""Certificate and plaque (A5, A7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.common.documents.seal_image import SealImage, seal_svg
from services.common.documents.typesetting import qr, typeset
from services.common.documents.words import day


@dataclass(frozen=True)
class Certificate:
    """荣誉证书. `citation` is the sentence after the holder's name; `body` confers and seals; the QR code leads to
    `verify_url`, which tells the state as of now, as the two lines of `verified` say. Sealed without an image of the
    seal, the place says （盖章）."""

    honour: str
    level: str
    holder: str
    citation: str
    number: str
    conferred_on: date
    body: str
    verify_url: str
    employer: str = ""
    closing: str = "荣誉称号，特发此证。"
    verified: tuple[str, str] = ("扫码查验本荣誉现状", "每年复查，以查验结果为准")
    sealed: bool = True
    seal: SealImage | None = None


@dataclass(frozen=True)
class Plaque:
    """牌匾, at 600 × 400 mm scaled to A4 across. `number` is the plaque's own."""

    honour: str
    holder: str
    number: str
    conferred_on: date
    body: str
    verify_url: str
    employer: str = ""


def certificate(sheet: Certificate) -> bytes:
    """The certificate as a PDF, A4 across. Raises MissingGlyph."""
    values = {
        "honour": sheet.honour,
        "level": sheet.level,
        "employer": sheet.employer,
        "holder": sheet.holder,
        "citation": sheet.citation,
        "number": sheet.number,
        "on": day(sheet.conferred_on),
        "body": sheet.body,
        "sealed": sheet.sealed,
        "closing": sheet.closing,
        "verified": list(sheet.verified),
    }
    pictures = {"qr": qr(sheet.verify_url), "seal": seal_svg(sheet.seal if sheet.sealed else None)}
    return typeset("certificate", values, on=sheet.conferred_on, pictures=pictures)


def plaque(sheet: Plaque) -> bytes:
    """The plaque's artwork as a PDF, A4 across. Raises MissingGlyph."""
    values = {
        "honour": sheet.honour,
        "employer": sheet.employer,
        "holder": sheet.holder,
        "number": sheet.number,
        "on": f"{sheet.conferred_on.year}年{sheet.conferred_on.month}月",
        "body": sheet.body,
    }
    return typeset("plaque", values, on=sheet.conferred_on, pictures={"qr": qr(sheet.verify_url)})
