"""What this process was given at its start, for what no request passes: consumers, clocks, commands."""

import hashlib
import hmac

from services.common.files import Store
from services.common.http import Parts

_given: list[Parts] = []


def give(parts: Parts) -> None:
    """Called once by `main.create`; called again, the newer parts replace the older."""
    _given[:] = [parts]


def parts() -> Parts:
    if not _given:
        raise RuntimeError("applications: the service was not created yet")
    return _given[0]


def store() -> Store:
    found: Store = parts().store
    return found


def origin() -> str:
    return parts().settings.origin


def key_for(purpose: str) -> bytes:
    """32 bytes of the master key for one purpose: what opens a name does not open a signing key."""
    return hmac.new(parts().settings.master_key.encode(), purpose.encode(), hashlib.sha256).digest()
