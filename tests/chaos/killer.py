"""Kills processes of a deployment at random, without warning (-9), each kind of them."""

import contextlib
import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from deploy.native.supervisor import Supervisor

SPARED = ("prometheus", "alertmanager")
# Out of a hundred kills: what everything stands on comes back slowly, and is not alone worth killing.
SHARES = {"web": 30, "worker": 25, "rpc": 15, "postgres": 10, "kafka": 10, "keycloak": 5, "nginx": 5}
# How long it is left in peace after it was killed, and until it can be used again, however long that takes on a busy
# machine: who is killed before he stands shows nothing but that he is away, and everything waits for him.
REST_SECONDS = {"kafka": 40.0, "keycloak": 60.0, "postgres": 20.0}
REST_OF_OTHERS = 6.0


@dataclass
class Killer:
    """Ends after `most` kills. `pause` is the shortest and longest time between two, in seconds."""

    supervisor: Supervisor
    random: Random
    most: int
    pause: tuple[float, float]
    killed: Counter[str] = field(default_factory=Counter)
    _killed_at: dict[str, float] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="killer", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def kill(self, name: str) -> bool:
        """The process and whatever it started; False where it does not run just now."""
        pid = self.supervisor.pid_of(name)
        if not pid:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        self.killed[name] += 1
        self._killed_at[name] = time.monotonic()
        return True

    def _run(self) -> None:
        while self.killed.total() < self.most and not self._ended.wait(self.random.uniform(*self.pause)):
            name = self._next()
            if name:
                self.kill(name)

    def _next(self) -> str:
        away: set[str] = set()
        while (name := self._choose(away)) and name in REST_SECONDS and not self.supervisor.is_ready(name):
            away.add(name)
        return name

    def _choose(self, away: set[str]) -> str:
        kinds: dict[str, list[str]] = {}
        for name in sorted(self.supervisor.deaths()):
            if not name.startswith(SPARED) and name not in away and self._has_rested(name):
                kinds.setdefault(name.partition("-")[0], []).append(name)
        if not kinds:
            return ""
        return self.random.choice(kinds[self._kind_of(list(kinds))])

    def _kind_of(self, kinds: list[str]) -> str:
        """By shares; every other time one that was spared so far, so that twenty kills meet each kind."""
        met = {name.partition("-")[0] for name in self.killed}
        spared = [kind for kind in kinds if kind not in met]
        if spared and self.killed.total() % 2:
            return self.random.choice(spared)
        return self.random.choices(kinds, [SHARES.get(each, 5) for each in kinds])[0]

    def _has_rested(self, name: str) -> bool:
        rest = REST_SECONDS.get(name.partition("-")[0], REST_OF_OTHERS)
        return time.monotonic() - self._killed_at.get(name, -rest) >= rest
