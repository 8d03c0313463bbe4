"""One look at an upload, before anything else reads it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from flask_babel import gettext as _

from services.common.files.archives import Limits
from services.common.files.headers import is_program, looks_like, starts_as
from services.common.files.images import check_image
from services.common.files.kinds import IMAGES, Kind, claimed_kind, listed
from services.common.files.names import safe_name
from services.common.files.office import check_office
from services.common.files.pdf import check_pdf
from services.common.files.refusal import FileRefused


@dataclass(frozen=True)
class Accepted:
    """A file that may be stored: `sha256` is its hex digest, `safe_name` what to show and to offer for download."""

    kind: Kind
    mime: str
    size: int
    sha256: str
    safe_name: str
    content: bytes


def inspect(
    filename: str,
    content: bytes | BinaryIO,
    *,
    allowed: frozenset[Kind],
    limit_bytes: int,
    limits: Limits | None = None,
) -> Accepted:
    """Accept a file or raise FileRefused.

    Codes: empty, too_large, type_not_allowed, content_does_not_match_name, archive_bomb, macro_office, broken_pdf,
    encrypted_pdf, active_pdf, broken_image, pixel_bomb. A stream is read to one byte past the limit at most.
    """
    found = content if isinstance(content, bytes) else content.read(limit_bytes + 1)
    if not found:
        raise FileRefused("empty", _("文件是空的，请重新选择"))
    if len(found) > limit_bytes:
        raise FileRefused("too_large", _("文件超过 %(limit)s，请压缩或拆分后上传", limit=size_in_words(limit_bytes)))
    kind = claimed_kind(filename)
    if kind is None or kind not in allowed:
        raise FileRefused("type_not_allowed", _("请上传 %(kinds)s 格式的文件", kinds=listed(allowed)))
    _check(kind, found, limits or Limits())
    return Accepted(kind, kind.mime, len(found), hashlib.sha256(found).hexdigest(), safe_name(filename, kind), found)


def _check(kind: Kind, content: bytes, limits: Limits) -> None:
    if is_program(content) or not starts_as(kind, content):
        raise _mismatch(kind, content)
    if kind is Kind.PDF:
        check_pdf(content)
    elif kind in IMAGES:
        check_image(kind, content)
    else:
        check_office(kind, content, limits)


def _mismatch(kind: Kind, content: bytes) -> FileRefused:
    real = looks_like(content)
    if is_program(content):
        says = _("文件名是 %(kind)s，内容却是程序或脚本，不能上传", kind=kind.label)
    elif real:
        says = _("文件名是 %(kind)s，内容却像 %(real)s，请上传原始文件", kind=kind.label, real=real.upper())
    else:
        says = _("文件内容不是 %(kind)s，请重新导出后上传", kind=kind.label)
    return FileRefused("content_does_not_match_name", says)


def size_in_words(size: int) -> str:
    """10 MB, 512 KB, 900 字节."""
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return str(_("%(size)s 字节", size=size))
