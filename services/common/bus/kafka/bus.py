"""Bus over Kafka. `url` signs in as the service."""

from collections.abc import Iterator, Sequence

from services.common.bus.interface import Record
from services.common.bus.kafka.consumer import KafkaEventConsumer
from services.common.bus.kafka.history import history
from services.common.bus.kafka.login import login
from services.common.bus.kafka.producer import KafkaEventProducer


class KafkaBus:
    def __init__(self, url: str) -> None:
        login(url)
        self._url = url

    def producer(self) -> KafkaEventProducer:
        return KafkaEventProducer(self._url)

    def consumer(self, group: str, topics: Sequence[str]) -> KafkaEventConsumer:
        return KafkaEventConsumer(self._url, group, topics)

    def history(self, topics: Sequence[str]) -> Iterator[Record]:
        return history(self._url, topics)
