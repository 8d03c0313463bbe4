"""Pictures: whole, and not larger unfolded than a page can bear. Read by their own structure, without a decoder."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from flask_babel import gettext as _

from services.common.files.archives import STEP
from services.common.files.kinds import Kind
from services.common.files.refusal import FileRefused

PIXELS_AT_MOST: Final = 100_000_000
_BITS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset(range(0xD0, 0xD8)) | {0x01}


def broken() -> FileRefused:
    return FileRefused("broken_image", _("图片不完整或已损坏，请重新拍照或导出后上传"))


def check_image(kind: Kind, content: bytes) -> None:
    """Raises FileRefused: broken_image, pixel_bomb."""
    if kind is Kind.PNG:
        _check_png(content)
    else:
        _check_jpeg(content)


def _within(width: int, height: int) -> None:
    if not width or not height:
        raise broken()
    if width * height > PIXELS_AT_MOST:
        raise FileRefused(
            "pixel_bomb",
            _("图片为 %(width)s × %(height)s 像素，超过 1 亿像素，请缩小后上传", width=width, height=height),
        )


def _check_png(content: bytes) -> None:
    chunks = _png_chunks(content)
    name, head = next(chunks, (b"", b""))
    if name != b"IHDR" or len(head) != 13:
        raise broken()
    width, height, depth, colour = struct.unpack(">IIBB", head[:10])
    _within(width, height)
    if colour not in _BITS:
        raise broken()
    row = (width * _BITS[colour] * depth + 7) // 8 + 1
    # Adam7 adds at most a filter byte per pass and row; anything beyond that is padding meant to explode.
    _check_pixels(chunks, at_least=row * height if head[12] == 0 else 1, at_most=row * height * 2 + 64)


def _check_pixels(chunks: Iterator[tuple[bytes, bytes]], *, at_least: int, at_most: int) -> None:
    stream = zlib.decompressobj()
    seen, ended = 0, False
    for name, body in chunks:
        ended = name == b"IEND"
        waiting = body if name == b"IDAT" else b""
        while waiting:
            try:
                seen += len(stream.decompress(waiting, STEP))
            except zlib.error as fault:
                raise broken() from fault
            if seen > at_most:
                raise FileRefused("pixel_bomb", _("图片解开后过大，请重新导出后上传"))
            waiting = stream.unconsumed_tail
    if not ended or seen + len(stream.flush()) < at_least:
        raise broken()


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(content):
        head = content[at : at + 8]
        if len(head) < 8:
            raise broken()
        length, name = struct.unpack(">I4s", head)
        body, check = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(body) != length or len(check) != 4 or zlib.crc32(name + body) != int.from_bytes(check):
            raise broken()
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length


def _check_jpeg(content: bytes) -> None:
    framed = False
    for marker, body in _jpeg_segments(content):
        if marker in _FRAMES:
            if len(body) < 6:
                raise broken()
            height, width = struct.unpack(">HH", body[1:5])
            _within(width, height)
            framed = True
        if marker == 0xDA:
            break
    # Phones append a film or a preview after the end mark, so the mark need not be the last two bytes.
    if not framed or b"\xff\xd9" not in content:
        raise broken()


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise broken()
        marker = content[at + 1]
        if marker == 0xFF or marker in _BARE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4])
        if length < 2 or at + 2 + length > len(content):
            raise broken()
        yield marker, content[at + 4 : at + 2 + length]
        at += 2 + length
    raise broken()
