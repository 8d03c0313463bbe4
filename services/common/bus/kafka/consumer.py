"""Receiving in a group: a partition is one consumer's; what was not committed comes again to whoever holds it next."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from kafka import ConsumerRebalanceListener, KafkaConsumer
from kafka.errors import AuthorizationError, CommitFailedError, KafkaError
from kafka.structs import OffsetAndMetadata, TopicPartition

from services.common.bus.interface import Record, Standing
from services.common.bus.kafka.login import away, login

log = structlog.get_logger(__name__)


class KafkaEventConsumer:
    """Nothing is committed that was not handed to `commit`: not by time, not at a rebalance, not at the end.

    Called by one thread, which asks again only when it has settled what it got: so at a rebalance, which happens inside
    `poll`, all that was handed out is committed already, and the next holder goes on exactly there.
    """

    def __init__(self, url: str, group: str, topics: Sequence[str]) -> None:
        self._url, self._group, self._topics = url, group, list(topics)
        self._consumer: Any = None
        self._leader = _Leader(topics[0])

    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        consumer = self._open()
        try:
            self._leader.let_others_follow(consumer)
            found = consumer.poll(timeout_ms=int(timeout_seconds * 1000), max_records=limit)
        except AuthorizationError as error:
            raise PermissionError(f"this login may not read as {self._group}: {error}") from error
        return [as_record(each) for batch in found.values() for each in batch]

    def commit(self, *records: Record) -> None:
        """A commit that comes after the partition went to another is lost on purpose: the other does it again."""
        offsets = {
            TopicPartition(record.topic, record.partition): OffsetAndMetadata(record.offset + 1, "", -1)
            for record in records
        }
        if not offsets:
            return
        try:
            self._open().commit(offsets, timeout_ms=15_000)
        except CommitFailedError as error:
            log.info("commit_after_rebalance", group=self._group, error=str(error))
        except AuthorizationError as error:
            raise PermissionError(f"this login is not of the group {self._group}") from error

    def standing(self) -> list[Standing]:
        consumer = self._open()
        places = [place for topic in self._topics for place in _places(consumer, topic)]
        ends, begins = consumer.end_offsets(places), consumer.beginning_offsets(places)
        return [
            Standing(place.topic, place.partition, self._position(consumer, place, begins[place]), ends[place])
            for place in places
        ]

    def _position(self, consumer: Any, place: TopicPartition, begin: int) -> int:
        committed = consumer.committed(place, timeout_ms=10_000)
        return begin if committed is None else int(committed)

    def lag(self) -> dict[str, int]:
        behind = dict.fromkeys(self._topics, 0)
        for each in self.standing():
            behind[each.topic] += each.behind
        return behind

    def _open(self) -> Any:
        if self._consumer is None:
            try:
                self._consumer = KafkaConsumer(
                    **login(self._url),
                    group_id=self._group,
                    enable_auto_commit=False,
                    auto_offset_reset="earliest",
                    fetch_max_wait_ms=250,
                    # A killed worker's partitions go to another after this time, a slow one's after the longer. Brokers
                    # take no less; six signs of life must be missed, and who missed them does again what it did.
                    session_timeout_ms=6000,
                    heartbeat_interval_ms=1000,
                    max_poll_interval_ms=600_000,
                    request_timeout_ms=15_000,
                    bootstrap_timeout_ms=5000,
                    allow_auto_create_topics=False,
                    metrics_enabled=False,
                )
            except KafkaError as error:
                raise away(self._url, error) from error
            self._leader.of(self._consumer)
            self._consumer.subscribe(self._topics, listener=self._leader)
            self._refuse_unknown(self._consumer)
        return self._consumer

    def _refuse_unknown(self, consumer: Any) -> None:
        """The client would wait in silence for a topic that it may not see."""
        unseen = [topic for topic in self._topics if not consumer.partitions_for_topic(topic)]
        if unseen:
            self.close()
            raise PermissionError(f"no topic {', '.join(unseen)}, or {self._group} may not read it")

    def close(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            with suppress(KafkaError):
                consumer.close(timeout_ms=5000)


class _Leader(ConsumerRebalanceListener):  # type: ignore[misc]
    """After each change of hands the others pause until the first topic is read to where it ended then."""

    def __init__(self, topic: str) -> None:
        self._topic, self._consumer = topic, None
        self._ends: dict[TopicPartition, int] = {}
        self._pausing = False

    def of(self, consumer: Any) -> None:
        self._consumer, self._ends, self._pausing = consumer, {}, False

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """All that was handed out is committed: nothing to do."""

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        held = set(assigned)
        self._ends = {place: -1 for place in held if place.topic == self._topic}
        followers = [place for place in held if place.topic != self._topic]
        self._pausing = bool(self._ends and followers and self._consumer)
        if self._pausing and self._consumer:
            self._consumer.pause(*followers)

    def let_others_follow(self, consumer: Any) -> None:
        if not self._pausing:
            return
        if -1 in self._ends.values():
            self._ends = consumer.end_offsets(list(self._ends))
        if all((consumer.position(place, timeout_ms=5000) or 0) >= end for place, end in self._ends.items()):
            self._pausing = False
            consumer.resume(*consumer.paused())


def _places(consumer: Any, topic: str) -> Iterable[TopicPartition]:
    return [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]


def as_record(each: Any) -> Record:
    return Record(
        topic=each.topic,
        key=(each.key or b"").decode(),
        headers={name: value.decode() for name, value in each.headers},
        body=each.value or b"",
        partition=each.partition,
        offset=each.offset,
    )
