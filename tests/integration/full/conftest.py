"""One full profile for all tests of this folder: real nginx, Kafka, PostgreSQL, Prometheus, each service's processes."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from services.common.ids import new_id
from services.common.operator import DATA, owner_url_of
from tests.live import ROOT
from tests.real_keycloak import free_range, reachable

BUS = "kafka"


@dataclass
class Full:
    """The running deployment, from outside."""

    port: int
    folder: Path
    process: subprocess.Popen[str]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, what: str, argument: str = "") -> Any:
        self.process.stdin.write(json.dumps([what, argument]) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> Any:
        line = self.process.stdout.readline()
        if not line:
            pytest.fail(f"the deployment ended: {(self.folder / 'errors').read_text(encoding='utf-8')[-4000:]}")
        kind, told = json.loads(line)
        assert kind == "done", told
        return told

    def get(self, path: str, who: str = "", **more: Any) -> requests.Response:
        headers = more.pop("headers", {})
        if who:
            headers["Authorization"] = f"Bearer {self.ask('token', who)}"
        return requests.get(self.origin + path, headers=headers, timeout=120, allow_redirects=False, **more)

    def post(self, path: str, who: str, asked: dict[str, Any]) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.ask('token', who)}", "Idempotency-Key": str(new_id())}
        return requests.post(self.origin + path, json=asked, headers=headers, timeout=120)

    def pioneer(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command, as an operator calls it while all runs."""
        command = [sys.executable, "-m", "services.cli.main", "--data", str(self.folder), *words]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PIONEER_")}
        return subprocess.run(
            command, capture_output=True, text=True, timeout=600, check=False, cwd=ROOT, env=environment
        )

    @cached_property
    def story(self) -> dict[str, Any]:
        return dict(self.ask("play"))

    def close(self) -> int:
        """End it as an operator does; its exit code."""
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(300)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return int(self.process.wait(60))


def start(folder: Path, port: int) -> Full:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "errors").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.full.process", str(folder), str(port), BUS],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "proto" / "gen")])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    made = Full(port, folder, process)
    made.answer()
    return made


@pytest.fixture(scope="session")
def full():
    made = start(reachable(), free_range(25_000, 31_000))
    yield made
    made.close()


@pytest.fixture(scope="session")
def played(full):
    """After the journey, in whose midst a service was held down."""
    assert full.story["stands"], full.story["transcript"]
    return full


@pytest.fixture
def fussy_portal(played, monkeypatch):
    """The portal's database as its owner: its units refuse names that end with （待核） for as long as nobody mends it."""
    monkeypatch.setenv(DATA, str(played.folder))
    url = owner_url_of("portal").replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("alter table org_unit add constraint not_yet check (name not like '%（待核）') not valid")
        yield owner
        owner.execute("alter table org_unit drop constraint if exists not_yet")
