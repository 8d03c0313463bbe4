"""Reads a printed document back."""

import io
import re

import pypdf


def pages(pdf: bytes) -> list[str]:
    """Each page's text without spaces: where a line breaks is the layout's affair."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def whole(pdf: bytes) -> str:
    return "".join(pages(pdf))


def lacking(pdf: bytes, *texts: str) -> list[str]:
    """The texts that are not on the paper."""
    printed = whole(pdf)
    return [text for text in texts if re.sub(r"\s", "", text) not in printed]


def size(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


def pictures(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height in pixels of every picture with pixels on the paper."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        found += _pictures_of(page["/Resources"])
    return found


def _pictures_of(resources) -> list[tuple[int, int]]:
    found = []
    for each in resources.get_object().get("/XObject", {}).values():
        part = each.get_object()
        if part["/Subtype"] == "/Image":
            found.append((part["/Width"], part["/Height"]))
        elif "/Resources" in part:
            found += _pictures_of(part["/Resources"])
    return found
