"""What `make run` takes until it serves with the journey played: processor time and memory of all its processes.

Wall time depends on who else is on the machine. So processor time is held against a limit of the same run: as many
requests answered by an empty application, and as many transactions by psycopg alone, as the journey had.
"""

import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import requests
import waitress

from services.embedded.cluster import Cluster
from tests.live import free_ports

MEMORY_LIMIT_MB = 400
PATIENCE_SECONDS = 600.0
PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Run:
    """Processor seconds until it served and until the journey was played, megabytes at the end and at most."""

    served: float
    played: float
    memory: float
    peak: float
    requests: int
    transactions: int
    limit: float

    def lines(self) -> Iterator[str]:
        yield (
            f"make run serves after {self.served:.1f} s of processor time and has played the journey after"
            f" {self.played:.1f} s: {self.played / self.limit:.1f} times the limit. That many requests to an empty"
            f" application ({self.requests}) and transactions by psycopg ({self.transactions}) take {self.limit:.1f} s."
        )
        yield (
            f"It then holds {self.memory:.0f} MB in all its processes, {self.memory / MEMORY_LIMIT_MB:.2f} times"
            f" {MEMORY_LIMIT_MB} MB; {self.peak:.0f} MB at most."
        )


def measured() -> Run:
    with tempfile.TemporaryDirectory(prefix="pioneer-bench-", ignore_cleanup_errors=True) as folder:
        place, (port, rpc_port) = Path(folder), free_ports(2)
        command = [sys.executable, "-m", "services.embedded", "--folder", folder]
        process = subprocess.Popen(
            [*command, "--port", str(port), "--rpc-port", str(rpc_port)], stdout=subprocess.PIPE, text=True
        )
        try:
            return _followed(process, place)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def _followed(process: subprocess.Popen[str], folder: Path) -> Run:
    watch = _Watch(process.pid, folder)
    watch.start()
    served = 0.0
    assert process.stdout is not None
    for line in process.stdout:
        if "站点已就绪" in line:
            served = watch.processor_seconds()
        if "演示中断" in line:
            raise RuntimeError(line)
        if "Ctrl+C" in line:
            break
    else:
        raise RuntimeError("make run ended before it served")
    played, memory = watch.processor_seconds(), watch.megabytes()
    watch.ended.set()
    asked, kept = _requests(folder), _transactions(folder)
    return Run(served, played, memory, max(watch.peak, memory), asked, kept, _limit(folder, asked, kept))


class _Watch(threading.Thread):
    """Looks at the processes of the run every half second for their memory at most."""

    def __init__(self, pid: int, folder: Path) -> None:
        super().__init__(daemon=True)
        self._pid, self._folder = pid, folder
        self.peak, self.ended = 0.0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(PAUSE_SECONDS):
            self.peak = max(self.peak, self.megabytes())

    def megabytes(self) -> float:
        """Shared pages count by their share."""
        return sum(_of(each, lambda process: process.memory_full_info().pss) for each in self._all()) / 1e6

    def processor_seconds(self) -> float:
        """With children that have ended."""
        return sum(_of(each, lambda process: sum(process.cpu_times()[:4])) for each in self._all())

    def _all(self) -> list[psutil.Process]:
        noted = self._folder / "postgres" / "postmaster.pid"
        heads = [self._pid, *([int(noted.read_text().split("\n")[0])] if noted.exists() else [])]
        found = [psutil.Process(pid) for pid in heads if psutil.pid_exists(pid)]
        return [*found, *(child for head in found for child in head.children(recursive=True))]


def _of(process, asked) -> float:  # type: ignore[no-untyped-def]
    try:
        return float(asked(process))
    except psutil.Error:
        return 0.0


def _requests(folder: Path) -> int:
    lines = (folder / "pioneer.log").read_text(encoding="utf-8").splitlines()
    return sum(json.loads(line).get("event") == "request" for line in lines if line.startswith("{"))


def _cluster(folder: Path) -> Cluster:
    place = (folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split("\n")[4]
    return Cluster(place)


def _transactions(folder: Path) -> int:
    with psycopg.connect(_cluster(folder).admin_url()) as admin:
        row = admin.execute("select sum(xact_commit) from pg_stat_database where datname like 'pioneer%'").fetchone()
    return int(row[0]) if row else 0


def _limit(folder: Path, asked: int, kept: int) -> float:
    """Processor seconds of this process and of PostgreSQL's for as many bare requests and bare transactions."""
    began = time.process_time()
    _ask(asked)
    ours = time.process_time() - began
    with psycopg.connect(_cluster(folder).admin_url()) as connection:
        connection.execute("create temporary table kept (id int, said text)")
        connection.commit()
        server = psutil.Process(connection.info.backend_pid)
        before, began = sum(server.cpu_times()[:2]), time.process_time()
        for number in range(kept):
            connection.execute("insert into kept values (%s, 'x')", (number,))
            connection.commit()
        return ours + time.process_time() - began + sum(server.cpu_times()[:2]) - before


def _ask(number: int) -> None:
    def empty(_environ, start_response):  # type: ignore[no-untyped-def]
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]

    (port,) = free_ports(1)
    server = waitress.create_server(empty, host="127.0.0.1", port=port, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    session = requests.Session()
    session.trust_env = False
    for _ in range(number):
        session.get(f"http://127.0.0.1:{port}/", timeout=10).json()
    server.close()
