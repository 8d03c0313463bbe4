"""What the first bytes say a file is, whatever its name says."""

from __future__ import annotations

from typing import Final

from services.common.files.kinds import Kind

_PROGRAMS: Final = (
    b"MZ",  # Windows
    b"\x7fELF",  # Linux
    b"\xca\xfe\xba\xbe",  # Java, macOS
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"dex\n",
    b"#!",
    b"@echo",
    b"<?php",
    b"<script",
    b"<html",
    b"<!doctype html",
    b"<svg",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcut
)
_STARTS: Final = {
    Kind.PDF: (b"%PDF-",),
    Kind.JPG: (b"\xff\xd8\xff",),
    Kind.PNG: (b"\x89PNG\r\n\x1a\n",),
    Kind.DOCX: (b"PK\x03\x04",),
    Kind.XLSX: (b"PK\x03\x04",),
}


def is_program(content: bytes) -> bool:
    """A program, a script or a page that a browser would run."""
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return any(content.startswith(sign) or head.startswith(sign.lower()) for sign in _PROGRAMS)


def starts_as(kind: Kind, content: bytes) -> bool:
    return content.startswith(_STARTS[kind])


def looks_like(content: bytes) -> str:
    """The suffix that the bytes suggest, for the message only: “exe”, “zip”, or empty when nothing is known."""
    # Reads its tables when it is loaded, which only the process that gets such a file needs.
    import puremagic

    try:
        return puremagic.from_string(content[:65536]).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""
