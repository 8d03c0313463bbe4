"""The picture of a body's seal (公章图样): looked at before it is kept, and set where the layout has the seal."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from services.common.files import FileRefused, Kind, inspect

BYTES_AT_MOST: Final = 512 * 1024
PIXELS: Final = range(200, 801)
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = (b"IHDR", b"IDAT", b"IEND")
_CLEAR: Final = 16


@dataclass(frozen=True)
class SealImage:
    """A picture that may be printed over words: only its pixels, nothing that a program wrote beside them."""

    png: bytes
    width: int
    height: int


def inspect_seal(filename: str, content: bytes) -> SealImage:
    """Raises FileRefused: as `inspect` does, and seal_size, seal_shape, seal_opaque, seal_empty, seal_not_red."""
    accepted = inspect(filename, content, allowed=frozenset({Kind.PNG}), limit_bytes=BYTES_AT_MOST)
    width, height, depth, colour, _compression, _filter, interlaced = struct.unpack(">IIBBBBB", content[16:29])
    if width not in PIXELS or height not in PIXELS:
        raise FileRefused(
            "seal_size",
            _("图样为 %(width)s × %(height)s 像素，请用 200 至 800 像素见方的图", width=width, height=height),
        )
    if abs(width - height) * 20 > max(width, height):
        raise FileRefused("seal_shape", _("图样须是正方形，印章居中，四周裁到印边"))
    if (depth, colour, interlaced) != (8, 6, 0):
        raise FileRefused("seal_opaque", _("图样的底色须透明，请导出为 24 位真彩色加透明背景的 PNG"))
    chunks = _chunks(accepted.content)
    _must_be_a_seal(_rows(b"".join(body for name, body in chunks if name == b"IDAT"), width, height), width)
    return SealImage(_written(chunks), width, height)


def seal_svg(image: SealImage | None) -> str:
    """For the templates, which take pictures as SVG; empty for none."""
    if image is None:
        return ""
    data = base64.b64encode(image.png).decode()
    side = f'width="{image.width}" height="{image.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {image.width} {image.height}" {side}>'
        f'<image {side} href="data:image/png;base64,{data}"/></svg>'
    )


def _must_be_a_seal(rows: list[bytearray], width: int) -> None:
    corners = [row[at + 3] for row in (rows[0], rows[-1]) for at in (0, width * 4 - 4)]
    if max(corners) >= _CLEAR:
        raise FileRefused("seal_opaque", _("图样的底色须透明，请导出为 24 位真彩色加透明背景的 PNG"))
    inked, red, seen = 0, 0, 0
    for row in rows[::3]:
        for at in range(0, width * 4, 12):
            seen += 1
            if row[at + 3] < 64:
                continue
            inked += 1
            red += row[at] > max(row[at + 1], row[at + 2]) + 40
    if inked * 100 < seen:
        raise FileRefused("seal_empty", _("图样里没有印迹，请重新选择"))
    if red * 10 < inked * 8:
        raise FileRefused("seal_not_red", _("公章图样须是红色印迹，请重新扫描或导出"))


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(_SIGNATURE)
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        found.append((name, png[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def _written(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """The same pixels without texts, times and profiles."""
    parts = [_SIGNATURE]
    for name, body in chunks:
        if name in _KEPT:
            parts.append(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)))
    return b"".join(parts)


def _rows(packed: bytes, width: int, height: int) -> list[bytearray]:
    """The rows of an RGBA picture of eight bits, unfiltered (PNG specification, 9.2)."""
    raw, size = zlib.decompress(packed), width * 4
    rows: list[bytearray] = []
    above = bytearray(size)
    for number in range(height):
        start = number * (size + 1)
        row = bytearray(raw[start + 1 : start + 1 + size])
        _unfilter(raw[start], row, above)
        rows.append(row)
        above = row
    return rows


def _unfilter(kind: int, row: bytearray, above: bytearray) -> None:
    if kind == 2:
        row[:] = bytes((value + up) & 255 for value, up in zip(row, above, strict=True))
    elif kind in (1, 3, 4):
        for at, value in enumerate(row):
            left, corner = (row[at - 4], above[at - 4]) if at >= 4 else (0, 0)
            guess = left if kind == 1 else (left + above[at]) // 2 if kind == 3 else _paeth(left, above[at], corner)
            row[at] = (value + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner
