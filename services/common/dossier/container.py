"""The zip around a sealed file, written and read without choices.

Entries are sorted by name, stored, dated 1 January 1980, with nothing optional; so a packed dossier has exactly one
form, and whoever reads one can pack it again and compare. Any zip program can open it. Reading never inflates
anything: what comes out is never more than what came in.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from services.common.dossier.broken import DossierBroken, not_a_dossier

LONGEST_NAME: Final = 240
ENTRIES_AT_MOST: Final = 20_000
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION, _UTF8, _STORED, _TIME, _DATE = 20, 0x800, 0, 0, 0x21
_UNIX: Final = 3 << 8
_MODE: Final = 0o100644 << 16
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def is_safe_path(name: str) -> bool:
    """A relative path of plain parts that unpacks the same on every system and never above its folder."""
    parts = name.split("/")
    return (
        0 < len(name.encode(errors="replace")) <= LONGEST_NAME
        and unicodedata.is_normalized("NFC", name)
        and not _FORBIDDEN.search(name)
        and all(part and part == part.strip(" .") for part in parts)
    )


def pack(files: Mapping[str, bytes]) -> bytes:
    """The one zip of these files. Raises DossierBroken bad_path."""
    out, central = bytearray(), bytearray()
    for name in sorted(files, key=str.encode):
        if not is_safe_path(name):
            raise DossierBroken("bad_path", name=name)
        content, path = files[name], name.encode()
        common = (_VERSION, _UTF8, _STORED, _TIME, _DATE, zlib.crc32(content), len(content), len(content), len(path), 0)
        central += _CENTRAL.pack(b"PK\x01\x02", _VERSION | _UNIX, *common, 0, 0, 0, _MODE, len(out)) + path
        out += _LOCAL.pack(b"PK\x03\x04", *common) + path + content
    end = _END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(central), len(out), 0)
    return bytes(out + central + end)


def unpack(blob: bytes) -> dict[str, bytes]:
    """The files in `blob`, whose bytes may have been changed: the caller compares hashes first, then packs again.

    Raises DossierBroken: not_a_dossier, bad_path, duplicate_file, too_large.
    """
    files: dict[str, bytes] = {}
    folded: set[str] = set()
    for name, content in _entries(blob):
        if not is_safe_path(name):
            raise DossierBroken("bad_path", name=name)
        if name.casefold() in folded:
            raise DossierBroken("duplicate_file", name=name)
        if len(files) == ENTRIES_AT_MOST:
            raise DossierBroken("too_large")
        folded.add(name.casefold())
        files[name] = content
    return files


def _entries(blob: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while blob[at : at + 4] == b"PK\x03\x04" and at + _LOCAL.size <= len(blob):
        _sign, _version, flags, method, _t, _d, _crc, packed, size, name_length, extra = _LOCAL.unpack_from(blob, at)
        start = at + _LOCAL.size + name_length
        if (flags, method, extra) != (_UTF8, _STORED, 0) or packed != size or start + size > len(blob):
            raise not_a_dossier()
        yield _name(blob[at + _LOCAL.size : start]), blob[start : start + size]
        at = start + size
    if at == 0 or blob[at : at + 4] not in (b"PK\x01\x02", b"PK\x05\x06"):
        raise not_a_dossier()


def _name(path: bytes) -> str:
    try:
        return path.decode()
    except UnicodeDecodeError as fault:
        raise not_a_dossier() from fault
