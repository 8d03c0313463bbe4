"""The bus of a deployment: Kafka here, Kafka elsewhere, or the one over PostgreSQL."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from deploy.native.children import Child
from deploy.native.kafka import Kafka
from deploy.native.ports import Ports
from deploy.native.postgres import TcpCluster
from deploy.native.secrets_kept import Secrets
from deploy.native.supervisor import Supervisor
from services.common.bus import load_topics
from services.common.bus.kafka import METRICS
from services.common.bus.kafka import lay as lay_kafka
from services.common.bus.postgres import lay
from services.common.bus.topics import services_of
from services.embedded.cluster import BUS

READY_SECONDS = 300.0

if TYPE_CHECKING:
    from deploy.native.deployment import Wanted


class Events(Protocol):
    def url(self, service: str) -> str:
        """What the service is told as PIONEER_BUS_URL."""
        ...

    def start(self) -> None:
        """Returns when it runs, with its topics, logins and rights; may take its time while other servers start."""
        ...

    def lay(self) -> None:
        """What needs the databases, once they are there."""
        ...


class OverPostgres:
    def __init__(self, cluster: TcpCluster) -> None:
        self._cluster = cluster

    def url(self, service: str) -> str:
        return self._cluster.url(BUS, f"pioneer_{service}")

    def start(self) -> None:
        """It is where the databases are."""

    def lay(self) -> None:
        lay(self._cluster.url(BUS), load_topics())


class OwnKafka:
    def __init__(self, folder: Path, port: int, supervisor: Supervisor) -> None:
        self._kafka, self._supervisor = Kafka(folder, [port]), supervisor

    def url(self, service: str) -> str:
        return self._kafka.url(service)

    def start(self) -> None:
        self._kafka.prepare()
        self._supervisor.add(Child("kafka", self._kafka.command(1), partial(self._kafka.is_ready, 1), grace_seconds=30))
        self._supervisor.wait_ready(["kafka"], seconds=READY_SECONDS)
        self._kafka.lay()

    def lay(self) -> None:
        """It needs no database."""


class GivenKafka:
    """A cluster of somebody else's; `url` is its administrator's. Our services get logins of their own."""

    def __init__(self, url: str, secrets: Secrets) -> None:
        self._admin, self._secrets = url, secrets

    def url(self, service: str) -> str:
        place, _, asked = self._admin.rpartition("@")[2].partition("?")
        # How the administrator signs in is his own; whom the brokers' certificates are checked against is everybody's.
        kept = "&".join(each for each in asked.split("&") if each.startswith("ca="))
        return f"kafka://{service}:{self._password(service)}@{place}{'?' if kept else ''}{kept}"

    def start(self) -> None:
        topics = load_topics()
        names = (*services_of(topics), METRICS)
        lay_kafka(self._admin, topics, passwords={name: self._password(name) for name in names})

    def lay(self) -> None:
        """It needs no database."""

    def _password(self, name: str) -> str:
        return self._secrets.of(f"kafka {name}")


def events_for(wanted: "Wanted", ports: Ports, cluster: TcpCluster, supervisor: Supervisor, secrets: Secrets) -> Events:
    if wanted.bus == "postgres":
        return OverPostgres(cluster)
    if wanted.given.kafka:
        return GivenKafka(wanted.given.kafka, secrets)
    return OwnKafka(supervisor.folder / "kafka", ports.kafka, supervisor)
