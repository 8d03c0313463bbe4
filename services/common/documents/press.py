"""The press: documents are set by a child process, so that neither its memory nor its worst document are the site's.

It is started for the first document and ends by itself when none came for a while. A document that takes too long is
given up with its process; the next one gets a new process.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson
import structlog

from services.common.documents.glyphs import FONTS
from services.common.errors import Unavailable

log = structlog.get_logger(__name__)
PROGRAM = Path(__file__).with_name("compositor.py")


class Press:
    """One document after the other. `seconds` is what one may take, `idle_seconds` how long the process is kept."""

    def __init__(self, *, seconds: float = 30.0, idle_seconds: float = 20.0) -> None:
        self._seconds, self._idle_seconds = seconds, idle_seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The running child's, None while there is none."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def set(self, template: Path, root: Path, inputs: dict[str, str], standards: list[str]) -> bytes:
        """The PDF. Raises Unavailable printing_slow or printing_failed; nothing else was changed then."""
        job = {
            "template": str(template),
            "root": str(root),
            "fonts": str(FONTS),
            "inputs": inputs,
            "standards": standards,
            "seconds": self._seconds,
        }
        if not self._lock.acquire(timeout=self._seconds):
            raise Unavailable("printing_slow", seconds=f"{self._seconds:.0f}")
        try:
            return self._answer(template.stem, orjson.dumps(job))
        finally:
            self._lock.release()

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def _answer(self, name: str, job: bytes) -> bytes:
        for _ in range(2):
            child = self._running()
            with self._patience(child) as late:
                said = _ask(child, job)
            if said is not None:
                return _made(name, said)
            ended = child.wait()
            if late.is_set():
                log.error("printing_slow", template=name, seconds=self._seconds)
                raise Unavailable("printing_slow", seconds=f"{self._seconds:.0f}")
            if ended != 0:
                log.error("printing_crashed", template=name, exit=ended)
                raise Unavailable("printing_failed")
            # It had just ended for want of work: once more with a new one.
        raise Unavailable("printing_failed")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            # A session of its own: Ctrl+C in the terminal is for the site, which lets the child's input end.
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-E", "-s", "-P", str(PROGRAM), str(self._idle_seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._child

    @contextmanager
    def _patience(self, child: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
        late = threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()


def _ask(child: subprocess.Popen[bytes], job: bytes) -> tuple[bytes, bytes] | None:
    """Status and body; None where the child ended before it answered."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(len(job).to_bytes(4, "big") + job)
        child.stdin.flush()
    except BrokenPipeError:
        return None
    status, size = child.stdout.read(1), child.stdout.read(4)
    body = _exactly(child.stdout, int.from_bytes(size, "big")) if len(size) == 4 else None
    return None if body is None else (status, body)


def _exactly(out: IO[Any], size: int) -> bytes | None:
    body: bytes = out.read(size)
    return body if len(body) == size else None


def _made(name: str, said: tuple[bytes, bytes]) -> bytes:
    status, body = said
    if status != b"+":
        log.error("printing_failed", template=name, error=body.decode(errors="replace")[:2000])
        raise Unavailable("printing_failed")
    return body
