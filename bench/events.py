"""From a use case's commit to its reader's hands, against writing and reading the same row by hand."""

import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import psycopg
from pioneer.worklist.v1 import events_pb2

from bench.ground import NOW, Ground
from bench.measure import Line, of, timed, times
from services.applications.store import db
from services.common import outbox
from services.common.bus.postgres import PostgresBus
from services.common.relay import Relay

TOPIC = "applications.worklist"
ROUNDS = 100


def latency(ground: Ground) -> Iterator[Line]:
    relay = Relay("applications", ground.worker_url, PostgresBus(ground.bus_url("applications")).producer())
    db.after_commit(relay.hint)
    thread = threading.Thread(target=relay.run, daemon=True)
    thread.start()
    reader = PostgresBus(ground.bus_url("portal")).consumer("portal", [TOPIC])
    _drain(reader)
    ours = of([timed(lambda: _one(ground, reader)) for _ in range(ROUNDS)])
    relay.stop()
    thread.join(timeout=5)
    reader.close()
    limit = times(lambda: _by_hand(ground), rounds=ROUNDS)
    yield Line("event: commit → relay → bus → consumer", ours, "psycopg, one row committed and read by another", limit)


def _drain(reader: object) -> None:
    until = time.monotonic() + 2
    while time.monotonic() < until:
        reader.poll(0.2)  # type: ignore[attr-defined]


def _one(ground: Ground, reader: object) -> None:
    key = str(uuid4())
    with db.transaction(ground.world.tenant) as session:
        outbox.tell(session, TOPIC, key, events_pb2.TaskClosed(task_id=key, outcome="done"), at=NOW)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if any(record.key == key for record in reader.poll(0.5)):  # type: ignore[attr-defined]
            return
    raise TimeoutError("the event did not come in 5 s")


def _by_hand(ground: Ground) -> None:
    with _writer(ground).transaction():
        _writer(ground).execute("select set_config('pioneer.tenant', %s, true)", (ground.world.tenant,))
        _writer(ground).execute("insert into inbox values (%s, gen_random_uuid(), 'x', now())", (ground.world.tenant,))
    with _reader(ground).transaction():
        _reader(ground).execute("select set_config('pioneer.tenant', %s, true)", (ground.world.tenant,))
        found = "select event_id from inbox where tenant = %s limit 1"
        _reader(ground).execute(found, (ground.world.tenant,)).fetchall()


_open: dict[str, psycopg.Connection[tuple[object, ...]]] = {}


def _writer(ground: Ground) -> psycopg.Connection[tuple[object, ...]]:
    return _open.setdefault("writer", _open.get("writer") or psycopg.connect(ground.app_url, autocommit=True))


def _reader(ground: Ground) -> psycopg.Connection[tuple[object, ...]]:
    return _open.setdefault("reader", _open.get("reader") or psycopg.connect(ground.app_url, autocommit=True))
