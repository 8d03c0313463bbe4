"""One way to write a value as JSON: sorted keys, no spaces, UTF-8. Hashes and signatures are over these bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

Json = Mapping[str, Any]


def canonical(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """Raises TypeError for floats: a score is a string of exact digits, never a binary fraction."""
    _refuse_floats(value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("no floats in a sealed file")
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _refuse_floats(part)
