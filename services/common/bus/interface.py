"""What a bus does, in Kafka's words: topics cut into partitions, order per key, positions per group."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
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


@dataclass(frozen=True)
class Standing:
    """Where a group stands in a partition: the next offset it has not done with, and the one after the last."""

    topic: str
    partition: int
    position: int
    end: int

    @property
    def behind(self) -> int:
        return max(0, self.end - self.position)


class Producer(Protocol):
    def send(self, records: Sequence[Record]) -> None:
        """Returns when every record is kept, in order per key; raises otherwise. May be called again with the same."""
        ...

    def close(self) -> None: ...


class Consumer(Protocol):
    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        """The next records of the partitions this consumer holds; empty when the time is over."""
        ...

    def commit(self, *records: Record) -> None:
        """The group has done with everything up to and including each record in its partition."""
        ...

    def standing(self) -> list[Standing]:
        """Every partition of the topics, whoever of the group holds it."""
        ...

    def lag(self) -> dict[str, int]:
        """Per topic, how many records the group has not done with."""
        ...

    def close(self) -> None: ...


class Bus(Protocol):
    def producer(self) -> Producer: ...

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer:
        """A group is a service's name, or that name with a dot and more.

        The first topic leads: whoever comes with a backlog gets that one's before the others', which stand on it.
        """
        ...

    def history(self, topics: Sequence[str]) -> Iterator[Record]:
        """Everything on the topics now, from the beginning, in order within a partition; no group's position moves."""
        ...


def partition_of(key: str, partitions: int) -> int:
    """Where a key lives: the same on every machine and in every process."""
    return zlib.crc32(key.encode()) % partitions
