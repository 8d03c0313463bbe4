"""Word and Excel files: really one, and without macros."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _

from services.common.files.archives import Limits, unpack
from services.common.files.headers import is_program
from services.common.files.kinds import Kind
from services.common.files.refusal import FileRefused

_MAIN_PART: Final = {Kind.DOCX: "word/document.xml", Kind.XLSX: "xl/workbook.xml"}
_MACRO_PARTS: Final = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/|activex/|dialogsheets/)", re.IGNORECASE
)
# A template fetched when the file opens runs its own macros.
_REMOTE_TEMPLATE: Final = re.compile(rb"attachedTemplate[^>]*TargetMode\s*=\s*[\"']External", re.IGNORECASE)


def check_office(kind: Kind, content: bytes, limits: Limits) -> None:
    parts = unpack(content, limits)
    if _MAIN_PART[kind] not in parts or "[Content_Types].xml" not in parts:
        raise FileRefused(
            "content_does_not_match_name",
            _("文件内容不是 %(kind)s，请用 Word、Excel 或 WPS 另存后重新上传", kind=kind.label),
        )
    if _has_macro(parts):
        says = _("文件带有宏或远程模板，请另存为不含宏的 %(kind)s 后重新上传", kind=kind.label)
        raise FileRefused("macro_office", says)
    if any(is_program(part) for name, part in parts.items() if not name.endswith((".xml", ".rels"))):
        raise FileRefused("content_does_not_match_name", _("文件里嵌有程序，请删除嵌入的对象后重新上传"))


def _has_macro(parts: Mapping[str, bytes]) -> bool:
    if any(_MACRO_PARTS.search(name) for name in parts):
        return True
    if b"macroenabled" in parts["[Content_Types].xml"].lower():
        return True
    return any(_REMOTE_TEMPLATE.search(part) for name, part in parts.items() if name.endswith(".rels"))
