"""A whole deployment in a process of its own, as `make run` starts it: for acceptance, attacks, fuzzing and the browser.

In a process of its own because each service's database is one object a process, which the other tests point elsewhere.
Mark what uses it `@pytest.mark.xdist_group("deployment")`, so that one worker holds it and it is started once a run.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
import requests
from psycopg.rows import dict_row

from services.common.bus import load_topics
from services.common.clock import at
from services.common.ids import new_id
from services.embedded.cluster import Cluster

ROOT = Path(__file__).parents[1]
READY_SECONDS = 180.0
PATIENCE_SECONDS = 120.0


@dataclass
class Story:
    """What came of playing the journey."""

    stands: bool
    transcript: str
    dead: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Deployment:
    """The running site. Times given by `at` hold for all its services; `None` is the real time."""

    origin: str
    rpc_target: str
    folder: Path
    cluster: Cluster
    _process: subprocess.Popen[str]
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    _story: Story | None = None

    def at(self, day: date | datetime | None, hour: int = 9) -> None:
        """Let the deployment's clock stand at that day in China."""
        moment = day if day is None or isinstance(day, datetime) else at(day, hour)
        self._ask("at", moment.isoformat() if moment else "")

    def tick(self) -> None:
        """Let the clock do now what has fallen due."""
        self._ask("tick")

    def lift_limits(self) -> None:
        """No limit of requests from here on: for those who ask faster than people do."""
        self._ask("lift_limits")

    def routes(self) -> list[dict[str, Any]]:
        """Every route of every service: service, rule, methods, converters, is_public, needs_no_token."""
        return list(self._ask("routes"))

    @property
    def settings(self) -> dict[str, str]:
        """What a test needs to know of the deployment's settings."""
        return dict(self._ask("settings"))

    def token(self, username: str) -> str:
        """A bearer token of a demo person."""
        kept = self._tokens.get(username)
        if kept is None or kept[1] < time.monotonic():
            kept = str(self._ask("token", username)), time.monotonic() + 600
            self._tokens[username] = kept
        return kept[0]

    def ask(self, method: str, path: str, who: str = "", **more: Any) -> requests.Response:
        """One call, never following a redirect; `who` is a demo person's name, `version` goes into If-Match."""
        headers = {"Idempotency-Key": str(new_id())} if method == "POST" else {}
        if who:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        version = more.pop("version", None)
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        headers |= more.pop("headers", {})
        return self._http.request(
            method, self.origin + path, headers=headers, timeout=120, allow_redirects=False, **more
        )

    def ask_raw(self, path: str, who: str = "") -> HTTPResponse:
        """A GET of the path as it is written: no client straightens its dots first."""
        connection = HTTPConnection(self.origin.removeprefix("http://"), timeout=60)
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token(who)}"} if who else {})
        return connection.getresponse()

    def rows(self, service: str, statement: str, *values: Any) -> list[dict[str, Any]]:
        """Rows of a service's database as the superuser sees them: what is really there."""
        with psycopg.connect(self.cluster.url(service), autocommit=True, row_factory=dict_row) as connection:
            return connection.execute(statement, values or None).fetchall()  # type: ignore[arg-type]

    def one(self, service: str, statement: str, *values: Any) -> Any:
        """The first column of the first row; fails where there is none."""
        found = self.rows(service, statement, *values)
        assert found, f"{service}: no row for {statement} {values}"
        return next(iter(found[0].values()))

    def settle(self) -> None:
        """Wait until every event told so far is consumed."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self._unsettled():
            assert time.monotonic() < end, f"events still under way after {PATIENCE_SECONDS:.0f} s: {self._unsettled()}"
            time.sleep(0.05)

    def _unsettled(self) -> list[dict[str, Any]]:
        from services.embedded import SERVICES

        for service in SERVICES:
            waiting = self.rows(service, "select topic from outbox where sent_at is null limit 1")
            if waiting:
                return waiting
        # A group that has not read a partition yet has no place there: it is at its beginning.
        pairs = [(topic.name, reader) for topic in load_topics().values() for reader in topic.readers]
        return self.rows(
            "bus",
            'select w."group", p.topic from unnest(%s::text[], %s::text[]) as w (topic, "group")'
            " join bus_partition p using (topic)"
            ' left join bus_position g on g.topic = p.topic and g.partition = p.partition and g."group" = w."group"'
            " where coalesce(g.position, 0) < p.next_offset",
            *map(list, zip(*pairs, strict=True)),
        )

    @property
    def log(self) -> str:
        return (self.folder / "pioneer.log").read_text(encoding="utf-8")

    def load_demo(self) -> None:
        """The demo's tree, people and regulations as of the clock, and nothing of the journey."""
        self._ask("demo")
        self.settle()

    def play(self) -> Story:
        """The journey, once for all tests; asking again gives the same story."""
        if self._story is None:
            told = self._ask("play")
            self._story = Story(told["stands"], told["transcript"])
        return self._story

    @cached_property
    def _http(self) -> requests.Session:
        return requests.Session()

    def _ask(self, what: str, argument: str = "") -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([what, argument]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            pytest.fail(f"the deployment ended: {(self.folder / 'errors').read_text(encoding='utf-8')[-3000:]}")
        kind, told = json.loads(line)
        assert kind == "done", told
        return told

    def close(self) -> None:
        """End the process that we started, in order if it can."""
        if self._process.poll() is None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()


def start(cluster: Cluster, folder: Path) -> Deployment:
    """On free ports below those that outgoing connections take."""
    port, rpc_port = free_ports(2)
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.live_process", cluster.socket, cluster.prefix]
    with (folder / "errors").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*command, str(folder), str(port), str(rpc_port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "proto" / "gen")])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    made = Deployment(f"http://127.0.0.1:{port}", f"127.0.0.1:{rpc_port}", folder, cluster, process)
    atexit.register(made.close)
    made._answer()
    return made


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, tried at random so that two runs do not meet."""
    chance, found = Random(os.getpid()), []
    for _ in range(200):
        port = chance.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(set(found)) == count:
            return sorted(set(found))
    pytest.fail("no free port between 20000 and 32000")


@pytest.fixture(scope="session")
def deployment(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Running and empty, as `make run` finds it at its first start."""
    made = start(Cluster(server.socket, f"{server.prefix}live_"), tmp_path_factory.mktemp("live"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def played(deployment: Deployment) -> Deployment:
    """The deployment after the journey: the demo's people and rules, cases, honours and dossiers are in it."""
    story = deployment.play()
    deployment.settle()
    # Looked at now: later tests bury events on purpose.
    story.dead = deployment.rows(
        "bus", "select topic, headers ->> 'dead_error' as error from bus_record where topic like '%.dead'"
    )
    return deployment
