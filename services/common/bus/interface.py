"""What a bus does, in Kafka's words: topics cut into partitions, order per key, positions per group."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Record:
    """One event as it travels. Headers are CloudEvents' binary ones (`ce_id`, `ce_type`, …)."""

    topic: str
    key: str
    headers: Mapping[str, str]
    body: bytes
    partition: int = -1
    offset: int = -1
    attempts: int = field(default=0, compare=False)


class Producer(Protocol):
    def send(self, records: Sequence[Record]) -> None:
        """Returns when every record is kept, in order per key; raises otherwise. May be called again with the same."""
        ...

    def close(self) -> None: ...


class Consumer(Protocol):
    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        """The next records of the partitions this consumer holds; empty when the time is over."""
        ...

    def commit(self, record: Record) -> None:
        """The group has done with everything up to and including this record."""
        ...

    def lag(self) -> dict[str, int]:
        """Per topic, how many records the group has not done with."""
        ...

    def close(self) -> None: ...


class Bus(Protocol):
    def producer(self) -> Producer: ...

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer: ...


def partition_of(key: str, partitions: int) -> int:
    """Where a key lives: the same on every machine and in every process."""
    return zlib.crc32(key.encode()) % partitions
