"""Zip containers (docx, xlsx): counted while they unpack, never believed.

A header may lie about sizes, so each entry is inflated here in small steps and the count that was seen is the one
compared; the whole is given up as soon as one limit is passed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from services.common.files.refusal import FileRefused

STEP: Final = 64 * 1024
_ENCRYPTED: Final = 0x1
_LOCAL: Final = struct.Struct("<4s5H3I2H")


@dataclass(frozen=True)
class Limits:
    """How much an office file may unfold to."""

    entries: int = 4096
    unpacked: int = 256 * 1024 * 1024
    ratio: int = 200
    ratio_from: int = 1024 * 1024
    depth: int = 2


def bomb(why: str) -> FileRefused:
    return FileRefused("archive_bomb", _("文件解开后过大或层数过多（%(why)s），请拆分后重新上传", why=why))


def broken() -> FileRefused:
    says = _("文件已损坏或不是 Office 文件，请用 Word、Excel 或 WPS 另存后重新上传")
    return FileRefused("content_does_not_match_name", says)


def unpack(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Every entry by its name, within limits that nested archives share.

    Raises FileRefused: archive_bomb, content_does_not_match_name (damaged, encrypted or two entries of one name).
    """
    return dict(_Unpacking(limits).entries(content, depth=1))


class _Unpacking:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.count = 0
        self.total = 0

    def entries(self, content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
        if depth > self.limits.depth:
            raise bomb(_("压缩包套了 %(depth)s 层以上", depth=self.limits.depth))
        seen: set[str] = set()
        for entry in _directory(content):
            self.count += 1
            if self.count > self.limits.entries:
                raise bomb(_("超过 %(entries)s 个条目", entries=self.limits.entries))
            if entry.filename in seen or entry.flag_bits & _ENCRYPTED:
                raise broken()
            seen.add(entry.filename)
            unpacked = self._inflate(content, entry)
            if unpacked.startswith(b"PK\x03\x04"):
                for _name in self.entries(unpacked, depth + 1):
                    pass
            yield entry.filename, unpacked

    def _inflate(self, content: bytes, entry: zipfile.ZipInfo) -> bytes:
        out = bytearray()
        for chunk in _chunks(content, entry):
            out += chunk
            self.total += len(chunk)
            self._within(len(out), entry.compress_size)
        if len(out) != entry.file_size or zlib.crc32(out) != entry.CRC:
            raise broken()
        return bytes(out)

    def _within(self, unpacked: int, packed: int) -> None:
        if self.total > self.limits.unpacked:
            raise bomb(_("超过 %(size)s MB", size=self.limits.unpacked // 1024 // 1024))
        if unpacked > self.limits.ratio_from and unpacked > self.limits.ratio * max(packed, 1):
            raise bomb(_("压缩比超过 %(ratio)s 倍", ratio=self.limits.ratio))


def _directory(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as fault:
        raise broken() from fault


def _chunks(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    head = content[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise broken()
    name_length, extra_length = _LOCAL.unpack(head)[-2:]
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + STEP]) for at in range(0, len(packed), STEP))
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from inflate(packed, -zlib.MAX_WBITS)
    else:
        raise broken()


def inflate(packed: bytes | memoryview, window: int) -> Iterator[bytes]:
    """Inflate in steps of at most STEP bytes out, so that the caller can stop in time."""
    stream = zlib.decompressobj(window)
    waiting: bytes | memoryview = packed
    try:
        while len(waiting) and not stream.eof:
            yield stream.decompress(waiting, STEP)
            waiting = stream.unconsumed_tail
        yield stream.flush(STEP) if not stream.eof else b""
    except zlib.error as fault:
        raise broken() from fault
