"""What hangs in the hall: who leads, a window of the list, and a name for that window so that only changes are sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from services.competitions.domain.contests import Placed

WINDOW: Final = 100
"""Rows on one page of the board: more than a screen shows, and few enough to be sent whole."""


@dataclass(frozen=True)
class BoardLine:
    """`key` tells rows apart on the screen: the number drawn, or of the entry; not who it is while names are blind."""

    key: int
    place: int | None
    is_shared: bool
    name: str
    unit: str
    parts: tuple[str, ...]
    total: str
    behind: str
    is_checked: bool
    state: str


@dataclass(frozen=True)
class Board:
    """One group (trade, class) of a contest. `entered` are all of the group, `scored` those who have a total."""

    status: str
    group: str
    is_blind: bool
    entered: int
    scored: int
    unchecked: int
    lines: tuple[BoardLine, ...] = field(default=())

    def window(self, first: int) -> Board:
        """The page that begins at row `first`, counted from 0; the last page where there are not so many."""
        last_page = max(0, (len(self.lines) - 1) // WINDOW * WINDOW)
        first = min(max(0, first) // WINDOW * WINDOW, last_page)
        return replace(self, lines=self.lines[first : first + WINDOW])

    def row_of(self, wanted: str) -> int | None:
        """Where somebody stands, by number or by a part of his name (a name only where names are shown)."""
        wanted = wanted.strip()
        for row, line in enumerate(self.lines):
            if wanted and (wanted.lstrip("0") == str(line.key) or (not self.is_blind and wanted in line.name)):
                return row
        return None

    def to_document(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def version(self) -> str:
        """The same as long as nothing on it changes."""
        said = json.dumps(self.to_document(), ensure_ascii=False, sort_keys=True)
        return sha256(said.encode()).hexdigest()[:16]

    def event(self) -> str:
        """As server-sent event: one line of JSON, its version as the id that a reader comes back with."""
        said = json.dumps({**self.to_document(), "version": self.version}, ensure_ascii=False, separators=(",", ":"))
        return f"id: {self.version}\nevent: board\ndata: {said}\n\n"


def behind(total: Decimal | None, best: Decimal | None) -> str:
    """How far from the first, with a true minus; nothing to say of the first himself."""
    if total is None or best is None or total == best:
        return "—"
    return f"−{best - total:f}" if best > total else f"+{total - best:f}"


def best_total(placed: Sequence[Placed]) -> Decimal | None:
    first = next((each for each in placed if each.place == 1), None)
    return first.result.figures["total"] if first else None
