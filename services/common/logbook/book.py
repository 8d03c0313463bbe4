"""What a service says of its log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from services.common.audit import LogEntry
from services.common.db import Database
from services.common.principal import Principal

About = Mapping[int, str]


def nameless(_session: Session, _entries: Sequence[LogEntry]) -> About:
    """Where no entry is about something with a name."""
    return {}


@dataclass(frozen=True)
class Logbook:
    """`acts` and `objects`: how they are called, by their keys; a word in `acts` may be said of several objects.

    `about`: whom each entry is about, by the number of the entry. `names_object`: the act alone says too little.
    """

    service: str
    db: Database
    may_read: Callable[[Principal], bool]
    acts: Mapping[str, Any]
    objects: Mapping[str, Any]
    about: Callable[[Session, Sequence[LogEntry]], About] = nameless
    names_object: bool = False

    def says(self, entry: LogEntry) -> str:
        """“授予岗位” where the act alone says nothing, else “提交申报”."""
        said = str(self.acts.get(entry.entry.action, entry.entry.action))
        return f"{said}{self.object_word(entry)}" if self.names_object else said

    def object_word(self, entry: LogEntry) -> str:
        return str(self.objects.get(entry.entry.object_type, entry.entry.object_type))
