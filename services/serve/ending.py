"""SIGTERM and SIGINT ask a process to finish what it does and go."""

import logging
import os
import signal
import sys
import threading
from typing import NoReturn


def ended_by_signal() -> threading.Event:
    """Set when the process is asked to end."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    return ended


def leave(code: int) -> NoReturn:
    """Go at once: everything is closed, and taking the interpreter apart would cost seconds that an operator waits."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
