"""Small real files of each kind, made here so that no binary lies in the repository."""

import io
import struct
import zipfile
import zlib

import pypdf
import xlsxwriter


def a_pdf(change=lambda writer: None) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_pdf_with_hidden(names: bytes, *, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF whose object stream holds `names`, deflated."""
    packed = zlib.compress(b"7 0 <<" + names + b">>")
    return (
        b"%PDF-1.5\n6 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter "
        + filters
        + b" /Length %d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\nstartxref\n0\n%%EOF\n"
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def a_png(width: int = 3, height: int = 2, *, rows: bytes | None = None) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = (b"\x00" + b"\xae\x22\x1c" * width) * height if rows is None else rows
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(pixels)) + _chunk(b"IEND", b"")


def a_jpg(width: int = 8, height: int = 8) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    head, scan = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", b"\x01\x01\x00\x00\x3f\x00"
    parts = [(0xE0, head), (0xC0, frame), (0xDA, scan)]
    segments = b"".join(b"\xff" + bytes([name]) + struct.pack(">H", len(body) + 2) + body for name, body in parts)
    return b"\xff\xd8" + segments + b"\x12\x34\xff\xd9"


def an_xlsx() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("名单").write_string(0, 0, "装配二班")
    book.close()
    return out.getvalue()


def a_zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return out.getvalue()


def a_docx(more: dict[str, bytes] | None = None) -> bytes:
    types = b'<Types><Override ContentType="wordprocessingml.document.main+xml"/></Types>'
    return a_zip({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **(more or {})})
