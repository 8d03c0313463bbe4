"""How often the public may write: an address that floods objections is told to wait."""

from contextlib import AbstractContextManager
from typing import Any

from flask import current_app

OBJECTIONS = "10 per hour"


def objection_limit(rate: str = OBJECTIONS) -> AbstractContextManager[Any]:
    """Raises 429 for the caller's address beyond the rate."""
    limiter = current_app.extensions["limits"]
    found: AbstractContextManager[Any] = limiter.limit(rate)
    return found
