import hashlib
import io
import os
import struct

import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from services.common.files import ALL_KINDS, DOCUMENTS, Accepted, FileRefused, Kind, inspect
from services.common.files.archives import Limits
from tests.unit.files.samples import a_docx, a_jpg, a_pdf, a_pdf_with_hidden, a_png, a_zip, an_xlsx

LIMIT = 1024 * 1024


def refusal(filename, content, *, allowed=ALL_KINDS, limit_bytes=LIMIT, limits=None):
    with pytest.raises(FileRefused) as refused:
        inspect(filename, content, allowed=allowed, limit_bytes=limit_bytes, limits=limits)
    return refused.value


@pytest.mark.parametrize(
    ("filename", "content", "kind", "mime"),
    [
        ("申报表.pdf", a_pdf(), Kind.PDF, "application/pdf"),
        ("班组合影.JPEG", a_jpg(), Kind.JPG, "image/jpeg"),
        ("班组合影.png", a_png(), Kind.PNG, "image/png"),
        ("名单.xlsx", an_xlsx(), Kind.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("事迹.docx", a_docx(), Kind.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_an_honest_file_is_accepted(filename, content, kind, mime):
    stem = filename.rpartition(".")[0]

    accepted = inspect(filename, content, allowed=ALL_KINDS, limit_bytes=LIMIT)

    assert accepted == Accepted(
        kind, mime, len(content), hashlib.sha256(content).hexdigest(), f"{stem}.{kind.value}", content
    )


def test_a_stream_is_read_no_further_than_the_limit_needs():
    stream = io.BytesIO(b"%PDF-" + b"0" * 5000)

    refused = refusal("长.pdf", stream, limit_bytes=1000)

    assert (refused.code, refused.says, stream.tell()) == ("too_large", "文件超过 1000 字节，请压缩或拆分后上传", 1001)


def test_the_limit_itself_is_allowed_and_one_byte_more_is_not():
    content = a_pdf()

    assert inspect("a.pdf", content, allowed=ALL_KINDS, limit_bytes=len(content)).size == len(content)
    assert refusal("a.pdf", content, limit_bytes=len(content) - 1).code == "too_large"


@pytest.mark.parametrize(
    ("filename", "content", "allowed", "code", "says"),
    [
        ("空.pdf", b"", ALL_KINDS, "empty", "文件是空的，请重新选择"),
        ("工具.exe", b"MZ\x90", DOCUMENTS, "type_not_allowed", "请上传 PDF、JPG、PNG 格式的文件"),
        ("材料.zip", a_zip({"a": b"b"}), DOCUMENTS, "type_not_allowed", "请上传 PDF、JPG、PNG 格式的文件"),
        ("名单.xlsx", an_xlsx(), DOCUMENTS, "type_not_allowed", "请上传 PDF、JPG、PNG 格式的文件"),
        ("旧文档.doc", b"\xd0\xcf\x11\xe0", ALL_KINDS, "type_not_allowed",
         "请上传 PDF、JPG、PNG、Word（DOCX）、Excel（XLSX） 格式的文件"),
        ("无后缀", b"%PDF-1.7", DOCUMENTS, "type_not_allowed", "请上传 PDF、JPG、PNG 格式的文件"),
        ("证明.pdf", b"MZ\x90\x00" + b"\x00" * 60, ALL_KINDS, "content_does_not_match_name",
         "文件名是 PDF，内容却是程序或脚本，不能上传"),
        ("证明.pdf", b"\x7fELF\x02\x01", ALL_KINDS, "content_does_not_match_name",
         "文件名是 PDF，内容却是程序或脚本，不能上传"),
        ("证明.png", b"\xef\xbb\xbf <SCRIPT>alert(1)</SCRIPT>", ALL_KINDS, "content_does_not_match_name",
         "文件名是 PNG，内容却是程序或脚本，不能上传"),
        ("证明.jpg", b"#!/bin/sh\nrm", ALL_KINDS, "content_does_not_match_name",
         "文件名是 JPG，内容却是程序或脚本，不能上传"),
        ("照片.jpg", a_png(), ALL_KINDS, "content_does_not_match_name", "文件名是 JPG，内容却像 PNG，请上传原始文件"),
        ("名单.xlsx", a_docx(), ALL_KINDS, "content_does_not_match_name",
         "文件内容不是 Excel（XLSX），请用 Word、Excel 或 WPS 另存后重新上传"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused(filename, content, allowed, code, says):
    refused = refusal(filename, content, allowed=allowed)

    assert (refused.code, refused.says) == (code, says)


def with_script(writer):
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer._root_object[NameObject("/OpenAction")] = script


def with_attachment(writer):
    writer.add_attachment("a.txt", b"hidden")


def with_password(writer):
    writer.encrypt("secret")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_pdf(with_script), "active_pdf"),
        (a_pdf(with_attachment), "active_pdf"),
        (a_pdf(with_password), "encrypted_pdf"),
        (a_pdf_with_hidden(b"/S /JavaScript /JS (x)"), "active_pdf"),
        (a_pdf_with_hidden(b"/S /J#61vaScript /JS (x)"), "active_pdf"),
        (a_pdf_with_hidden(b"/S /Launch /F (cmd.exe)"), "active_pdf"),
        (a_pdf_with_hidden(b"/S /GoTo", filters=b"[/ASCIIHexDecode /FlateDecode]"), "active_pdf"),
        (a_pdf()[:-40], "broken_pdf"),
        (b"%PDF-1.7\n", "broken_pdf"),
    ],
)
def test_a_pdf_that_acts_or_hides_is_refused(content, code):
    assert refusal("证明.pdf", content).code == code


@pytest.mark.parametrize(("count", "taken"), [(20_000, True), (20_001, False)])
def test_a_pdf_of_crumbs_does_not_keep_us_busy(count, taken):
    content = b"%PDF-1.7\n" + b"stream\n" * count + b"startxref\n0\n%%EOF\n"

    if taken:
        assert inspect("a.pdf", content, allowed=ALL_KINDS, limit_bytes=LIMIT).kind is Kind.PDF
    else:
        assert refusal("a.pdf", content).code == "broken_pdf"


def test_a_pdf_with_a_plain_object_stream_is_accepted():
    assert inspect("a.pdf", a_pdf_with_hidden(b"/S /GoTo"), allowed=ALL_KINDS, limit_bytes=LIMIT).kind is Kind.PDF


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_docx({"word/vbaProject.bin": b"x"}), "macro_office"),
        (a_docx({"word/activeX/activeX1.xml": b"<x/>"}), "macro_office"),
        (a_docx({"[Content_Types].xml": b'<Override ContentType="ms-word.document.macroEnabled.main+xml"/>'}),
         "macro_office"),
        (a_docx({"word/_rels/settings.xml.rels": b'<R Type="attachedTemplate" Target="x" TargetMode="External"/>'}),
         "macro_office"),
        (a_docx({"word/embeddings/run.bin": b"MZ\x90\x00"}), "content_does_not_match_name"),
        (a_docx()[:-30], "content_does_not_match_name"),
    ],
)  # fmt: skip
def test_an_office_file_with_a_macro_or_a_program_is_refused(content, code):
    assert refusal("事迹.docx", content).code == code


SMALL = Limits(entries=5, unpacked=3000, ratio=10, ratio_from=1000, depth=2)


def nested(depth):
    inner = a_docx()
    for _ in range(depth - 1):
        inner = a_docx({"word/embeddings/in.docx": inner})
    return inner


@pytest.mark.parametrize(
    ("content", "taken"),
    [
        (a_docx({"1": b"", "2": b"", "3": b""}), True),
        (a_docx({"1": b"", "2": b"", "3": b"", "4": b""}), False),
        (a_docx({"word/a.xml": b"0" * 1000}), True),
        (a_docx({"word/a.xml": b"0" * 1001}), False),
        (a_docx({"word/a.xml": os.urandom(2500)}), True),
        (a_docx({"word/a.xml": os.urandom(3001)}), False),
        (nested(2), True),
        (nested(3), False),
    ],
)
def test_an_archive_bomb_is_refused_at_each_limit(content, taken):
    if taken:
        assert inspect("事迹.docx", content, allowed=ALL_KINDS, limit_bytes=LIMIT, limits=SMALL).kind is Kind.DOCX
    else:
        assert refusal("事迹.docx", content, limits=SMALL).code == "archive_bomb"


def test_a_real_bomb_is_refused_by_the_default_limits():
    refused = refusal("事迹.docx", a_docx({"word/a.xml": b"0" * 3_000_000}))

    assert (refused.code, refused.says) == (
        "archive_bomb",
        "文件解开后过大或层数过多（压缩比超过 200 倍），请拆分后重新上传",
    )


def test_an_entry_that_lies_about_its_size_is_counted_as_it_is():
    content = bytearray(a_docx({"word/a.xml": b"0" * 5000}))
    content = content.replace(struct.pack("<I", 5000), struct.pack("<I", 50))

    assert refusal("事迹.docx", bytes(content), limits=SMALL).code == "archive_bomb"
    assert refusal("事迹.docx", bytes(content)).code == "content_does_not_match_name"


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("a.png", a_png()[:-13], "broken_image"),
        ("a.png", a_png().replace(b"IDAT", b"IDAU"), "broken_image"),
        ("a.png", a_png(rows=b"\x00" * 19), "broken_image"),
        ("a.png", a_png(0, 5), "broken_image"),
        ("a.png", a_png(10_000, 10_001, rows=b""), "pixel_bomb"),
        ("a.png", a_png(3, 2, rows=b"\x00" * 5000), "pixel_bomb"),
        ("a.jpg", a_jpg()[:-2], "broken_image"),
        ("a.jpg", a_jpg()[:30], "broken_image"),
        ("a.jpg", a_jpg(0, 5), "broken_image"),
        ("a.jpg", a_jpg(10_001, 10_000), "pixel_bomb"),
    ],
)
def test_a_picture_that_is_broken_or_explodes_is_refused(filename, content, code):
    assert refusal(filename, content).code == code


def test_a_picture_of_just_the_largest_size_is_accepted():
    assert inspect("a.jpg", a_jpg(10_000, 10_000), allowed=ALL_KINDS, limit_bytes=LIMIT).kind is Kind.JPG


@pytest.mark.parametrize(
    ("filename", "safe"),
    [
        ("../../etc/证明.pdf", "证明.pdf"),
        ("C:\\fakepath\\证明.PDF", "证明.pdf"),
        ("证明\u202egpj.exe.pdf", "证明gpj.exe.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        (" .pdf", "附件.pdf"),
        ("con.pdf", "附件con.pdf"),
        ("赵镕堃.pdf", "赵镕堃.pdf"),
        ("长" * 101 + ".pdf", "长" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(filename, safe):
    assert inspect(filename, a_pdf(), allowed=ALL_KINDS, limit_bytes=LIMIT).safe_name == safe
