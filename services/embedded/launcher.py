"""Builds and runs all services in this process: doors behind the gateway, relays, consumers and clocks as threads."""

import contextlib
import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import structlog
import waitress

from services.common import rpc
from services.common.bus import connect
from services.common.bus.topics import read_by
from services.common.clock import Clock
from services.common.config import Settings
from services.common.consumers import Worker
from services.common.files import ObstoreStore
from services.common.http import Parts
from services.common.operator import OWNER_URL, as_environment, keep
from services.common.relay import Relay
from services.common.runtime import Service
from services.common.ticking import run_due
from services.common.tokens import ServiceToken, Verifier
from services.embedded import SERVICES
from services.embedded.before_start import refuse_busy
from services.embedded.cluster import BUS, OWNER, Cluster, provision
from services.embedded.gateway import Gateway
from services.identity.issuer import client_secret, issue_for_demo

log = structlog.get_logger(__name__)
TICK_SECONDS = 2.0
# Who writes is in this process and gives a hint; only an operator's command is found by looking.
POLL_SECONDS = 1.0


@dataclass
class Embedded:
    """A running deployment; `close()` ends everything it started except PostgreSQL."""

    origin: str
    services: dict[str, Service]
    gateway: Gateway
    clock: Clock
    _stops: list[Callable[[], None]] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _ticking: threading.Lock = field(default_factory=threading.Lock)

    @property
    def issuer(self) -> str:
        return str(self._settings.issuer)

    def token_of(self, username: str) -> str:
        """A token of a demo person, signed in this process."""
        return issue_for_demo(self._settings, username)

    @property
    def _settings(self) -> Settings:
        parts: Parts = self.services["identity"].app.extensions["parts"]
        return parts.settings

    def tick(self) -> None:
        """Let the clock do what has fallen due, now instead of in a few seconds."""
        with self._ticking:
            for service in self.services.values():
                run_due(service, self.clock)

    def close(self) -> None:
        for stop in reversed(self._stops):
            stop()
        for thread in self._threads:
            thread.join(timeout=5)
        for service in self.services.values():
            service.db.close()


def prepare(cluster: Cluster) -> None:
    """Databases, bus and migrations; harmless when all is there."""
    from services.embedded.groundwork import bring_up  # what migrates is no small thing to load

    provision(cluster, SERVICES)
    bring_up(cluster)


def keys_in(folder: Path) -> tuple[str, str]:
    """The secret and the master key of this deployment, made at its first start and kept readable by its owner only."""
    kept = folder / "keys"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(f"{secrets.token_hex(32)}\n{secrets.token_hex(32)}\n", encoding="utf-8")
    secret, master = kept.read_text(encoding="utf-8").split()
    return secret, master


def settings_for(service: str, cluster: Cluster, origin: str, folder: Path, rpc_port: int) -> Settings:
    """Whatever is not said here, such as the mail server, the environment may say (`PIONEER_…`)."""
    secret, master = keys_in(folder)
    client = f"pioneer-{service}"
    return Settings(
        service=service,
        database_url=cluster.alchemy_url(service, f"pioneer_{service}"),
        worker_database_url=cluster.url(service, f"pioneer_{service}_worker"),
        bus_url=cluster.url(BUS, f"pioneer_{service}"),
        origin=origin,
        issuer=f"{origin}/identity/oidc",
        client_id=client,
        client_secret=client_secret(master, client),
        secret_key=hashlib.sha256(f"cookies {secret}".encode()).hexdigest(),
        master_key=master,
        files=folder / "files",
        rpc_targets=dict.fromkeys(SERVICES, f"127.0.0.1:{rpc_port}"),
    )


def launch(cluster: Cluster, folder: Path, clock: Clock, *, port: int, rpc_port: int) -> Embedded:
    """Start serving on loopback. Raises OSError with the port when it is busy."""
    origin = f"http://127.0.0.1:{port}"
    for wanted in (port, rpc_port):
        refuse_busy(wanted)
    services: dict[str, Service] = {}
    running = Embedded(origin, services, Gateway({}, "portal"), clock)
    verifier = Verifier(f"{origin}/identity/oidc")
    for name in SERVICES:
        settings = settings_for(name, cluster, origin, folder, rpc_port)
        keep(name, {**as_environment(settings), OWNER_URL: cluster.alchemy_url(name, OWNER)}, folder)
        token = ServiceToken(settings.issuer, settings.client_id, settings.client_secret)
        calls = rpc.Calls(settings.rpc_targets, token)
        store = ObstoreStore.at(str(settings.files))
        module = import_module(f"services.{name}.main")
        service: Service = module.create(Parts(settings, clock, verifier, store, calls))
        worker_url = settings.worker_database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        service.db.connect(settings.database_url, worker_url=worker_url)
        services[name] = service
        running._stops.append(calls.close)
        _start_relay_and_worker(running, service, settings)
    running.gateway = Gateway({name: service.app for name, service in services.items()}, "portal")
    _serve(running, verifier, port, rpc_port)
    _start_clock(running)
    return running


def _start_relay_and_worker(running: Embedded, service: Service, settings: Settings) -> None:
    bus = connect(settings.bus_url)
    relay = Relay(service.name, settings.worker_database_url, bus.producer(), pause_seconds=POLL_SECONDS)
    service.db.after_commit(relay.hint)
    _start(running, relay.run, f"relay-{service.name}", relay.stop)
    topics = read_by(service.name)
    if topics:
        worker = Worker(service.handlers, bus.consumer(service.name, topics), bus.producer())
        _start(running, worker.run, f"consumer-{service.name}", worker.stop)


def _serve(running: Embedded, verifier: Verifier, port: int, rpc_port: int) -> None:
    server = waitress.create_server(
        running.gateway, host="127.0.0.1", port=port, threads=12, clear_untrusted_proxy_headers=True, ident="pioneer"
    )
    _start(running, server.run, "web", server.close)
    programs = frozenset(f"pioneer-{name}" for name in SERVICES)
    adds = [service.add_servicers for service in running.services.values() if service.add_servicers]
    grpc_server, _port = rpc.serve(f"127.0.0.1:{rpc_port}", verifier, programs, adds)
    running._stops.append(lambda: _stop_rpc(grpc_server))


def _stop_rpc(server: rpc.Server) -> None:
    server.stop(0.5).wait(2)


def _start_clock(running: Embedded) -> None:
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(TICK_SECONDS):
            with contextlib.suppress(Exception):  # logged and counted job by job
                running.tick()

    _start(running, run, "clock", ended.set)


def _start(running: Embedded, target: Callable[[], Any], name: str, stop: Callable[[], None]) -> None:
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    running._threads.append(thread)
    running._stops.append(stop)
