"""log.jsonl: the case's log, a line each, every line with the hash of the one before.

The tenant's own log chain runs through all its cases; this chain runs through one case alone, so that it can be
checked without the others. The entry keeps its hash in the tenant's chain as one of its fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from services.common.dossier.broken import DossierBroken, not_a_dossier
from services.common.dossier.canonical import canonical, digest


def write_log(entries: Iterable[Mapping[str, Any]]) -> bytes:
    lines: list[bytes] = []
    before = ""
    for number, entry in enumerate(entries, 1):
        line = {"before": before, "entry": entry, "n": number}
        before = digest(canonical(line))
        lines.append(canonical({**line, "hash": before}))
    return b"".join(line + b"\n" for line in lines)


def read_log(content: bytes) -> tuple[Mapping[str, Any], ...]:
    """The entries. Raises DossierBroken chain_broken in stage record."""
    try:
        entries = tuple(orjson.loads(line)["entry"] for line in content.splitlines())
        unbroken = write_log(entries) == content
    except (ValueError, KeyError, TypeError) as fault:
        raise not_a_dossier(stage="record") from fault
    if not unbroken:
        raise DossierBroken("chain_broken", "record")
    return entries
