"""Outbox to bus: one relay per service at a time, oldest first, marked as sent after the bus has kept them."""

import threading
from contextlib import ExitStack
from typing import Any

import psycopg
import structlog
from psycopg import Connection
from psycopg.rows import TupleRow

from services.common import metrics, trace
from services.common.bus.interface import Producer, Record

log = structlog.get_logger(__name__)

BATCH = 200
_UNSENT = """
select seq, tenant, id, topic, key, type, body, traceparent, at from outbox
where sent_at is null order by seq limit %s
"""


class Relay:
    """Runs as the worker role, which sees the outbox of every tenant and nothing else."""

    def __init__(self, service: str, worker_url: str, producer: Producer, *, pause_seconds: float = 0.1) -> None:
        self._service, self._url, self._producer, self._pause = service, worker_url, producer, pause_seconds
        self._wake = threading.Event()
        self._stop = threading.Event()

    def hint(self) -> None:
        """Something was committed in this process: look now. Other processes are found by polling."""
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def run(self) -> None:
        """Until stopped; a lost database or bus is tried again."""
        while not self._stop.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    self._relay_while_leading(connection)
            except Exception as error:
                log.warning("relay_interrupted", service=self._service, error=repr(error))
                self._stop.wait(1.0)
        self._producer.close()

    def _relay_while_leading(self, connection: Connection[TupleRow]) -> None:
        while not self._stop.is_set():
            led = connection.execute("select pg_try_advisory_lock(hashtextextended('relay', 0))").fetchone()
            if led and led[0]:
                break
            self._stop.wait(1.0)
        while not self._stop.is_set():
            self._wake.clear()
            if self.relay_once(connection) < BATCH:
                self._wake.wait(self._pause)

    def relay_once(self, connection: Connection[TupleRow], limit: int = BATCH) -> int:
        """Send the oldest unsent events; returns how many."""
        rows = connection.execute(_UNSENT, (limit,)).fetchall()
        if not rows:
            metrics.outbox_depth.labels(self._service).set(0)
            metrics.outbox_oldest.labels(self._service).set(0)
            return 0
        metrics.outbox_depth.labels(self._service).set(len(rows))
        metrics.outbox_oldest.labels(self._service).set(metrics.age_of(rows[0][8]))
        with ExitStack() as published:
            self._producer.send([_as_record(self._service, published, *row) for row in rows])
        connection.execute(
            "update outbox set sent_at = now() where sent_at is null and seq = any(%s)", ([row[0] for row in rows],)
        )
        return len(rows)


def _as_record(service: str, published: ExitStack, *row: Any) -> Record:
    """With a span of its own, from here until the bus has kept it, where the event was told in one."""
    _seq, tenant, id_, topic, key, type_, body, traceparent, at = row
    if traceparent:
        work, whose = f"publish {type_}", {"tenant": str(tenant), "event_id": str(id_)}
        published.enter_context(trace.span(work, service, parent=traceparent, kind=trace.PRODUCER, **whose))
        traceparent = trace.current()
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(id_),
        "ce_type": str(type_),
        "ce_source": f"/pioneer/{service}",
        "ce_subject": str(key),
        "ce_tenant": str(tenant),
        "ce_time": at.isoformat(),
        "content-type": "application/protobuf",
        "traceparent": str(traceparent),
    }
    return Record(str(topic), str(key), headers, body)
