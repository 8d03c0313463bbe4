"""SIGTERM and SIGINT ask a process to finish what it does and go."""

import signal
import threading


def ended_by_signal() -> threading.Event:
    """Set when the process is asked to end."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    return ended
