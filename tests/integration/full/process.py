"""The full profile for tests, in a process of its own, told by lines of JSON what a test wants of it.

In the midst of the journey, when assessments are opened by a call, the service called is held down: what people are
told meanwhile is noted, then it is let up and the journey goes on.
"""

import json
import os
import signal
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import requests
from rich.console import Console
from sqlalchemy.exc import OperationalError

from deploy.native.children import listens, until
from deploy.native.deployment import Deployment, Wanted
from services.common.logs import log_into
from services.embedded.journey import play
from services.embedded.journey.player import Player

AWAY_SECONDS = 300
MOST_DEATHS = 100
"""A killed PostgreSQL is refused its memory until the last of its sessions has noticed: time alone decides."""
PAGE = {"Accept": "text/html,application/xhtml+xml"}


class Held:
    """Kills one process and keeps it down until the end of the block."""

    def __init__(self, deployment: Deployment, name: str) -> None:
        self._supervisor, self._name = deployment.supervisor, name
        self._hold = deployment.folder / "run" / f"{name}.hold"

    def __enter__(self) -> None:
        self._hold.touch()
        os.kill(self._supervisor.pid_of(self._name), signal.SIGKILL)
        assert until(lambda: self._supervisor.pid_of(self._name) == 0, AWAY_SECONDS)

    def __exit__(self, *_error: object) -> None:
        self._hold.unlink()
        self._supervisor.wait_ready([self._name], seconds=AWAY_SECONDS, most_deaths=MOST_DEATHS)


class Watched(Player):
    """Plays as everybody; holds assessment's rpc process down when it is first needed."""

    deployment: Deployment
    seen: dict[str, Any] = {}

    def answer(self, method: str, who: str, path: str, **more: Any) -> requests.Response:
        if path.endswith("/assessments/opening") and not self.seen:
            self.seen["began"] = True
            with Held(self.deployment, "rpc-assessment"):
                self._look(who, path, more["json"])
            assert until(lambda: self._circuit() == 0.0 or self._opens(method, who, path, more), AWAY_SECONDS, pause=1)
        return super().answer(method, who, path, **more)

    def _look(self, who: str, path: str, asked: dict[str, Any]) -> None:
        tries = [super(Watched, self).answer("POST", who, path, json=asked) for _ in range(5)]
        self.seen["codes"] = [(each.status_code, each.json()["code"]) for each in tries]
        self.seen["retry_after"] = [int(each.headers["Retry-After"]) for each in tries]
        self.seen["says"] = tries[0].json()["detail"]
        self.seen["circuit"] = self._circuit()
        cases = path.replace("/assessments/opening", "/cases")
        self.seen["reads"] = super().answer("GET", who, cases).status_code
        sheets = cases.replace("/applications/cases", "/assessment/assessments")
        self.seen["reads_there"] = super().answer("GET", who, sheets).status_code

    def _circuit(self) -> float:
        port = self.deployment.ports.web("applications")
        figures = requests.get(f"http://127.0.0.1:{port}/applications/metrics", timeout=60).text
        line = 'pioneer_rpc_circuit_open{target="pioneer.assessment.v1"} '
        return next((float(each[len(line) :]) for each in figures.splitlines() if each.startswith(line)), 0.0)

    def _opens(self, method: str, who: str, path: str, more: dict[str, Any]) -> bool:
        return super().answer(method, who, path, **more).status_code < 400


def main(folder: str, port: str, bus: str) -> None:
    place = Path(folder)
    log_into(place)
    deployment = Deployment(Wanted(place, int(port), bus=bus, issuer="embedded"))
    Watched.deployment = deployment
    try:
        began = time.monotonic()
        deployment.start()
        _answer("done", {"seconds": time.monotonic() - began})
        _serve(deployment)
    finally:
        deployment.stop()


def _serve(deployment: Deployment) -> None:
    """Until the test closes its end."""
    holds: dict[str, Held] = {}

    def hold(name: str) -> None:
        holds[name] = Held(deployment, name)
        holds[name].__enter__()

    def kill(name: str) -> None:
        pid = deployment.supervisor.pid_of(name)
        os.kill(pid, signal.SIGKILL)
        assert until(lambda: deployment.supervisor.pid_of(name) != pid, AWAY_SECONDS)

    acts: dict[str, Any] = {
        "play": lambda _: _play(deployment),
        "hold": hold,
        "release": lambda name: holds.pop(name).__exit__(),
        "kill": kill,
        "ready": lambda name: deployment.supervisor.wait_ready([name], seconds=AWAY_SECONDS, most_deaths=MOST_DEATHS),
        "pid": deployment.supervisor.pid_of,
        "names": lambda _: sorted(deployment.supervisor.deaths()),
        "token": lambda who: _token(deployment, who),
        "listens": lambda said: listens(int(said)),
    }
    for line in sys.stdin:
        what, argument = json.loads(line)
        try:
            _answer("done", acts[what](argument))
        except Exception as error:
            _answer("failed", repr(error))


def _token(deployment: Deployment, who: str) -> str:
    """Asked twice where the database was killed meanwhile: this process, too, finds its connection broken once."""
    try:
        return deployment.token_of(who)
    except OperationalError:
        return deployment.token_of(who)


def _play(deployment: Deployment) -> dict[str, Any]:
    told = StringIO()
    console = Console(file=told, width=200, highlight=False)
    stands = play(deployment, deployment.clock, console, began=time.monotonic(), made_by=Watched)
    return {"stands": stands, "transcript": told.getvalue(), "seen": Watched.seen}


def _answer(kind: str, what: Any) -> None:
    print(json.dumps([kind, what]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
