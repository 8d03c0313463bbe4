"""Every act that somebody was told is done, and whether it is found done exactly once afterwards."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg

from services.common.operator import settings_of


@dataclass(frozen=True)
class Act:
    """A POST of the API, by the key under which it was sent however often; `tries` counts the sendings."""

    key: str
    who: str
    path: str
    status: int
    tries: int

    @property
    def tenant(self) -> str:
        return self.path.split("/")[4]

    @property
    def service(self) -> str:
        return self.path.split("/")[5]


@dataclass
class Ledger:
    acts: list[Act] = field(default_factory=list)
    reads: int = 0
    tries: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, method: str, act: Act) -> None:
        with self._lock:
            self.tries += act.tries
            if method == "POST" and act.status < 300 and act.path.startswith("/api/v1/tenants/") and act.who:
                self.acts.append(act)
            else:
                self.reads += 1

    def faults(self) -> Iterator[str]:
        """An acknowledged act whose key is not found, or found more than once, in the database of its service."""
        for service in sorted({act.service for act in self.acts}):
            mine = [act for act in self.acts if act.service == service]
            kept = _kept(service, sorted({act.tenant for act in mine}))
            for act in mine:
                found = kept.get((act.tenant, act.key), 0)
                if found != 1 and not _only_looks(act):
                    yield f"{act.who}: POST {act.path} was acknowledged with {act.status}, and is there {found} times"


def _only_looks(act: Act) -> bool:
    """What shows and changes nothing but the log is not kept under its key."""
    return act.path.rpartition("/")[2] in ("verification", "phone", "objector")


def _kept(service: str, tenants: list[str]) -> dict[tuple[str, str], int]:
    url = settings_of(service).database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    found: dict[tuple[str, str], int] = {}
    with psycopg.connect(url) as connection:
        for tenant in tenants:
            connection.execute("select set_config('pioneer.tenant', %s, false)", (tenant,))
            asked = "select key, count(*) from idempotency_key where tenant = %s group by key"
            found |= {(tenant, key): count for key, count in connection.execute(asked, (tenant,))}
    return found
