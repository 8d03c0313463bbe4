"""The services' own processes: web, rpc and worker of each, told by environment what they need and nothing else."""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from deploy.native.authority import Authority
from deploy.native.children import Child, answers
from deploy.native.ports import Ports
from deploy.native.postgres import TcpCluster
from deploy.native.secrets_kept import Secrets
from services.common import connections
from services.common.operator import OWNER_URL, keep
from services.embedded import SERVICES
from services.embedded.cluster import OWNER
from services.identity.issuer import client_secret

ROOT = Path(__file__).parents[2]
ANSWERING = tuple(name for name in SERVICES if find_spec(f"services.{name}.rpc") is not None)
"""The services that answer calls; the others need no rpc process."""
TICK_SECONDS = 0.5


def most_connections() -> int:
    """To PostgreSQL, of everything that a deployment runs."""
    return connections.full(len(SERVICES), len(ANSWERING))


@dataclass(frozen=True)
class Surroundings:
    """Where everything is that a service is told of. `more` holds what only one service is told."""

    folder: Path
    ports: Ports
    origin: str
    issuer: str
    cluster: TcpCluster
    bus_url: Callable[[str], str]
    secrets: Secrets
    more: Mapping[str, Mapping[str, str]]

    @property
    def story_clock(self) -> Path:
        return self.folder / "story-clock"


MAIL = ("SMTP_URL", "MAIL_FROM")
"""Named by whoever starts the deployment; without them e-mails are written and never sent."""


def environment_of(service: str, around: Surroundings, tls: Path) -> dict[str, str]:
    """What `services.common.config.Settings` asks for."""
    targets = {name: f"127.0.0.1:{around.ports.rpc(name)}" for name in ANSWERING}
    client = f"pioneer-{service}"
    told = {
        "DATABASE_URL": around.cluster.alchemy_url(service, f"pioneer_{service}"),
        "WORKER_DATABASE_URL": around.cluster.url(service, f"pioneer_{service}_worker"),
        "BUS_URL": around.bus_url(service),
        "ORIGIN": around.origin,
        "ISSUER": around.issuer,
        "CLIENT_ID": client,
        "CLIENT_SECRET": client_secret(around.secrets.master, client),
        "SECRET_KEY": hashlib.sha256(around.secrets.of("cookies").encode()).hexdigest(),
        "MASTER_KEY": around.secrets.master,
        "FILES": str(around.folder / "files"),
        "RPC_TARGETS": json.dumps(targets),
        "RPC_LISTEN": f"127.0.0.1:{around.ports.rpc(service)}",
        "RPC_TLS": str(tls),
        "WEB_LISTEN": f"127.0.0.1:{around.ports.web(service)}",
        "PROXIES": "1",
        "TICK_SECONDS": str(TICK_SECONDS),
        "STORY_CLOCK": str(around.story_clock),
        **around.more.get(service, {}),
        **{name: os.environ[f"PIONEER_{name}"] for name in MAIL if f"PIONEER_{name}" in os.environ},
    }
    return {f"PIONEER_{name}": value for name, value in told.items()}


def tell_operator(around: Surroundings) -> None:
    """`settings/<service>.env` for the `pioneer` commands: what the service is told, and the owner of its database."""
    for service in SERVICES:
        told = environment_of(service, around, around.folder / "tls" / service)
        keep(service, {**told, OWNER_URL: around.cluster.alchemy_url(service, OWNER)}, around.folder)


def children(around: Surroundings) -> list[Child]:
    """Every process of every service."""
    authority = Authority(around.folder / "tls")
    made: list[Child] = []
    for service in SERVICES:
        environment = environment_of(service, around, authority.issue(service))
        for kind in ("web", "worker", *(("rpc",) if service in ANSWERING else ())):
            made.append(_child(kind, service, around.ports, environment))
    return made


def _child(kind: str, service: str, ports: Ports, environment: dict[str, str]) -> Child:
    if kind == "web":
        probe = f"http://127.0.0.1:{ports.web(service)}/{service}/readyz"
        told = dict(environment)
    else:
        listen = f"127.0.0.1:{ports.status(kind, service)}"
        probe = f"http://{listen}/readyz"
        told = {**environment, "PIONEER_STATUS_LISTEN": listen}
    told |= {"PYTHONPATH": f"{ROOT}:{ROOT / 'proto' / 'gen'}", "MALLOC_ARENA_MAX": "2", "GRPC_VERBOSITY": "ERROR"}
    command = [sys.executable, "-m", "services.serve", kind, service]
    return Child(f"{kind}-{service}", command, partial(answers, probe), told)


def scrape_targets(ports: Ports) -> list[dict[str, object]]:
    """For Prometheus' file_sd: each process with its service and its part in it."""
    found: list[dict[str, object]] = []
    for service in SERVICES:
        places = [("web", f"127.0.0.1:{ports.web(service)}", f"/{service}/metrics")]
        for kind in ("worker", *(("rpc",) if service in ANSWERING else ())):
            places.append((kind, f"127.0.0.1:{ports.status(kind, service)}", "/metrics"))
        for kind, target, path in places:
            labels = {"service": service, "part": kind, "__metrics_path__": path}
            found.append({"targets": [target], "labels": labels})
    return found
