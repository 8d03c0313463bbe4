"""What goes into a dossier."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

STAGE_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")
KEPT_NAMES: Final = frozenset({"prior", "record"})


@dataclass(frozen=True)
class Subject:
    """Who is honoured: `kind` is team, employer or person; `employer` names the employer of a team or person."""

    kind: str
    subject_id: str
    name: str
    employer: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of the case: `name` in Latin letters (apply), `title` for people (申报), files by relative path."""

    name: str
    title: str
    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        if not STAGE_NAME.fullmatch(self.name) or self.name in KEPT_NAMES:
            raise ValueError(f"not a stage name: {self.name}")


@dataclass(frozen=True)
class DossierContents:
    """A case as one level hands it to the next (A6, A7).

    `honour` is the honour's word in the regulation, `honour_record` what honour.json says about this conferring,
    `log` the case's log entries as JSON objects, oldest first, `prior` the sealed dossiers that this level received.
    `created_at` is aware; no JSON value may be a float.
    """

    dossier_id: str
    from_tenant: str
    to_tenant: str
    created_at: datetime
    honour: str
    subject: Subject
    stages: tuple[Stage, ...]
    honour_record: Mapping[str, Any] = field(default_factory=dict)
    log: tuple[Mapping[str, Any], ...] = ()
    prior: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.created_at.tzinfo is None:
            raise ValueError("created_at needs a time zone")
        names = [stage.name for stage in self.stages]
        if len(set(names)) != len(names):
            raise ValueError("two stages of one name")
