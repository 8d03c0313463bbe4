"""`pioneer`: what an operator calls. Connection strings come from the environment, as for the services."""

import sys
from importlib import import_module

import typer

from services.common import audit
from services.common.config import Settings
from services.embedded import SERVICES

app = typer.Typer(no_args_is_help=True, help="先锋 Pioneer: 运维命令 / commands for operators")


@app.command()
def verify(
    service: str = typer.Argument(help="哪个服务 / which service: " + ", ".join(SERVICES)),
    tenant: list[str] = typer.Option([], help="只查这些工会 / only these tenants"),
) -> None:
    """逐条核对日志链 / walk the log chain of each tenant; exits 1 and names the entry where one is broken."""
    db = import_module(f"services.{service}.store").db
    db.connect(Settings(service=service).database_url)
    broken = False
    for code in tenant or _tenants(db):
        with db.read(code) as session:
            place = audit.broken_at(session)
        typer.echo(
            f"{code}  " + ("链条完整 / whole" if place is None else f"第 {place} 条起断开 / broken at entry {place}")
        )
        broken = broken or place is not None
    sys.exit(1 if broken else 0)


def _tenants(db: object) -> list[str]:
    from sqlalchemy import text

    with db.public() as session:  # type: ignore[attr-defined]
        return list(session.scalars(text("select code from tenant order by code")))


def _mount_service_commands() -> None:
    """A service may bring commands of its own: `commands.py` with `NAME` and `app`."""
    for service in SERVICES:
        try:
            commands = import_module(f"services.{service}.commands")
        except ModuleNotFoundError as missing:
            if missing.name != f"services.{service}.commands":
                raise
            continue
        app.add_typer(commands.app, name=commands.NAME)


_mount_service_commands()

if __name__ == "__main__":
    app()
