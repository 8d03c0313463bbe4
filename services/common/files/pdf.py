"""PDFs: whole, not encrypted, and doing nothing by themselves."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from flask_babel import gettext as _

from services.common.files.archives import STEP
from services.common.files.refusal import FileRefused

STREAMS_AT_MOST: Final = 20_000
UNPACKED_AT_MOST: Final = 512 * 1024 * 1024
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"stream\r?\n")
_ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_ACTIVE: Final = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|ImportData|SubmitForm)\b")
_OBJECTS: Final = re.compile(rb"/(ObjStm|First)\b")
_RARE_FILTER: Final = re.compile(rb"/(ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt)\b")
# Longer than the longest name above with each letter escaped: a name cut by a chunk is found in the next one.
_OVERLAP: Final = 64
_DICTIONARY: Final = 512


def check_pdf(content: bytes) -> None:
    """Raises FileRefused: broken_pdf, encrypted_pdf, active_pdf, archive_bomb.

    Names are searched in the bytes as they stand and in every inflated stream (object streams hide names),
    after undoing `#xx` escapes; the long names do not turn up in picture data by chance.
    """
    if b"%%EOF" not in content[-4096:] or b"startxref" not in content[-8192:]:
        raise FileRefused("broken_pdf", _("PDF 不完整，请重新导出或扫描后上传"))
    plain = _unescaped(content)
    if _ENCRYPTED.search(plain):
        raise FileRefused("encrypted_pdf", _("PDF 设有密码或限制，请另存为不加密的 PDF 后重新上传"))
    if _ACTIVE.search(plain) or any(_ACTIVE.search(part) for part in _inflated(content)):
        raise FileRefused("active_pdf", _("PDF 带有脚本、启动命令或嵌入文件，请用“打印为 PDF”重新生成后上传"))


def _unescaped(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _inflated(content: bytes) -> Iterator[bytes]:
    total = 0
    for number, found in enumerate(_STREAM.finditer(content)):
        if number == STREAMS_AT_MOST:
            raise FileRefused("broken_pdf", _("PDF 的内部结构过于零碎，请用“打印为 PDF”重新生成后上传"))
        _refuse_odd_objects(_unescaped(content[max(0, found.start() - _DICTIONARY) : found.start()]))
        tail = b""
        for chunk in _steps(content, found.end()):
            total += len(chunk)
            if total > UNPACKED_AT_MOST:
                raise FileRefused("archive_bomb", _("PDF 解开后过大，请降低图片清晰度或拆分后重新上传"))
            yield _unescaped(tail + chunk)
            tail = chunk[-_OVERLAP:]


def _refuse_odd_objects(dictionary: bytes) -> None:
    """Objects packed by a filter that is not searched here could hide anything; no common program writes them."""
    own = dictionary.rpartition(b" obj")[2]
    if _OBJECTS.search(own) and _RARE_FILTER.search(own):
        raise FileRefused("active_pdf", _("PDF 的内部结构无法检查，请用“打印为 PDF”重新生成后上传"))


def _steps(content: bytes, start: int) -> Iterator[bytes]:
    """The stream that starts here, inflated; nothing for streams that are not deflated."""
    stream = zlib.decompressobj()
    at = start
    waiting = b""
    try:
        while not stream.eof and (waiting or at < len(content)):
            if not waiting:
                waiting, at = content[at : at + STEP], at + STEP
            yield stream.decompress(waiting, STEP * 4)
            waiting = stream.unconsumed_tail
    except zlib.error:
        return
