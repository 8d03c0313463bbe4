"""The other side of `tests.live`: the embedded deployment, told by lines of JSON what a test wants of it."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console

from services.common import trace
from services.common.clock import SettableClock
from services.common.logs import log_into
from services.common.runtime import Service
from services.embedded import SERVICES, launcher
from services.embedded.cluster import Cluster, provision
from services.embedded.journey import play
from services.identity.demo.loading import load_demo
from services.identity.issuer import issue_for_demo


def main(socket: str, prefix: str, folder: str, port: str, rpc_port: str) -> None:
    place = Path(folder)
    log_into(place)
    trace.export_to("log:")
    cluster = Cluster(socket, prefix)
    with psycopg.connect(cluster.admin_url()) as admin:
        # Roles belong to the whole server: processes make them one after the other.
        admin.execute("select pg_advisory_xact_lock(1)")
        provision(cluster, SERVICES)
    launcher.prepare(cluster)
    clock = SettableClock()
    running = launcher.launch(cluster, place, clock, port=int(port), rpc_port=int(rpc_port))
    answer("done", None)
    serve(running, place, clock)
    running.close()


def serve(running: launcher.Embedded, folder: Path, clock: SettableClock) -> None:
    """Until the test closes its end."""
    settings = running.services["identity"].app.extensions["parts"].settings
    acts: dict[str, Callable[[str], Any]] = {
        "at": lambda said: clock.set(datetime.fromisoformat(said) if said else None),
        "tick": lambda _: running.tick(),
        "token": lambda username: issue_for_demo(settings, username),
        "demo": lambda _: load_demo(clock.now(), issuer=settings.issuer) and None,
        "play": lambda _: _play(running, folder, clock),
        "routes": lambda _: [route for service in running.services.values() for route in routes_of(service)],
        "settings": lambda _: {"issuer": settings.issuer, "origin": settings.origin, "client": settings.client_id},
        "lift_limits": lambda _: (
            [setattr(service.app.extensions["limits"], "enabled", False) for service in running.services.values()]
            and None
        ),
    }
    for line in sys.stdin:
        what, argument = json.loads(line)
        try:
            answer("done", acts[what](argument))
        except Exception as error:
            answer("failed", repr(error))


def _play(running: launcher.Embedded, folder: Path, clock: SettableClock) -> dict[str, Any]:
    told = StringIO()
    console = Console(file=told, width=200, highlight=False)
    stands = play(running, clock, console, began=time.monotonic())
    return {"stands": stands, "transcript": told.getvalue()}


def routes_of(service: Service) -> Iterator[dict[str, Any]]:
    """Every address the service answers, as its map of routes has it."""
    for rule in service.app.url_map.iter_rules():
        view = service.app.view_functions[rule.endpoint]
        yield {
            "service": service.name,
            "rule": rule.rule,
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "converters": {name: type(of).__name__ for name, of in rule._converters.items()},
            "is_public": getattr(view, "is_public", False),
            "needs_no_token": getattr(view, "needs_no_token", False),
        }


def answer(kind: str, what: Any) -> None:
    print(json.dumps([kind, what]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
