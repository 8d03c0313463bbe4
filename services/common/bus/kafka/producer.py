"""Sending: idempotent, kept by all copies before it counts, a bounded time, and never with a hole in the order.

A record may only be on the bus when everything before it in its partition is. So a call goes in rounds: of each
partition one batch, which the broker keeps whole or not at all, and the next round after all of this one are kept.
When a round fails, the producer is thrown away with what it still holds; the caller comes again from its first unsent
record.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import structlog
from kafka import KafkaProducer
from kafka.errors import AuthorizationError, KafkaError, UnknownTopicOrPartitionError

from services.common.bus.interface import Record, partition_of
from services.common.bus.kafka.login import away, login

log = structlog.get_logger(__name__)

BATCH_BYTES = 512 * 1024
DELIVERY_SECONDS = 10
# A batch leaves when it is flushed, never by itself half filled.
LINGER_SECONDS = 2
ENVELOPE_BYTES = 200


class KafkaEventProducer:
    """Raises within about twenty seconds when the brokers are away, PermissionError when the topic is another's."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._producer: Any = None
        self._partitions: dict[str, int] = {}

    def send(self, records: Sequence[Record]) -> None:
        try:
            placed = [(record, partition_of(record.key, self._count(record.topic))) for record in records]
            for batch in _rounds(placed):
                self._send_round(batch)
        except Exception as error:
            self._throw_away()
            if isinstance(error, AuthorizationError):
                user = login(self._url)["sasl_plain_username"]
                topics = ", ".join(sorted({record.topic for record in records}))
                raise PermissionError(f"{user} may not write the topic {topics}") from error
            raise

    def _send_round(self, batch: list[tuple[Record, int]]) -> None:
        producer = self._open()
        kept = [
            producer.send(
                record.topic,
                key=record.key.encode(),
                value=record.body,
                headers=[(name, value.encode()) for name, value in record.headers.items()],
                partition=partition,
            )
            for record, partition in batch
        ]
        producer.flush(timeout=DELIVERY_SECONDS + 10)
        for future in kept:
            future.get(timeout=1)

    def _count(self, topic: str) -> int:
        if topic not in self._partitions:
            try:
                self._partitions[topic] = len(self._open().partitions_for(topic))
            except UnknownTopicOrPartitionError as error:
                raise LookupError(f"no topic {topic}: is it in proto/topics.yaml?") from error
        return self._partitions[topic]

    def _open(self) -> Any:
        if self._producer is None:
            try:
                self._producer = KafkaProducer(
                    **login(self._url),
                    acks="all",
                    enable_idempotence=True,
                    linger_ms=LINGER_SECONDS * 1000,
                    batch_size=BATCH_BYTES,
                    request_timeout_ms=(DELIVERY_SECONDS - LINGER_SECONDS) * 1000,
                    delivery_timeout_ms=DELIVERY_SECONDS * 1000,
                    max_block_ms=10_000,
                    bootstrap_timeout_ms=5000,
                    allow_auto_create_topics=False,
                    metrics_enabled=False,
                )
            except KafkaError as error:
                raise away(self._url, error) from error
        return self._producer

    def _throw_away(self) -> None:
        producer, self._producer = self._producer, None
        if producer is None:
            return
        # Its close() waits for what it holds and gives up before it ends its thread, which would go on sending behind
        # the next producer's back, and its destructor does the same again. What is held here is to be lost.
        producer._sender.force_close()
        producer._sender.join(timeout=DELIVERY_SECONDS)
        with suppress(KafkaError):
            producer.close(timeout=0)
        producer._closed = True

    def close(self) -> None:
        self._throw_away()


def _rounds(placed: Sequence[tuple[Record, int]]) -> Iterator[list[tuple[Record, int]]]:
    """Cut so that no partition gets more than a batch in a round; what comes after a cut waits with it."""
    batch: list[tuple[Record, int]] = []
    filled: dict[tuple[str, int], int] = {}
    for record, partition in placed:
        place, size = (record.topic, partition), _size(record)
        if place in filled and filled[place] + size > BATCH_BYTES // 2:
            yield batch
            batch, filled = [], {}
        batch.append((record, partition))
        filled[place] = filled.get(place, 0) + size
    if batch:
        yield batch


def _size(record: Record) -> int:
    headers = sum(len(name) + len(value.encode()) for name, value in record.headers.items())
    return len(record.body) + len(record.key.encode()) + headers + ENVELOPE_BYTES
