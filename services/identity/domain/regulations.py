"""Versions of a regulation: a draft is checked, published with its day, and never changed again (X1)."""

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime

from services.common.errors import DomainError

_EFFECTIVE = re.compile(r"^effective:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Version:
    regulation_id: str
    version: int
    title: str
    effective_on: date
    published_at: datetime
    is_history: bool = False


def next_version(
    regulation_id: str,
    title: str,
    *,
    latest: Version | None,
    effective_on: date,
    today: date,
    now: datetime,
    is_history: bool = False,
) -> Version:
    """The version to be published. It takes effect today or later; a history that is taken in may lie back.

    In either case not before the version it follows: what was in force on a past day stays so.
    """
    if effective_on < today and not is_history:
        raise DomainError("effective_in_the_past", day=effective_on)
    if latest is not None and effective_on < latest.effective_on:
        raise DomainError("effective_before_latest", day=latest.effective_on, version=latest.version)
    number = latest.version + 1 if latest else 1
    return Version(regulation_id, number, title, effective_on, now, is_history)


def with_effective(text: str, day: date) -> str:
    """The text with its day of effect set, so that file and version say the same."""
    return _EFFECTIVE.sub(f"effective: {day.isoformat()}", text, count=1)


@dataclass(frozen=True)
class DiffLine:
    """kind: same, added, removed, or gap where equal lines were left out."""

    kind: str
    text: str
    before: int | None = None
    after: int | None = None


def difference(before: str, after: str, context: int = 2) -> list[DiffLine]:
    """What changed between two texts, line by line, with a few lines around."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[DiffLine] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(context):
        if lines:
            lines.append(DiffLine("gap", ""))
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += [DiffLine("same", old[a + n], a + n + 1, c + n + 1) for n in range(b - a)]
                continue
            lines += [DiffLine("removed", old[n], n + 1, None) for n in range(a, b)]
            lines += [DiffLine("added", new[n], None, n + 1) for n in range(c, d)]
    return lines
