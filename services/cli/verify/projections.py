"""A service's copies equal what a clean replay of the bus makes, byte for byte, in a scratch database of its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import psycopg
from psycopg import sql
from sqlalchemy import Text, cast, column, func, select
from sqlalchemy import table as table_of
from sqlalchemy.engine import make_url

from services.cli.connecting import Place
from services.cli.verify import Fault, tenants_of
from services.common.bus.interface import Bus
from services.common.db import Database
from services.common.migrate import upgrade
from services.common.operator import owner_url_of
from services.common.replaying import Projections, replay

MOST_NAMED = 3


def faults(service: str, place: Place, bus: Bus) -> Iterator[Fault]:
    """Nothing for a service that keeps no copies."""
    said = import_module(f"services.{service}.projections")
    with _scratch(service, place) as scratch:
        # What cannot be understood was buried when it came, and makes nothing here either.
        replay(place.handlers.at(scratch), bus, Projections(said.TOPICS, said.ONCE), topics=())
        for table, columns in said.TABLES.items():
            yield from _differences(service, table, columns, place.db, scratch)


@contextmanager
def _scratch(service: str, place: Place) -> Iterator[Database]:
    """An empty database beside the service's own, owned alike; gone afterwards."""
    owner = make_url(owner_url_of(service))
    name = f"{owner.database}_replay"
    admin = owner.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    _drop(admin, name)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    scratch = Database(service)
    try:
        upgrade(service, owner.set(database=name).render_as_string(hide_password=False))
        app = make_url(place.settings.database_url).set(database=name)
        scratch.connect(app.render_as_string(hide_password=False), pool_size=1)
        yield scratch
    finally:
        scratch.close()
        _drop(admin, name)


def _drop(admin: str, name: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _differences(
    service: str, table: str, columns: Sequence[str], live: Database, replayed: Database
) -> Iterator[Fault]:
    for code in tenants_of(live) if "tenant" in columns else [""]:
        kept, made = _lines(live, table, columns, code), _lines(replayed, table, columns, code)
        if kept != made:
            lacking, extra = made - kept, kept - made
            named = "；".join(sorted([*lacking, *extra])[:MOST_NAMED])
            yield Fault(
                service, code, f"{table}：重放后应有而没有的 {lacking.total()} 行，多出的 {extra.total()} 行：{named}"
            )


def _lines(db: Database, table: str, columns: Sequence[str], tenant: str) -> Counter[str]:
    """Each row as PostgreSQL writes it. Table and columns come from our own code."""
    line = cast(func.row(*[column(name) for name in columns]), Text)
    asked = select(line).select_from(table_of(table))
    if tenant:
        asked = asked.where(column("tenant") == tenant)
    with db.read(tenant) if tenant else db.public() as session:
        return Counter(session.scalars(asked))
