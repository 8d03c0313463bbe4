"""The sheet as it stood when the assessment was opened: cut out of the regulation, kept with the case, read again."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from services.common.errors import NotFound
from services.common.regulation import Regulation, Sheet

KEPT = ("regulation", "title", "tenant", "effective", "source")


def freeze(document: Mapping[str, Any], sheet_id: str) -> dict[str, Any]:
    """The regulation's head and the one sheet. Raises NotFound where there is no such sheet."""
    sheets = document.get("sheets") or {}
    if sheet_id not in sheets:
        raise NotFound("no_such_sheet", sheet=sheet_id)
    return {**{key: document[key] for key in KEPT if key in document}, "sheets": {sheet_id: sheets[sheet_id]}}


def sheet_of(frozen: Mapping[str, Any]) -> Sheet:
    """Read again; equal text is read once."""
    body = orjson.dumps(frozen, option=orjson.OPT_SORT_KEYS)
    return _read(hashlib.sha256(body).hexdigest(), body)


@lru_cache(maxsize=256)
def _read(_digest: str, body: bytes) -> Sheet:
    regulation = Regulation.from_document(orjson.loads(body))
    return next(iter(regulation.sheets.values()))
