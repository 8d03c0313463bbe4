"""One full profile for all tests of this folder: real nginx, Kafka, PostgreSQL, Prometheus, each service's processes."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.live import ROOT, free_ports

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
def full(tmp_path_factory):
    (port,) = free_ports(1)
    made = start(tmp_path_factory.mktemp("full"), port)
    yield made
    made.close()


@pytest.fixture(scope="session")
def played(full):
    """After the journey, in whose midst a service was held down."""
    assert full.story["stands"], full.story["transcript"]
    return full
