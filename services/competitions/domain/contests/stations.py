"""Blind numbers: drawn from a secret, sealed before anybody scores, provable when opened (papers and stations)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from uuid import UUID


def draw(entry_ids: Iterable[UUID], secret: bytes) -> dict[UUID, int]:
    """Numbers from 1 in an order that only the secret tells; the same secret always gives the same draw."""
    shuffled = sorted(set(entry_ids), key=lambda each: hmac.digest(secret, each.bytes, "sha256"))
    return {entry_id: number for number, entry_id in enumerate(shuffled, 1)}


def seal(numbers: Mapping[UUID, int], secret: bytes) -> str:
    """What is made known before the scoring: whoever opens the envelope later can check that nobody was exchanged."""
    lines = "\n".join(f"{number}:{entry_id}" for entry_id, number in sorted(numbers.items(), key=lambda each: each[1]))
    return hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()


def is_unbroken(numbers: Mapping[UUID, int], secret: bytes, sealed: str) -> bool:
    return hmac.compare_digest(seal(numbers, secret), sealed)
