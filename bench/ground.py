"""A service as it runs, on a PostgreSQL of its own that keeps what it was told (fsync as in production)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from services.applications import main
from services.applications.store import db
from services.common.bus import load_topics
from services.common.bus.postgres import lay
from services.common.clock import SettableClock
from services.common.files import ObstoreStore
from services.common.migrate import upgrade
from services.embedded import SERVICES
from services.embedded.cluster import BUS, OWNER, Cluster, provision, start
from tests.conftest import Databases, Services
from tests.integration.applications.case_world import World, a_world

NOW = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Ground:
    cluster: Cluster
    app: Flask
    world: World

    @property
    def app_url(self) -> str:
        return self.cluster.url("applications", "pioneer_applications")

    @property
    def worker_url(self) -> str:
        return self.cluster.url("applications", "pioneer_applications_worker")

    def bus_url(self, service: str) -> str:
        return self.cluster.url(BUS, f"pioneer_{service}")


@contextmanager
def laid() -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="pioneer-bench-", ignore_cleanup_errors=True) as folder:
        cluster = start(Path(folder) / "postgres", prefix="bench_")
        provision(cluster, SERVICES)
        lay(cluster.url(BUS), load_topics())
        upgrade("applications", cluster.alchemy_url("applications", OWNER))
        db.connect(cluster.alchemy_url("applications", "pioneer_applications"))
        services = Services(Databases(cluster, {"applications": db}), SettableClock(NOW), Path(folder), {})
        app = main.create(services.parts("applications")).app
        app.extensions["limits"].enabled = False
        yield Ground(cluster, app, a_world(db, ObstoreStore.at(folder)))
        db.close()
