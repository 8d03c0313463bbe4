"""A service's projections made anew from the bus, in one transaction: readers see the old until the new stand.

What a projection is, `services/<service>/projections.py` says. Three steps, of which the first two are one transaction:
1. alone: the lock that every consumed event shares; the workers wait, nothing else does;
2. `empty_projections()`, then every event of the projections' topics from the beginning, each once;
3. every other event through the inbox, which lets pass what had its effect, and catches up what was missed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from services.common.bus.interface import Bus, Record
from services.common.consumers import Call, Handlers
from services.common.db import enter

T = TypeVar("T")


@dataclass(frozen=True)
class Projections:
    """The topics they are made from, in the order to read them; `once`: types of these that make none."""

    topics: Sequence[str]
    once: frozenset[str]


@dataclass(frozen=True)
class Replayed:
    """`rebuilt` events made projections; `caught_up` had been missed; `repeated` had had their effect."""

    rebuilt: int
    caught_up: int
    repeated: int
    failed: tuple[str, ...]


class MadeMore(RuntimeError):
    """A handler of a projection told something or logged: it is no projection, and may not be replayed as one."""


def replay(handlers: Handlers, bus: Bus, said: Projections, topics: Sequence[str]) -> Replayed:
    """`topics` are all that the service reads. What cannot be understood or fails is named, and the rest goes on."""
    failed: list[str] = []
    with Session(handlers.db.engine, expire_on_commit=False) as session, session.begin():
        session.execute(text("select pg_advisory_xact_lock(hashtextextended('consuming', 0))"))
        session.execute(text("select empty_projections()"))
        rebuilt = _rebuild(session, handlers, bus, said, failed)
    caught_up = repeated = 0
    for record in bus.history(topics):
        if record.topic in said.topics and record.headers.get("ce_type", "") not in said.once:
            continue
        outcome = _tried(lambda record=record: handlers.handle(record), record, failed)  # type: ignore[misc]
        caught_up += outcome == "handled"
        repeated += outcome == "duplicate"
    return Replayed(rebuilt, caught_up, repeated, tuple(failed))


def _rebuild(session: Session, handlers: Handlers, bus: Bus, said: Projections, failed: list[str]) -> int:
    seen: set[tuple[str, UUID]] = set()
    for record in bus.history(said.topics):
        if record.headers.get("ce_type", "") in said.once:
            continue
        call = _tried(lambda record=record: handlers.understand(record), record, failed)  # type: ignore[misc]
        if call is None or (call.tenant, call.event.id) in seen:
            continue
        if _tried(lambda call=call: _take(session, handlers, call), record, failed):  # type: ignore[misc]
            seen.add((call.tenant, call.event.id))
    return len(seen)


def _take(session: Session, handlers: Handlers, call: Call) -> bool:
    """In a savepoint: what fails leaves nothing, as it left nothing when it was buried."""
    enter(session, call.tenant)
    with session.begin_nested():
        handlers.take(session, call)
        session.flush()
    if session.info.get("outbox") or session.info.get("log"):
        raise MadeMore(call.event.type)
    return True


def _tried(what: Callable[[], T], record: Record, failed: list[str]) -> T | None:
    try:
        return what()
    except (OperationalError, MadeMore):
        raise
    except Exception as error:
        failed.append(f"{record.topic}/{record.partition}/{record.offset} {record.headers.get('ce_type')}: {error!r}")
        return None
