"""Bus to service: each event has its effect once, recorded in the inbox in the transaction of its change (rule 3)."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

import structlog
from google.protobuf.message import DecodeError, Message
from psycopg.errors import RaiseException
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from services.common import metrics, trace
from services.common.bus.interface import Consumer, Producer, Record
from services.common.bus.topics import dead_letters_of, load_topics
from services.common.db import Database

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class Event:
    """The envelope: whose it is and when it was said. `source` is the service that owns the topic."""

    id: UUID
    tenant: str
    type: str
    source: str
    topic: str
    at: datetime


Handler = Callable[[Session, Event, Any], None]


@dataclass(frozen=True)
class Together:
    """A handler to which any number of events of its type mean the same as each after the other."""

    take: Callable[[Session, list[tuple[Event, Any]]], None]

    def __call__(self, session: Session, event: Event, message: Any) -> None:
        self.take(session, [(event, message)])


@dataclass(frozen=True)
class Call:
    """An understood event: the tenant whose rows change, and how."""

    tenant: str
    event: Event
    message: Any
    handler: Handler
    traceparent: str


class Forged(Exception):
    """The event does not come from the service that owns its topic, or is not of the topic's package."""


class NotYet(Exception):
    """The event needs what has not been heard of yet."""


class Handlers:
    """What a service does with which event, in the tenant whose rows change."""

    def __init__(self, service: str, db: Database) -> None:
        self.service, self.db = service, db
        self._by_type: dict[str, tuple[type[Message], Handler, Callable[[Event, Any], str]]] = {}

    def on(
        self, message_type: type[M], *, tenant_of: Callable[[Event, M], str] | None = None
    ) -> Callable[[Callable[[Session, Event, M], None]], Callable[[Session, Event, M], None]]:
        """Register the handler; it runs in a transaction of the tenant, as a use case does."""

        def register(handler: Callable[[Session, Event, M], None]) -> Callable[[Session, Event, M], None]:
            whose = tenant_of or (lambda event, _message: event.tenant)
            self._by_type[message_type.DESCRIPTOR.full_name] = (message_type, handler, whose)
            return handler

        return register

    def knows(self, type_: str) -> bool:
        """Whether events of that type have an effect here."""
        return type_ in self._by_type

    def at(self, db: Database) -> "Handlers":
        """The same effects in another database of the service."""
        other = Handlers(self.service, db)
        other._by_type = self._by_type
        return other

    def handle(self, record: Record) -> str:
        """Returns handled, duplicate or skipped. Raises what the handler raised."""
        call = self.understand(record)
        if call is None:
            return "skipped"
        with self.db.transaction(call.tenant) as session:
            return self.carry_out(session, call)[0]

    def understand(self, record: Record) -> "Call | None":
        """Whom the record concerns and what is to be done; None where this service has no interest in it."""
        event = envelope(record)
        known = self._by_type.get(event.type)
        if known is None:
            return None
        message_type, handler, whose = known
        message = message_type()
        message.ParseFromString(record.body)
        return Call(whose(event, message), event, message, handler, record.headers.get(trace.KEY, ""))

    def carry_out(self, session: Session, *calls: "Call") -> list[str]:
        """What became of each, handled or duplicate; the inbox is asked once for all of them."""
        new = _first_seen(session, [call.event for call in calls])
        outcomes, fresh = [], []
        for call in calls:
            if call.event.id in new:
                new.remove(call.event.id)
                fresh.append(call)
                outcomes.append("handled")
            else:
                metrics.inbox_duplicates.labels(self.service).inc()
                outcomes.append("duplicate")
        # Neighbours with one cause and one effect, as a whole import makes them, may be taken as one.
        for _same, run in groupby(fresh, key=lambda call: (id(call.handler), call.traceparent)):
            self._hand_over(session, list(run))
        return outcomes

    def _hand_over(self, session: Session, run: "list[Call]") -> None:
        first = run[0]
        if isinstance(first.handler, Together):
            with self._span(first):
                first.handler.take(session, [(call.event, call.message) for call in run])
            return
        for call in run:
            with self._span(call):
                call.handler(session, call.event, call.message)

    def _span(self, call: "Call") -> AbstractContextManager[None]:
        return trace.span(
            f"consume {call.event.type}", self.service, parent=call.traceparent, kind=trace.CONSUMER,
            tenant=call.tenant, event_id=str(call.event.id),
        )  # fmt: skip

    def take(self, session: Session, call: "Call") -> None:
        """The effect whatever the inbox says, and the inbox says so from now on: a replay starts from nothing."""
        _first_seen(session, [call.event])
        self._hand_over(session, [call])


def envelope(record: Record) -> Event:
    """Raises Forged when topic, source and type do not belong together."""
    headers, topic = record.headers, load_topics().get(record.topic)
    source = headers.get("ce_source", "").removeprefix("/pioneer/")
    type_ = headers.get("ce_type", "")
    if topic is None or source != topic.owner or type_.rpartition(".")[0] != topic.package:
        raise Forged(f"{type_} from {source} on {record.topic}")
    at = datetime.fromisoformat(headers["ce_time"])
    return Event(UUID(headers["ce_id"]), headers["ce_tenant"], type_, source, record.topic, at)


# In the same statement the lock that a replay takes alone: while it rebuilds what events made, no event is taken.
_INBOX = text(
    "insert into inbox select :tenant, said.*"
    " from (select pg_advisory_xact_lock_shared(hashtextextended('consuming', 0))) as held,"
    " unnest(cast(:ids as uuid[]), cast(:types as text[]), cast(:times as timestamptz[])) as said"
    " on conflict do nothing returning event_id"
)


def _first_seen(session: Session, events: list[Event]) -> set[UUID]:
    """The ids that were not in the tenant's inbox yet."""
    said = {
        "tenant": session.info["tenant"],
        "ids": [event.id for event in events],
        "types": [event.type for event in events],
        "times": [event.at for event in events],
    }
    return set(session.connection().execute(_INBOX, said).scalars())


def _may_heal(error: Exception) -> bool:
    """Something is not known here (a door of the database says so by raising): other events may bring it."""
    unknown_to_a_door = isinstance(error, DBAPIError) and isinstance(error.orig, RaiseException)
    return unknown_to_a_door or isinstance(error, LookupError)


class Worker:
    """One service's consumer loop: retry with backoff, then the dead-letter topic; never a lost or a blocking event."""

    ATTEMPTS = 5

    def __init__(self, handlers: Handlers, consumer: Consumer, producer: Producer) -> None:
        self._handlers, self._consumer, self._producer = handlers, consumer, producer
        self._stop = threading.Event()
        self._stepped_back: set[str] = set()

    def stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
        looked = 0.0
        while not self._stop.is_set():
            try:
                self._settle_all(self._consumer.poll(0.5))
                if time.monotonic() - looked > 5:
                    self._show_lag()
                    looked = time.monotonic()
            except Exception as error:
                log.warning("consumer_interrupted", service=self._handlers.service, error=repr(error))
                self._consumer.close()
                self._stop.wait(1.0)
        self._consumer.close()
        self._producer.close()

    def _show_lag(self) -> None:
        for topic, behind in self._consumer.lag().items():
            metrics.consumer_lag.labels(self._handlers.service, topic).set(behind)
            # A count that begins with its first event shows no increase: it must stand at nought before.
            metrics.dead_letters.labels(self._handlers.service, topic)

    def _settle_all(self, records: list[Record]) -> None:
        """Neighbours of one tenant in one transaction; where that fails, one by one: only the poison is buried."""
        calls = [(record, self._understood(record)) for record in records]
        for tenant, group in groupby(calls, key=lambda pair: pair[1].tenant if pair[1] else ""):
            batch = list(group)
            if not tenant or len(batch) == 1 or not self._settled_together(tenant, batch):
                for record, _call in batch:
                    self._settle(record)
        last = {(record.topic, record.partition): record for record in records}.values()
        self._consumer.commit(*last)
        for record in last:
            position = metrics.consumer_position.labels(self._handlers.service, record.topic, str(record.partition))
            position.set(record.offset + 1)

    def _understood(self, record: Record) -> Call | None:
        try:
            return self._handlers.understand(record)
        except (Forged, DecodeError, KeyError, ValueError):
            return None

    def _settled_together(self, tenant: str, batch: list[tuple[Record, Call | None]]) -> bool:
        try:
            with self._handlers.db.transaction(tenant) as session:
                calls = [call for _record, call in batch if call]
                outcomes = list(zip(calls, self._handlers.carry_out(session, *calls), strict=True))
        except Exception as error:
            log.info("batch_taken_apart", service=self._handlers.service, error=type(error).__name__)
            return False
        for call, outcome in outcomes:
            metrics.consumed.labels(self._handlers.service, call.event.type, outcome).inc()
        return True

    def _settle(self, record: Record) -> None:
        type_ = record.headers.get("ce_type", "?")
        for attempt in range(1, self.ATTEMPTS + 1):
            try:
                outcome = self._handlers.handle(record)
                metrics.consumed.labels(self._handlers.service, type_, outcome).inc()
                return
            except (Forged, DecodeError, KeyError, ValueError) as error:
                self._bury(record, error)
                return
            except OperationalError:
                raise
            except Exception as error:
                if attempt == self.ATTEMPTS:
                    self._step_back(record, error)
                    self._bury(record, error)
                    return
                self._stop.wait(0.05 * 2**attempt)

    def _step_back(self, record: Record, error: Exception) -> None:
        """Once, where another topic may yet tell what is lacking: begin again behind the leading topic."""
        id_ = record.headers.get("ce_id", "")
        if _may_heal(error) and id_ not in self._stepped_back:
            self._stepped_back.add(id_)
            raise NotYet(f"{record.headers.get('ce_type')} {id_}") from error
        self._stepped_back.discard(id_)

    def _bury(self, record: Record, error: Exception) -> None:
        """Keep the poison with its error where an operator finds it; the ones behind it go on."""
        service = self._handlers.service
        log.error("dead_letter", service=service, topic=record.topic, error=type(error).__name__)
        metrics.dead_letters.labels(service, record.topic).inc()
        headers = {
            **record.headers,
            "dead_topic": record.topic,
            "dead_error": repr(error)[:500],
            "dead_offset": str(record.offset),
        }
        self._producer.send([replace(record, topic=dead_letters_of(service).name, headers=headers)])
