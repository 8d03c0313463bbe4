"""`pioneer`: what an operator calls. A running deployment is found by its folder, or told by the environment."""

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import typer

from services.cli import events, serving, tenants, verifying
from services.common.operator import DATA
from services.embedded import SERVICES

app = typer.Typer(no_args_is_help=True, help="先锋 Pioneer: 运维命令 / commands for operators")


@app.callback()
def where(
    data: Path | None = typer.Option(
        None, envvar=DATA, help="部署的数据目录，如 var / the folder of the deployment, e.g. var"
    ),
) -> None:
    """不指定目录时，从环境变量 PIONEER_… 读取 / without a folder, PIONEER_… variables tell."""
    if data is not None:
        os.environ[DATA] = str(data.resolve())


app.command("serve")(serving.serve)
app.command("verify")(verifying.verify)
app.add_typer(events.app, name="events")
app.add_typer(tenants.app, name="tenants")


def _mount_commands() -> None:
    """A service or the bus may bring commands of its own: `commands.py` with `NAME` and `app`."""
    for package in (*SERVICES, "common.bus"):
        if find_spec(f"services.{package}.commands") is not None:
            commands = import_module(f"services.{package}.commands")
            app.add_typer(commands.app, name=commands.NAME)


_mount_commands()

if __name__ == "__main__":
    app()
