"""A seal's image is looked at before it is printed over anybody's name."""

import struct
import zlib

import pytest

from services.common.documents import inspect_seal
from services.common.documents.seal_image import BYTES_AT_MOST, _unfilter
from services.common.files import FileRefused
from tests.unit.documents.seals import a_seal
from tests.unit.files.samples import a_jpg, a_pdf, a_png


def test_a_red_ring_on_nothing_is_taken_without_what_stands_beside_its_pixels():
    found = inspect_seal("公章.png", a_seal(more=((b"tEXt", b"Author\0Li Si"),)))

    assert (found.width, found.height, b"Li Si" in found.png) == (240, 240, False)
    assert inspect_seal("公章.png", found.png) == found


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("公章.jpg", a_jpg(), "type_not_allowed"),
        ("公章.png", a_jpg(), "content_does_not_match_name"),
        ("公章.png", a_pdf(), "content_does_not_match_name"),
        ("公章.png", b"", "empty"),
        ("公章.png", a_seal() + b"\0" * BYTES_AT_MOST, "too_large"),
        ("公章.png", a_seal(199), "seal_size"),
        ("公章.png", a_seal(801), "seal_size"),
        ("公章.png", a_seal(300, height=284), "seal_shape"),
        ("公章.png", a_png(300, 300), "seal_opaque"),
        ("公章.png", a_seal(ground=(255, 255, 255, 255)), "seal_opaque"),
        ("公章.png", a_seal(filled=False), "seal_empty"),
        ("公章.png", a_seal(colour=(30, 30, 190)), "seal_not_red"),
    ],
)
def test_what_is_no_seal_is_refused(name, content, code):
    with pytest.raises(FileRefused) as refused:
        inspect_seal(name, content)

    assert refused.value.code == code


@pytest.mark.parametrize("side", [200, 800])
def test_the_smallest_and_the_largest_are_taken(side):
    assert inspect_seal("公章.png", a_seal(side)).width == side


def test_nearly_square_is_square_enough():
    assert inspect_seal("公章.png", a_seal(300, height=285)).height == 285


@pytest.mark.parametrize("kind", [0, 1, 2, 3, 4])
def test_every_filter_of_the_format_is_read(kind):
    """The same red pixels, written each way the format knows."""
    side, pixel = 200, bytes((200, 20, 20, 255))
    plain = [
        bytearray(4 * side) if y % 199 == 0 else bytearray(bytes(4) + pixel * (side - 2) + bytes(4))
        for y in range(side)
    ]
    rows = b""
    above = bytearray(4 * side)
    for row in plain:
        written = bytearray(row)
        if kind:
            guess = bytearray(len(row))
            for at in range(len(row)):
                guess_row = bytearray(row)
                left, corner = (guess_row[at - 4], above[at - 4]) if at >= 4 else (0, 0)
                up = above[at]
                near = min(
                    (abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner)
                )
                guess[at] = {1: left, 2: up, 3: (left + up) // 2, 4: near[2]}[kind]
            written = bytearray((value - said) & 255 for value, said in zip(row, guess, strict=True))
            again = bytearray(written)
            _unfilter(kind, again, above)
            assert again == row
        rows += bytes((kind,)) + bytes(written)
        above = row
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )

    assert inspect_seal("公章.png", png).width == side
