"""Pictures of seals: a red ring on nothing, and what is wrong about others."""

import struct
import zlib


def a_seal(side=240, *, height=None, colour=(190, 30, 30), ground=(0, 0, 0, 0), filled=True, more=()):
    """A ring of `colour` on `ground` as an RGBA PNG; `more`: further chunks (name, body)."""
    height = height or side
    rows = b"".join(b"\0" + _row(y, side, height, colour, ground, filled) for y in range(height))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", side, height, 8, 6, 0, 0, 0)),
        *more,
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _row(y, side, height, colour, ground, filled):
    reach = min(side, height) / 2
    line = bytearray()
    for x in range(side):
        away = ((x - side / 2) ** 2 + (y - height / 2) ** 2) ** 0.5 / reach
        line += bytes((*colour, 255)) if filled and 0.85 < away < 0.97 else bytes(ground)
    return bytes(line)


def _chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
