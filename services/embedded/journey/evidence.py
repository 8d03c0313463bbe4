"""Papers that the story's people attach: one page that says what it proves, written out by hand as PDF."""

from functools import cache

# Every reader of PDF has this font for Chinese by its name, so that no font need travel in the file.
FONT = """<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>
/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]
/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"""
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 298 420] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"


@cache
def evidence_file(title: str) -> bytes:
    """A PDF of one small page with the title on it; equal titles give equal bytes."""
    drawn = f"BT /F 16 Tf 30 360 Td {_shown(title)} Tj /F 10 Tf 0 -28 Td {_shown('演示佐证材料。')} Tj ET"
    return _written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            PAGE,
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
            FONT,
        ]
    )


def _shown(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>"


def _written(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, said in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{said}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode("ascii")
