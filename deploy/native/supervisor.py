"""Keeps programs running: starts again what dies, later each time it dies soon, and stops everything clean."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from deploy.native.children import Child, spawn, tail

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 0.1
FIRST_BACKOFF, LONGEST_BACKOFF = 0.2, 10.0
STEADY_SECONDS = 20.0


class NotReady(Exception):
    """A program did not become ready in time; says which, with the end of its log."""


@dataclass
class _Kept:
    child: Child
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    backoff: float = FIRST_BACKOFF
    deaths: int = 0
    is_wanted: bool = True
    failure: str = ""


@dataclass
class Supervisor:
    """Logs go to `<folder>/log/<name>.log`, process ids to `<folder>/run/<name>.pid`.

    While there is a file `<folder>/run/<name>.hold`, what has ended is not started again.
    """

    folder: Path
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """One thread does all starting: the system ends a child when the thread that began it is gone."""
        for name in ("log", "run"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for forgotten in (self.folder / "run").iterdir():
            forgotten.unlink()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self._thread.start()

    def add(self, *children: Child) -> None:
        """Start them, and again whenever they die."""
        with self._lock:
            for child in children:
                self._kept[child.name] = _Kept(child)

    def log_of(self, name: str) -> Path:
        return self.folder / "log" / f"{name}.log"

    def pid_of(self, name: str) -> int:
        """Of the running process; 0 while there is none."""
        with self._lock:
            running = self._kept[name].running
            return running.pid if running is not None and running.poll() is None else 0

    def is_ready(self, name: str) -> bool:
        """Whether it runs and can be used now."""
        return bool(self.pid_of(name)) and self._kept[name].child.ready()

    def deaths(self) -> dict[str, int]:
        """How often each had to be started again."""
        with self._lock:
            return {name: kept.deaths for name, kept in self._kept.items()}

    def wait_ready(self, names: Iterable[str] = (), *, seconds: float = 300.0, most_deaths: int = 5) -> None:
        """Until all (or these) can be used. Raises NotReady with the end of the log of the first that can not."""
        end = time.monotonic() + seconds
        for name in list(names) or list(self._kept):
            kept = self._kept[name]
            deaths = kept.deaths
            while not self.is_ready(name):
                if self._ended.is_set() or not kept.is_wanted:
                    raise NotReady(kept.failure or f"{name} 已停止 / was stopped")
                if time.monotonic() > end or kept.deaths - deaths >= most_deaths:
                    said = tail(self.log_of(name))
                    raise NotReady(f"{name} 没有就绪 / is not ready; {self.log_of(name)}:\n{said}")
                time.sleep(PAUSE_SECONDS)

    def stop(self, names: Iterable[str] = ()) -> None:
        """Ask these (or all) to end, wait as long as each may take, then kill what is left."""
        with self._lock:
            ending = [self._kept[name] for name in (list(names) or list(self._kept))]
            for kept in ending:
                kept.is_wanted = False
                _signal(kept.running, kept.child.stop_signal)
        for kept in ending:
            if kept.running is not None:
                _wait(kept.running, kept.child.grace_seconds)
                _sweep(kept.running)
                (self.folder / "run" / f"{kept.child.name}.pid").unlink(missing_ok=True)

    def close(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _watch(self) -> None:
        while not self._ended.wait(PAUSE_SECONDS):
            with self._lock:
                for kept in self._kept.values():
                    self._look_after(kept)

    def _look_after(self, kept: _Kept) -> None:
        if not kept.is_wanted:
            return
        now = time.monotonic()
        if kept.running is not None and kept.running.poll() is None:
            if now - kept.started_at > STEADY_SECONDS:
                kept.backoff = FIRST_BACKOFF
            return
        if kept.running is not None:
            log.warning("died", name=kept.child.name, code=kept.running.returncode)
            _sweep(kept.running)
            kept.running, kept.deaths = None, kept.deaths + 1
            kept.start_at = now + kept.backoff
            kept.backoff = min(kept.backoff * 2, LONGEST_BACKOFF)
        if now >= kept.start_at and not (self.folder / "run" / f"{kept.child.name}.hold").exists():
            self._spawn(kept, now)

    def _spawn(self, kept: _Kept, now: float) -> None:
        try:
            kept.running = spawn(kept.child, self.log_of(kept.child.name))
        except OSError as error:
            # What never ran is not there to be run; what ran will again, when the machine has memory for it.
            kept.failure, kept.is_wanted = str(error), kept.deaths > 0
            kept.start_at, kept.backoff = now + kept.backoff, min(kept.backoff * 2, LONGEST_BACKOFF)
            return
        kept.started_at = now
        (self.folder / "run" / f"{kept.child.name}.pid").write_text(f"{kept.running.pid}\n", encoding="ascii")


def _signal(running: subprocess.Popen[bytes] | None, number: signal.Signals) -> None:
    if running is not None and running.poll() is None:
        running.send_signal(number)


def _wait(running: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        log.warning("killed", pid=running.pid)
        _sweep(running)
        running.wait(10)


def _sweep(running: subprocess.Popen[bytes]) -> None:
    """What it had started must not live on without it, on its port. Nobody else can have its group's number yet."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
