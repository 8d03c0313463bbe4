"""A real PostgreSQL for every test that asks: one server a run, a set of databases a worker, fresh tenants a test."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from services.common.bus import load_topics
from services.common.bus.postgres import lay
from services.common.clock import SettableClock
from services.common.config import Settings
from services.common.files import ObstoreStore
from services.common.http import Parts
from services.common.migrate import upgrade
from services.common.runtime import Service
from services.common.tokens import Verifier
from services.embedded import SERVICES
from services.embedded.cluster import BUS, OWNER, Cluster, provision, start
from tests import issuer
from tests.ground import ground
from tests.live import deployment, played
from tests.real_kafka import kafka
from tests.real_keycloak import site

__all__ = ["deployment", "ground", "kafka", "played", "site"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """A folder of this run's own: pytest's common one is shut again by each run that starts, and PostgreSQL, which may
    run as another user than we, loses the data of the runs before. Workers are given theirs below it."""
    if config.option.basetemp is None:
        config.option.basetemp = tempfile.mkdtemp(prefix="pioneer-tests-")
        config.add_cleanup(partial(shutil.rmtree, config.option.basetemp, ignore_errors=True))


GROUP = re.compile(r'xdist_group\("(\w+)"\)')


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests stay with one worker, and so do all files of a group: what they use is started once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            named = GROUP.search((config.rootpath / file).read_text(encoding="utf-8"))
            return named.group(1) if named else file

    return ByFile(config, log)


# What only runs with other people's programs, which a busy machine can starve for a moment: tried a second time, and
# told loudly (docs/adr/0017-a-second-try.md). Everything else gets one try.
SERVERS_OF_OTHERS = {"kafka", "site", "chrome", "three", "full"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        group = item.get_closest_marker("xdist_group")
        asks_later = group is not None and group.args == ("full",)
        if asks_later or SERVERS_OF_OTHERS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=1))


NOW = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
MASTER_KEY = "0" * 64


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """Found running by the workers of one run; its folder goes when the run ends."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"alone{os.getpid()}"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
    folder = Path(tempfile.gettempdir()) / f"pioneer-test-{run[:16]}"
    cluster = start(folder, prefix=f"{worker}_", durable=False)
    yield cluster
    if worker == "gw":
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(server: Cluster) -> Cluster:
    """Databases and bus laid, every service migrated."""
    with psycopg.connect(server.admin_url()) as admin:
        # Roles belong to the whole server: workers make them one after the other.
        admin.execute("select pg_advisory_xact_lock(1)")
        provision(server, SERVICES)
    lay(server.url(BUS), load_topics())
    return server


@dataclass
class Databases:
    cluster: Cluster
    _ready: dict[str, Any]

    def of(self, service: str) -> Any:
        """The service's Database, migrated and connected as its app role."""
        if service not in self._ready:
            upgrade(service, self.cluster.alchemy_url(service, OWNER))
            db = import_module(f"services.{service}.store").db
            app, worker = (self.cluster.alchemy_url(service, f"pioneer_{service}{kind}") for kind in ("", "_worker"))
            db.connect(app, worker_url=worker, pool_size=4)
            self._ready[service] = db
        return self._ready[service]


@pytest.fixture(scope="session")
def databases(cluster: Cluster) -> Iterator[Databases]:
    made = Databases(cluster, {})
    yield made
    for db in made._ready.values():
        db.close()


@pytest.fixture(scope="session")
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture(autouse=True)
def _reset_clock(clock: SettableClock) -> None:
    clock.set(NOW)


@dataclass
class Services:
    databases: Databases
    clock: SettableClock
    folder: Path
    _made: dict[str, Service]

    def of(self, name: str, rpc: Any = None) -> Service:
        """The service as it runs, on its own database; `rpc` stands in for the calls to services not started."""
        if name not in self._made:
            self.databases.of(name)
            self._made[name] = import_module(f"services.{name}.main").create(self.parts(name, rpc))
        return self._made[name]

    def parts(self, name: str, rpc: Any = None) -> Parts:
        cluster = self.databases.cluster
        settings = Settings(
            service=name,
            database_url=cluster.alchemy_url(name, f"pioneer_{name}"),
            worker_database_url=cluster.url(name, f"pioneer_{name}_worker"),
            bus_url=cluster.url(BUS, f"pioneer_{name}"),
            origin="http://127.0.0.1:8440",
            issuer=issuer.ISSUER,
            client_id=f"pioneer-{name}",
            client_secret="not used in tests",
            secret_key="1" * 64,
            master_key=MASTER_KEY,
            files=self.folder,
        )
        verifier = Verifier(issuer.ISSUER, fetch=issuer.fetch)
        return Parts(settings, self.clock, verifier, ObstoreStore.at(str(self.folder)), rpc)

    def client(self, name: str) -> FlaskClient:
        app: Flask = self.of(name).app
        return app.test_client()


@pytest.fixture(scope="session")
def services(databases: Databases, clock: SettableClock, tmp_path_factory: pytest.TempPathFactory) -> Services:
    return Services(databases, clock, tmp_path_factory.mktemp("files"), {})


@pytest.fixture
def count_statements() -> Callable[[Any], "Statements"]:
    """`with count_statements(db) as counted: …`, then `counted.number`."""
    return Statements


class Statements:
    def __init__(self, db: Any) -> None:
        self._engine, self.texts = db.engine, []

    def __enter__(self) -> "Statements":
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.texts.append(statement)

    @property
    def number(self) -> int:
        return len(self.texts)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes make names that differ from worker to worker and that no terminal likes: the argument's name stands for them."""
    return argname if isinstance(val, bytes | bytearray) else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What could not be tried for want of a server is said where nobody overlooks it."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ())}
    for reason in sorted(each for each in reasons if "NOT TESTED" in each):
        terminalreporter.write_line(f"!!! {reason.removeprefix('Skipped: ')}", red=True, bold=True)
    for report in terminalreporter.stats.get("rerun", ()):
        line = f"!!! TRIED TWICE {report.nodeid}: {report.longreprtext.strip().splitlines()[-1]}"
        terminalreporter.write_line(line, yellow=True, bold=True)
