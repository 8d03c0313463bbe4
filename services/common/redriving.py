"""Dead letters brought back: what no retry helped is tried again, once an operator has mended its cause.

Read in a group of its own (`<service>.redrive`), so that what was brought back is not brought back again; what fails
again is buried again, behind the others. In effect once as ever, by the inbox.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import structlog
from sqlalchemy.exc import OperationalError

from services.common.bus.interface import Bus, Record
from services.common.bus.topics import dead_letters_of
from services.common.consumers import Handlers

log = structlog.get_logger(__name__)
STALLED_SECONDS = 60.0


@dataclass(frozen=True)
class Redriven:
    """`failed` were buried again; `repeated` had had their effect already."""

    handled: int = 0
    repeated: int = 0
    failed: int = 0


def dead_letters(service: str, bus: Bus) -> Iterator[Record]:
    """Those that wait, oldest first, as they lie there."""
    topic = dead_letters_of(service).name
    done = _position(service, bus)
    yield from (record for record in bus.history([topic]) if record.offset >= done)


def redrive(handlers: Handlers, bus: Bus) -> Redriven:
    """All that wait now. Raises OperationalError when the database is away, TimeoutError when another one redrives."""
    topic = dead_letters_of(handlers.service).name
    consumer, producer = bus.consumer(_group(handlers.service), [topic]), bus.producer()
    left, found = consumer.lag()[topic], {"handled": 0, "repeated": 0, "failed": 0}
    heard = time.monotonic()
    try:
        while left > 0:
            for record in consumer.poll(1.0, limit=left):
                outcome, buried = _again(handlers, record)
                if buried:
                    producer.send([buried])
                consumer.commit(record)
                found[outcome] += 1
                left, heard = left - 1, time.monotonic()
            if time.monotonic() - heard > STALLED_SECONDS:
                raise TimeoutError(f"{left} dead letters are held by somebody else: does another redrive run?")
    finally:
        consumer.close()
        producer.close()
    return Redriven(**found)


def _again(handlers: Handlers, record: Record) -> tuple[str, Record | None]:
    try:
        outcome = handlers.handle(as_it_was(record))
    except OperationalError:
        raise
    except Exception as error:
        log.error("dead_letter_again", service=handlers.service, error=type(error).__name__)
        times = int(record.headers.get("dead_again", "0")) + 1
        headers = {**record.headers, "dead_error": repr(error)[:500], "dead_again": str(times)}
        return "failed", replace(record, headers=headers)
    return ("handled" if outcome == "handled" else "repeated"), None


def as_it_was(record: Record) -> Record:
    """The event as it came the first time."""
    headers = {name: value for name, value in record.headers.items() if not name.startswith("dead_")}
    return replace(record, topic=record.headers["dead_topic"], headers=headers)


def _position(service: str, bus: Bus) -> int:
    consumer = bus.consumer(_group(service), [dead_letters_of(service).name])
    try:
        return consumer.standing()[0].position
    finally:
        consumer.close()


def _group(service: str) -> str:
    return f"{service}.redrive"
