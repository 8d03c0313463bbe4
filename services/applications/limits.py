"""How often the public may write: an address that floods objections is told to wait."""

from contextlib import AbstractContextManager
from typing import Any

from flask import current_app
from flask_limiter.util import get_remote_address

OBJECTIONS = "10 per hour"


def objection_limit(rate: str = OBJECTIONS) -> AbstractContextManager[Any]:
    """Raises 429 for the caller's address beyond the rate."""
    limiter = current_app.extensions["limits"]
    # By the address alone: a header that the caller makes up must not make him another caller.
    found: AbstractContextManager[Any] = limiter.limit(rate, key_func=get_remote_address)
    return found
