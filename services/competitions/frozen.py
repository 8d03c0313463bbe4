"""The rules as they stood when a contest was opened: cut out of the regulation, kept with it, read again."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from services.common.errors import NotFound
from services.common.regulation import Regulation
from services.common.regulation.contest import Contest

KEPT = ("regulation", "title", "tenant", "effective", "source")


def freeze(document: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """The regulation's head and the one contest. Raises NotFound where there is no such contest."""
    contests = document.get("contests") or {}
    if rule not in contests:
        raise NotFound("no_such_contest", rule=rule)
    return {**{key: document[key] for key in KEPT if key in document}, "contests": {rule: contests[rule]}}


def contest_of(frozen: Mapping[str, Any]) -> Contest:
    """Read again; equal text is read once."""
    body = orjson.dumps(frozen, option=orjson.OPT_SORT_KEYS)
    return _read(hashlib.sha256(body).hexdigest(), body)


@lru_cache(maxsize=256)
def _read(_digest: str, body: bytes) -> Contest:
    regulation = Regulation.from_document(orjson.loads(body))
    return next(iter(regulation.contests.values()))
