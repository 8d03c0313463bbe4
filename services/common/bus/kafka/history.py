"""Everything that is on topics now, read from the beginning by nobody's group: no position is moved."""

import time
from collections.abc import Iterator, Sequence

from kafka import KafkaConsumer
from kafka.errors import KafkaError
from kafka.structs import TopicPartition

from services.common.bus.interface import Record
from services.common.bus.kafka.consumer import as_record
from services.common.bus.kafka.login import away, login

STALLED_SECONDS = 60.0


def history(url: str, topics: Sequence[str]) -> Iterator[Record]:
    """In order within each partition, topic after topic. Raises TimeoutError when the brokers stop giving."""
    try:
        consumer = KafkaConsumer(
            **login(url),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=15_000,
            metrics_enabled=False,
        )
    except KafkaError as error:
        raise away(url, error) from error
    try:
        for topic in topics:
            yield from _of_topic(consumer, topic)
    finally:
        consumer.close()


def _of_topic(consumer: KafkaConsumer, topic: str) -> Iterator[Record]:
    places = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
    if not places:
        raise LookupError(f"no topic {topic}: is it in proto/topics.yaml?")
    ends = consumer.end_offsets(places)
    consumer.assign(places)
    consumer.seek_to_beginning()
    heard = time.monotonic()
    while any(consumer.position(place) < ends[place] for place in places):
        for place, batch in consumer.poll(timeout_ms=500).items():
            heard = time.monotonic()
            yield from (as_record(each) for each in batch if each.offset < ends[place])
        if time.monotonic() - heard > STALLED_SECONDS:
            raise TimeoutError(f"nothing came of {topic} for {STALLED_SECONDS:.0f} s")
