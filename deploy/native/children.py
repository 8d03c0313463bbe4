"""A program that is kept running: how it is started, when it is ready, how it is asked to end."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Child:
    """`ready` says whether it can be used now; it may be asked at any time. `user` is taken on where we are root."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 15.0


def spawn(child: Child, log: Path) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl+C is ours; it goes when we go."""
    with log.open("ab") as lines:
        return subprocess.Popen(
            [*_begun_by(child), *child.command],
            cwd=Path(__file__).parents[2],
            env={**_INHERITED, **child.environment},
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _begun_by(child: Child) -> list[str]:
    """util-linux says the rest between fork and start: Python's own way there may hang in a process with threads."""
    found = shutil.which("setpriv")
    if found is None:
        return []
    begun = [found, "--pdeathsig", child.stop_signal.name.removeprefix("SIG")]
    if child.user and os.geteuid() == 0:
        begun += ["--reuid", child.user, "--regid", child.user, "--clear-groups"]
    return [*begun, "--"]


_INHERITED = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ", "TMPDIR") if name in os.environ}


def answers(url: str) -> bool:
    """Whether a GET is answered with 2xx."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status < 300)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def asked(url: str) -> dict[str, Any]:
    """The answer's JSON; nothing where there is none."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
            return told
    except (urllib.error.URLError, OSError, ValueError):
        return {}


def listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def tail(log: Path, lines: int = 25) -> str:
    """The end of a log, for whoever is told that something did not start."""
    if not log.exists():
        return "(no log)"
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])


def until(condition: Callable[[], bool], seconds: float, *, pause: float = 0.1) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
