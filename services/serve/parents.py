"""A process that loses its parent ends: nobody would stop it, and it would keep its port."""

import contextlib
import ctypes
import signal

PR_SET_PDEATHSIG = 1
_libc: ctypes.CDLL | None = None
with contextlib.suppress(OSError):
    _libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """Linux sends us the signal when the thread that started us is gone; elsewhere nothing happens."""
    if _libc is not None and hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
