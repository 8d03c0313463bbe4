"""Each event was sent, and taken once by each service that wants it; none was taken that nobody told."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from services.cli.connecting import Place
from services.cli.verify import Fault, tenants_of
from services.common.bus.topics import load_topics
from services.common.db import Database

MOST_NAMED = 5
_TOLD = text("select id, topic, type, sent_at is null as waits from outbox where tenant = :t")
_TAKEN = text("select event_id from inbox where tenant = :t")


def faults(places: Mapping[str, Place]) -> Iterator[Fault]:
    """Of all services together: what one tells is looked for at the others. Dead letters show as not taken."""
    topics = load_topics()
    wanted: dict[str, dict[UUID, str]] = {name: {} for name in places}
    everything: set[UUID] = set()
    for owner, place in places.items():
        waiting = 0
        for row in _rows(place.db, _TOLD):
            everything.add(row.id)
            waiting += row.waits
            for reader in topics[row.topic].readers:
                if reader in places and places[reader].handlers.knows(row.type):
                    wanted[reader][row.id] = f"{row.topic} {row.type.rpartition('.')[2]}"
        if waiting:
            yield Fault(owner, "", f"{waiting} 条事件尚未送上总线")
    for reader, place in places.items():
        taken = {row.event_id for row in _rows(place.db, _TAKEN)}
        yield from _named(
            reader, "没有处理", [f"{wanted[reader][each]} {each}" for each in wanted[reader].keys() - taken]
        )
        yield from _named(reader, "来历不明", [str(each) for each in taken - everything])


def _rows(db: Database, statement: TextClause) -> Iterator[Row[Any]]:
    for code in tenants_of(db):
        with db.read(code) as session:
            yield from session.execute(statement, {"t": code}, execution_options={"yield_per": 1000})


def _named(service: str, what: str, which: list[str]) -> Iterator[Fault]:
    if which:
        named = "；".join(sorted(which)[:MOST_NAMED])
        yield Fault(service, "", f"{len(which)} 条事件{what}：{named}{' ……' if len(which) > MOST_NAMED else ''}")
