"""A file's name, made safe to show, to store and to send back in a header."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from services.common.files.kinds import Kind

LONGEST_STEM: Final = 100
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\/]')
_RESERVED: Final = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def safe_name(filename: str, kind: Kind) -> str:
    """The last path part without control and direction characters, ending in the kind's own suffix.

    Direction overrides (U+202E) would show “fdp.exe” as “exe.pdf”, so the whole Cf class goes.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", filename))[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem = _FORBIDDEN.sub("_", visible).rpartition(".")[0].strip(" .")[:LONGEST_STEM].strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"附件{stem}"
    return f"{stem}.{kind.value}"
