"""The topic registry, `proto/topics.yaml`: who alone writes a topic and who reads it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

REGISTRY = Path(__file__).parents[3] / "proto" / "topics.yaml"


@dataclass(frozen=True)
class Topic:
    name: str
    owner: str
    package: str
    partitions: int
    readers: tuple[str, ...]

    @property
    def dead(self) -> str:
        """Where records go that no retry helps."""
        return f"{self.name}.dead"


@cache
def load_topics() -> dict[str, Topic]:
    listed = yaml.safe_load(REGISTRY.read_text(encoding="utf-8"))["topics"]
    return {
        name: Topic(name, said["owner"], said["package"], said["partitions"], tuple(said["readers"]))
        for name, said in listed.items()
    }


def read_by(service: str) -> list[str]:
    """The topics that the service listens to."""
    return [topic.name for topic in load_topics().values() if service in topic.readers]
