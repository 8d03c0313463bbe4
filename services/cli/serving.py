"""`pioneer serve`: one process of one service, in the place of this one."""

import os
import sys

import typer

from services.embedded import SERVICES
from services.serve import KINDS


def serve(
    kind: str = typer.Argument(help=f"哪一种进程 / which kind of process: {', '.join(KINDS)}"),
    service: str = typer.Argument(help=f"哪个服务 / which service: {', '.join(SERVICES)}"),
) -> None:
    """运行一个服务的一个进程，直到 SIGTERM / run one process of one service until SIGTERM."""
    # In its place, because a web process forks: nothing of the commands may have been loaded before.
    os.execv(sys.executable, [sys.executable, "-m", "services.serve", kind, service])  # noqa: S606
