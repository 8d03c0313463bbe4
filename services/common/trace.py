"""The thread of one cause through request, outbox, bus and consumer: W3C traceparent, kept in the context."""

import re
import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("traceparent", default="")
_SHAPE = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")


def begin(traceparent: str = "") -> str:
    """Go on with the given trace, or start one when it is missing or malformed."""
    value = traceparent if _SHAPE.match(traceparent) else f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    _current.set(value)
    return value


def current() -> str:
    return _current.get()


def trace_id() -> str:
    return _current.get()[3:35]
