"""The full profile on this machine: its servers, its services' processes, and one origin before them."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from deploy.native import origin, postgres, processes, watching
from deploy.native.children import asked, until
from deploy.native.events import Events, events_for
from deploy.native.given import Given
from deploy.native.people import People, people_for
from deploy.native.ports import Ports
from deploy.native.processes import Surroundings
from deploy.native.secrets_kept import Secrets
from deploy.native.supervisor import Supervisor
from services.common.clock import SharedClock
from services.common.migrate import upgrade
from services.embedded import SERVICES
from services.embedded.cluster import OWNER

TICKED_SECONDS = 300.0
READY_SECONDS = 300.0


@dataclass(frozen=True)
class Wanted:
    """What to bring up. `bus` is kafka or postgres, `issuer` keycloak or embedded; an address given replaces ours."""

    folder: Path
    port: int = 8440
    bus: str = "kafka"
    issuer: str = "keycloak"
    given: Given = field(default_factory=Given)
    is_watched: bool = True

    @property
    def has_own_keycloak(self) -> bool:
        return self.issuer == "keycloak" and not self.given.keycloak


@dataclass
class Deployment:
    """A running full profile: `start()`, then a story can be played on it, then `stop()`."""

    wanted: Wanted
    say: Callable[[str], None] = lambda _line: None
    supervisor: Supervisor = field(init=False)
    clock: SharedClock = field(init=False)
    _people: People = field(init=False)
    _around: Surroundings = field(init=False)

    def __post_init__(self) -> None:
        folder = self.wanted.folder.resolve()
        self.ports = Ports(self.wanted.port)
        self.secrets = Secrets.kept_in(folder)
        self.supervisor = Supervisor(folder)
        self.clock = SharedClock(folder / "story-clock")
        if self.wanted.given.postgres:
            self.cluster = postgres.given(self.wanted.given.postgres, self.secrets)
        else:
            self.cluster = postgres.ours(self.ports.postgres, self.secrets)

    @property
    def folder(self) -> Path:
        return self.supervisor.folder

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.ports.origin}"

    @property
    def issuer(self) -> str:
        return self._people.issuer

    def token_of(self, username: str) -> str:
        """A token of a demo person, as the issuer gives it."""
        return self._people.token_of(username)

    def start(self) -> None:
        """Returns when everything answers. Raises OSError, Missing or NotReady; `stop()` is due all the same."""
        self.ports.refuse_busy()
        self.clock.set(None)
        self.supervisor.start()
        has_keycloak = self.wanted.has_own_keycloak
        self.supervisor.add(origin.child(self.folder / "nginx", self.ports, has_keycloak=has_keycloak))
        if self.wanted.is_watched:
            self.supervisor.add(*watching.children(self.folder, self.ports, self.wanted))
        with ThreadPoolExecutor(2) as together:
            try:
                self._start_rest(together)
            except BaseException:
                # What is still waited for in the pool would be waited for in vain.
                self.supervisor.stop()
                raise
        self.say("服务已就绪")

    def _start_rest(self, together: ThreadPoolExecutor) -> None:
        """The bus starts beside the databases, Keycloak as soon as it has its own, the services beside all."""
        events = events_for(self.wanted, self.ports, self.cluster, self.supervisor, self.secrets)
        bus = together.submit(events.start)
        self._start_database()
        self._people = people_for(
            self.wanted, self.ports, self.cluster, self.supervisor, self.secrets, origin=self.origin
        )
        people = together.submit(self._people.start)
        postgres.provide(self.cluster, SERVICES)
        events.lay()
        for service in SERVICES:
            upgrade(service, self.cluster.alchemy_url(service, OWNER))
        self._start_services(events)
        for waited in (bus, people):
            waited.result()
        self.supervisor.wait_ready(seconds=READY_SECONDS)
        self._people.connect(self._around)

    def _start_database(self) -> None:
        if not self.wanted.given.postgres:
            folder = self.folder / "postgres"
            self.supervisor.add(
                postgres.child(folder, self.ports.postgres, self.cluster, self.secrets, processes.most_connections())
            )
            self.supervisor.wait_ready(["postgres"], seconds=READY_SECONDS)
        elif not until(self.cluster.is_ready, 30):
            raise OSError("PostgreSQL 没有应答 / does not answer at the given address")
        else:
            postgres.refuse_small(self.cluster, processes.most_connections())

    def _start_services(self, events: Events) -> None:
        """Their processes start while the bus and the issuer still do: they wait for what they need."""
        self._around = Surroundings(
            folder=self.folder,
            ports=self.ports,
            origin=self.origin,
            issuer=self._people.issuer,
            cluster=self.cluster,
            bus_url=events.url,
            secrets=self.secrets,
            more=self._people.more,
        )
        self.supervisor.add(*processes.children(self._around))
        processes.tell_operator(self._around)

    def tick(self) -> None:
        """Until every worker has ended a round that it began after now."""
        before = {service: self._rounds(service) for service in SERVICES}
        until(lambda: all(self._has_ticked(service, rounds) for service, rounds in before.items()), TICKED_SECONDS)

    def _has_ticked(self, service: str, before: int) -> bool:
        """Of two more rounds one was begun since; fewer than before means that the worker was started again."""
        rounds = self._rounds(service)
        return rounds >= before + 2 or 2 <= rounds < before

    def _rounds(self, service: str) -> int:
        told = asked(f"http://127.0.0.1:{self.ports.status('worker', service)}/readyz")
        return int(told.get("rounds", 0))

    def figures(self) -> str:
        """What runs, and how often something had to be started again."""
        deaths = {name: count for name, count in self.supervisor.deaths().items() if count}
        again = "，".join(f"{name} {count}" for name, count in deaths.items()) or "无"
        return f"进程 {len(self.supervisor.deaths())} 个，意外重启：{again}；日志在 {self.folder / 'log'}"

    def stop(self) -> None:
        """Services first, then what they stand on; every wait is bounded."""
        began = time.monotonic()
        names = list(self.supervisor.deaths())
        ours = [name for name in names if name.partition("-")[0] in ("web", "rpc", "worker")]
        servers = [name for name in names if name not in ours and name != "postgres"]
        for group in (["nginx"], ours, [name for name in servers if name != "nginx"], ["postgres"]):
            self.supervisor.stop([name for name in group if name in names])
        self.supervisor.close()
        self.say(f"已停止（{time.monotonic() - began:.1f} 秒）")
