"""Starting, killing and stopping the brokers; every wait is bounded and ends with the broker's own words."""

import base64
import json
import logging
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from deploy.native.authority import Authority
from deploy.native.kafka.jars import jars, java
from deploy.native.kafka.properties import ADMIN, BROKER, LOGGING, Place, properties
from services.common.bus.kafka import METRICS, brokers_up, lay, let_in
from services.common.bus.topics import load_topics, services_of

# The brokers' own login goes no further than loopback.
logging.getLogger("kafka.net.sasl.plain").setLevel(logging.ERROR)
HEAP = ("-Xms96m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError")
READY_SECONDS = 120.0
STOP_SECONDS = 30.0


class Kafka:
    """One or three brokers whose data, logs and passwords are in the folder. A controller listens at its port + 1.

    With `tls_ports`, one for each, they are met there by TLS too, with certificates of an authority in the folder.
    """

    def __init__(self, folder: Path, ports: Sequence[int], tls_ports: Sequence[int] = ()) -> None:
        if len(ports) not in (1, 3):
            raise ValueError("one broker, or three: two would be no majority when one is lost")
        self._folder = folder.resolve()
        tls = tls_ports or [0] * len(ports)
        self._places = [Place(at + 1, port, tls[at]) for at, port in enumerate(ports)]
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """All of it: prepared, running, answering, laid. Raises Unavailable, or RuntimeError with the broker's log."""
        self.prepare()
        for number in self.numbers:
            self.start_broker(number)
        self.wait_until_up()
        self.lay()

    def _programs(self) -> tuple[str, Path]:
        """Where Java is and the broker's jars are."""
        return java(), jars()

    @property
    def numbers(self) -> list[int]:
        return [place.number for place in self._places]

    def prepare(self) -> None:
        """Jars, configuration, storage formatted once. Raises Unavailable with what to install."""
        self._java, self._jars = self._programs()
        password = self._remembered()[BROKER]
        with ThreadPoolExecutor(len(self._places)) as together:
            list(together.map(lambda place: self._prepare(place, password), self._places))

    def command(self, number: int) -> list[str]:
        """What runs one broker on what its folder holds, once it is prepared."""
        folder = self._of(number)
        options = [*HEAP, f"-Dlog4j.configuration=file:{folder / 'log4j.properties'}"]
        return [*self._jvm(*options), "kafka.Kafka", str(folder / "server.properties")]

    def is_ready(self, number: int) -> bool:
        """The broker itself answers a real request, and sees itself among the living."""
        return brokers_up(self._url(BROKER, [self._places[number - 1]])) > 0

    def lay(self) -> None:
        """Logins, topics and rights as `proto/topics.yaml` says; harmless when they are there."""
        topics, known = load_topics(), self._remembered()
        let_in(self.url(BROKER), ADMIN, known[ADMIN])
        lay(self.url(ADMIN), topics, passwords={name: known[name] for name in (*services_of(topics), METRICS)})

    def start_broker(self, number: int) -> None:
        """One broker; it is up some seconds later."""
        if number in self.pids:
            return
        self._running[number] = self._begin(number)

    def _begin(self, number: int) -> subprocess.Popen[bytes]:
        with self._log(number).open("ab") as log:
            return subprocess.Popen(
                self.command(number),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def pids(self) -> dict[int, int]:
        """The brokers that run."""
        return {number: process.pid for number, process in self._running.items() if process.poll() is None}

    def kill(self, number: int) -> None:
        """As a power cut would: SIGKILL, nothing said before."""
        self._running[number].send_signal(signal.SIGKILL)
        self._running[number].wait(STOP_SECONDS)

    def stop(self) -> None:
        """All at once, clean within bounds. Harmless when nothing runs."""
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)
        self._running.clear()

    def url(self, user: str) -> str:
        """What a service (or `admin`, or `metrics`) is told as PIONEER_BUS_URL."""
        return self._url(user, self._places)

    def tls_url(self, user: str) -> str:
        """The same by TLS, its certificate checked against our authority's."""
        where = ",".join(f"localhost:{place.tls_port}" for place in self._places)
        return f"kafka://{user}:{self._remembered()[user]}@{where}?ca={self._folder / 'tls' / 'ca.pem'}"

    def _url(self, user: str, places: Sequence[Place]) -> str:
        mechanism = "?mechanism=PLAIN" if user == BROKER else ""
        where = ",".join(f"127.0.0.1:{place.port}" for place in places)
        return f"kafka://{user}:{self._remembered()[user]}@{where}{mechanism}"

    def wait_until_up(self) -> None:
        """Until every broker that was started answers by itself."""
        until = time.monotonic() + READY_SECONDS
        while waiting := [number for number in self._running if not self.is_ready(number)]:
            for number in waiting:
                if (code := self._running[number].poll()) is not None:
                    raise RuntimeError(f"Kafka's broker {number} ended with {code}:\n{self._said(number)}")
            if time.monotonic() > until:
                said = "\n".join(self._said(number) for number in waiting)
                raise RuntimeError(f"Kafka was not ready after {READY_SECONDS:.0f} s:\n{said}")
            time.sleep(0.1)

    def _said(self, number: int) -> str:
        return self._log(number).read_text(encoding="utf-8", errors="replace")[-3000:]

    def _log(self, number: int) -> Path:
        return self._folder / f"broker-{number}.log"

    def _prepare(self, place: Place, password: str) -> None:
        """Configuration anew, storage formatted once."""
        folder = self._of(place.number)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "log4j.properties").write_text(LOGGING, encoding="utf-8")
        said = folder / "server.properties"
        _write_secret(said, properties(place, self._places, folder, password))
        if place.tls_port:
            shown = Authority(self._folder / "tls").issue("localhost")
            _write_secret(folder / "tls.pem", "".join((shown / name).read_text() for name in ("key.pem", "cert.pem")))
        if (folder / "log" / "meta.properties").exists():
            return
        command = self._jvm("-XX:TieredStopAtLevel=1", "-Xmx128m")
        command += ["kafka.tools.StorageTool", "format", "-t", self._remembered()["cluster"], "-c", str(said)]
        code, told = self._run(command)
        if code:
            raise RuntimeError(f"Kafka could not format {folder}:\n{told[-2000:]}")

    def _run(self, command: list[str]) -> tuple[int, str]:
        """To its end; its code and what it said."""
        done = subprocess.run(command, capture_output=True, text=True, timeout=READY_SECONDS, check=False)
        return done.returncode, done.stdout + done.stderr

    def _jvm(self, *options: str) -> list[str]:
        return [self._java, *options, "-cp", f"{self._jars}/*"]

    def _of(self, number: int) -> Path:
        return self._folder / f"broker-{number}"

    def _remembered(self) -> dict[str, str]:
        """The cluster's id and a password per login, made at the first start, readable by the owner only."""
        kept = self._folder / "secrets.json"
        known: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        missing = {BROKER, ADMIN, METRICS, *services_of(load_topics())} - known.keys()
        if missing or "cluster" not in known:
            known = {"cluster": _cluster_id(), **known, **{name: secrets.token_hex(24) for name in sorted(missing)}}
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_secret(kept, json.dumps(known, indent=1))
        return known


def _cluster_id() -> str:
    """Kafka's shape of an id, which must not begin with a dash."""
    while (made := base64.urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass
    return made


def _write_secret(file: Path, text: str) -> None:
    fresh = file.with_suffix(".fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
    fresh.replace(file)
