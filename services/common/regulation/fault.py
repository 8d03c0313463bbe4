"""What is wrong with a regulation file, said so that a clerk can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.common.regulation.document import Regulation


@dataclass(frozen=True)
class Fault:
    """One fault: where it stands (line from 1, path by names), its code, what is wrong and what to do."""

    line: int
    path: str
    code: str
    says: str
    nearest: str | None = None


@dataclass(frozen=True)
class Checked:
    """The outcome of reading: a regulation without faults, or the faults and no regulation."""

    regulation: Regulation | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Complaint:
    """A fault found by a word in itself; `at` is the path below that word, the reader adds line and full path."""

    at: str
    code: str
    says: str
    nearest: str | None = None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, for "did you mean"."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.55)
    return close[0] if close else None
