"""Every address of every service, as the apps have them. `python -m tests.contract.routes` writes routes.txt again."""

from importlib import import_module
from pathlib import Path
from typing import Any

from services.common.clock import SystemClock
from services.common.config import Settings
from services.common.http import Parts
from services.common.tokens import Verifier
from services.embedded import SERVICES

SNAPSHOT = Path(__file__).with_name("routes.txt")


def lines(routes: list[dict[str, Any]]) -> str:
    """One line a route: methods, rule, and whether anybody may come."""
    said = {
        f"{','.join(each['methods']):<11} {each['rule']}{'  public' if each['is_public'] else ''}" for each in routes
    }
    return "\n".join(sorted(said, key=lambda line: (line.split()[1], line))) + "\n"


def built() -> list[dict[str, Any]]:
    """The routes of apps made without a database."""
    from tests.live_process import routes_of

    return [
        route for name in SERVICES for route in routes_of(import_module(f"services.{name}.main").create(_parts(name)))
    ]


def _parts(service: str) -> Parts:
    origin = "http://127.0.0.1:8440"
    settings = Settings(
        service=service,
        database_url="",
        worker_database_url="",
        bus_url="",
        origin=origin,
        issuer=f"{origin}/identity/oidc",
        client_id="",
        client_secret="",
        secret_key="0" * 64,
        master_key="0" * 64,
        files="",
    )
    return Parts(settings, SystemClock(), Verifier(settings.issuer), None)


if __name__ == "__main__":
    SNAPSHOT.write_text(lines(built()), encoding="utf-8")
