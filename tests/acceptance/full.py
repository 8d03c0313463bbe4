"""The full profile as `tests.live` has the embedded one: real nginx, Kafka, Keycloak, each service its own processes."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from deploy.native import deployment as native
from services.common.logs import log_into
from services.embedded import SERVICES
from services.embedded.journey import play
from tests.live import Deployment, free_ports

PATIENCE_SECONDS = 120.0


class Full(Deployment):
    """Asked in this process what the embedded one is asked by lines."""

    def __init__(self, running: native.Deployment) -> None:
        self._running = running
        super().__init__(running.origin, "", running.folder, running.cluster, NO_PROCESS)
        self._acts: dict[str, Callable[[str], Any]] = {
            "at": lambda said: running.clock.set(datetime.fromisoformat(said) if said else None),
            "tick": lambda _: running.tick(),
            "token": running.token_of,
            "play": lambda _: self._played(),
        }

    def _ask(self, what: str, argument: str = "") -> Any:
        return self._acts[what](argument)

    def _played(self) -> dict[str, Any]:
        told = StringIO()
        console = Console(file=told, width=200, highlight=False)
        stands = play(self._running, self._running.clock, console, began=time.monotonic())
        return {"stands": stands, "transcript": told.getvalue()}

    def token(self, username: str) -> str:
        """Keycloak's last less than a minute: whoever keeps them knows when they end."""
        return str(self._ask("token", username))

    def settle(self) -> None:
        """Until every outbox is empty: what readers do then is waited for by whoever looks."""
        end = time.monotonic() + PATIENCE_SECONDS
        while any(self.rows(each, "select 1 from outbox where sent_at is null limit 1") for each in SERVICES):
            assert time.monotonic() < end, f"events still under way after {PATIENCE_SECONDS:.0f} s"
            time.sleep(0.2)

    def rows(self, service: str, statement: str, *values: Any) -> list[dict[str, Any]]:
        # Dead letters lie in Kafka here; `pioneer verify` looks at them there.
        return [] if service == "bus" else super().rows(service, statement, *values)


# The deployment is in this process: there is none to write to or to end.
NO_PROCESS: Any = subprocess.Popen.__new__(subprocess.Popen)


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Brought up on a folder of its own, or on DATA, and put down again."""
    folder = tmp_path_factory.mktemp("full")
    log_into(folder)
    port = int(os.environ.get("PORT") or free_ports(1)[0])
    issuer = "embedded" if os.environ.get("ISSUER") == "embedded" else "keycloak"
    running = native.Deployment(native.Wanted(folder, port, issuer=issuer), print)
    try:
        running.start()
        yield Full(running)
    finally:
        running.stop()
