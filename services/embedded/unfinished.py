"""A demo whose story was cut off begins anew: half a story cannot be gone on with, and what it left is nobody's work.

Only a folder that was empty when the demo began is ever emptied again, and only until its story has come to its end.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from services.embedded.cluster import BUS, Cluster

MARK = "story-under-way"
POSTGRES = "postgres"


def begin(folder: Path) -> bool:
    """Call before anything is made in the folder. True: an earlier story was cut off here."""
    mark = folder / MARK
    if mark.exists():
        return True
    if not (folder / POSTGRES).exists():
        mark.touch()
    return False


def end(folder: Path) -> None:
    """The story stands: from now on the folder's data is kept, whatever happens."""
    (folder / MARK).unlink(missing_ok=True)


def empty(cluster: Cluster, folder: Path, services: Sequence[str]) -> None:
    """The databases and files of the story that was cut off; keys stay."""
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        for name in (BUS, *services):
            database = sql.Identifier(f"{cluster.prefix}{name}")
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(database))
    shutil.rmtree(folder / "files", ignore_errors=True)
