"""The topic registry, `proto/topics.yaml`: who alone writes a topic, who reads it, how long it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

REGISTRY = Path(__file__).parents[3] / "proto" / "topics.yaml"


@dataclass(frozen=True)
class Topic:
    """`days` is how long records are kept, None for ever; `copies` how many brokers keep each, if there are so many."""

    name: str
    owner: str
    package: str
    partitions: int
    readers: tuple[str, ...]
    days: int | None = None
    copies: int = 3


@cache
def load_topics() -> dict[str, Topic]:
    said = yaml.safe_load(REGISTRY.read_text(encoding="utf-8"))
    return {name: _topic(name, said["kept"] | each) for name, each in said["topics"].items()}


def _topic(name: str, said: Mapping[str, object]) -> Topic:
    readers, days = said["readers"], said["days"]
    assert isinstance(readers, list)
    return Topic(
        name=name,
        owner=str(said["owner"]),
        package=str(said["package"]),
        partitions=int(str(said["partitions"])),
        readers=tuple(readers),
        days=None if days == "forever" else int(str(days)),
        copies=int(str(said["copies"])),
    )


def read_by(service: str) -> list[str]:
    """The topics that the service listens to."""
    return [topic.name for topic in load_topics().values() if service in topic.readers]


def services_of(topics: Mapping[str, Topic]) -> list[str]:
    """Everyone who writes or reads."""
    return sorted({who for topic in topics.values() for who in (topic.owner, *topic.readers)})


def dead_letters_of(service: str) -> Topic:
    """Where the service keeps what no retry helped. Its own: what another wrote there would pass for its own word."""
    return Topic(f"{service}.dead", owner=service, package="", partitions=1, readers=(service,))
