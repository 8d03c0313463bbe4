"""Each event was sent, and taken once by each service that wants it; none was taken that nobody told."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from services.cli.connecting import Place
from services.cli.verify import Fault, tenants_of
from services.common.bus import connect, load_topics
from services.common.db import Database
from services.common.redriving import dead_letters

MOST_NAMED = 5
_TOLD = text("select id, topic, type, sent_at is null as waits from outbox where tenant = :t")
_TAKEN = text("select event_id from inbox where tenant = :t")


def faults(places: Mapping[str, Place]) -> Iterator[Fault]:
    """Of all services together: what one tells is looked for at the others. A dead letter was not taken either."""
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
        missed = wanted[reader].keys() - taken
        dead = _laid_aside(reader, place) & missed if missed else set()
        for what, which in ((f"在死信中（events redrive {reader}）", dead), ("没有处理", missed - dead)):
            yield from _named(reader, what, [f"{wanted[reader][each]} {each}" for each in which])
        yield from _named(reader, "来历不明", [str(each) for each in taken - everything])


def _laid_aside(reader: str, place: Place) -> set[UUID]:
    """What waits among the service's dead letters, which an operator brings back."""
    letters = dead_letters(reader, connect(place.settings.bus_url))
    return {UUID(record.headers["ce_id"]) for record in letters}


def _rows(db: Database, statement: TextClause) -> Iterator[Row[Any]]:
    for code in tenants_of(db):
        with db.read(code) as session:
            yield from session.execute(statement, {"t": code}, execution_options={"yield_per": 1000})


def _named(service: str, what: str, which: list[str]) -> Iterator[Fault]:
    if which:
        named = "；".join(sorted(which)[:MOST_NAMED])
        yield Fault(service, "", f"{len(which)} 条事件{what}：{named}{' ……' if len(which) > MOST_NAMED else ''}")
