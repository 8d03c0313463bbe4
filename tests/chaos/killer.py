"""Kills processes of a deployment at random, without warning (-9), each kind of them."""

import contextlib
import os
import signal
import threading
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from deploy.native.supervisor import Supervisor

SPARED = ("prometheus", "alertmanager")
# Out of a hundred kills: what everything stands on comes back slowly, and is not alone worth killing.
SHARES = {"web": 30, "worker": 25, "rpc": 15, "postgres": 10, "kafka": 10, "keycloak": 5, "nginx": 5}


@dataclass
class Killer:
    """`pause` is the shortest and longest time between two kills, in seconds."""

    supervisor: Supervisor
    random: Random
    pause: tuple[float, float] = (1.0, 4.0)
    killed: Counter[str] = field(default_factory=Counter)
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
        return True

    def _run(self) -> None:
        while not self._ended.wait(self.random.uniform(*self.pause)):
            self.kill(self._next())

    def _next(self) -> str:
        kinds: dict[str, list[str]] = {}
        for name in sorted(self.supervisor.deaths()):
            if not name.startswith(SPARED):
                kinds.setdefault(name.partition("-")[0], []).append(name)
        kind = self.random.choices(list(kinds), [SHARES.get(each, 5) for each in kinds])[0]
        return self.random.choice(kinds[kind])
