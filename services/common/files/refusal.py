"""Why a file is not taken, in words for the person who chose it."""

from __future__ import annotations


class FileRefused(Exception):
    """An upload that is not taken. `code` is for programs, `says` for the field's fault line."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(f"{code}: {says}")
        self.code = code
        self.says = says
