"""The five kinds of file that may be uploaded, and how a name claims one."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def mime(self) -> str:
        return _MIMES[self]

    @property
    def label(self) -> str:
        """How a page names the kind: PDF, JPG, Word（DOCX）."""
        return _LABELS[self]


ALL_KINDS: Final = frozenset(Kind)
IMAGES: Final = frozenset({Kind.JPG, Kind.PNG})
DOCUMENTS: Final = frozenset({Kind.PDF}) | IMAGES

_MIMES: Final = {
    Kind.PDF: "application/pdf",
    Kind.JPG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LABELS: Final = {
    Kind.PDF: "PDF",
    Kind.JPG: "JPG",
    Kind.PNG: "PNG",
    Kind.DOCX: "Word（DOCX）",
    Kind.XLSX: "Excel（XLSX）",
}
_SUFFIXES: Final = {
    "pdf": Kind.PDF,
    "jpg": Kind.JPG,
    "jpeg": Kind.JPG,
    "png": Kind.PNG,
    "docx": Kind.DOCX,
    "xlsx": Kind.XLSX,
}


def claimed_kind(filename: str) -> Kind | None:
    """The kind that the last suffix claims, whatever its case; none for a suffix we never take."""
    _, dot, suffix = filename.rpartition(".")
    return _SUFFIXES.get(suffix.strip().lower()) if dot else None


def listed(kinds: Iterable[Kind]) -> str:
    """“PDF、JPG、PNG”, in the order of the enumeration."""
    chosen = set(kinds)
    return "、".join(kind.label for kind in Kind if kind in chosen)
