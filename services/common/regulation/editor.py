"""A page of the structured editor: one place of a regulation, drawn from the words that stand there.

`page_at` draws, `editor_fields` reads back, `editor_changes` adds and moves, `editor_text` writes into the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.common.regulation.editor_changes import may_be_chosen
from services.common.regulation.editor_fields import Around, Field, Group, drawn
from services.common.regulation.editor_places import Path, Place, below, kind_title, root, trail
from services.common.regulation.editor_reading import Said, reading_of
from services.common.regulation.nodes import Items, Node, Table
from services.common.regulation.paths import is_within
from services.common.regulation.word_shapes import ListOf, MapOf, OneOf, WordOf


@dataclass(frozen=True)
class Line:
    """A place as a line that leads to its page: what it is, what it says, how many faults are in it."""

    at: Path
    title: str
    kind: str
    says: tuple[str, ...]
    faults: int
    is_locked: bool
    is_above: bool
    """It stands in the superior's regulation, and is not said here."""


@dataclass(frozen=True)
class Part:
    """Something below a word that has pages of its own. `kind`: list, things (by id), word, choice (of a family)."""

    line: Line
    kind: str
    hint: str
    is_required: bool
    state: str
    """absent, none, here"""
    may_be_none: bool
    choices: dict[str, str]
    lines: tuple[Line, ...] = ()
    says: tuple[str, ...] = ()
    is_fixed: bool = False
    """The superior named its items: their order stays."""


@dataclass(frozen=True)
class Page:
    place: Place
    kind: str
    trail: tuple[Place, ...]
    entries: tuple[Field | Group, ...]
    parts: tuple[Part, ...]
    says: tuple[str, ...]
    reading: Said
    is_locked: bool
    has_faults: bool


@dataclass(frozen=True)
class Outline:
    at: Path
    title: str
    depth: int
    faults: int
    is_current: bool
    is_locked: bool


@dataclass(frozen=True)
class Desk:
    """A draft laid out: its tree, what is wrong, what is locked, and the superior's tree where it is based on one."""

    tree: Node
    around: Around
    above: Node | None = None

    def page(self, at: Path) -> Page:
        """KeyError where the path leads nowhere."""
        places = trail(self.tree, at)
        place = places[-1]
        fields = drawn(place.word, place.table, place.named, self.around) if place.word else ()
        # An id is for the machine: it comes last.
        entries = tuple(sorted(fields, key=lambda each: each.name == "id"))
        own = [place] if place.word is None else below(place)
        parts = tuple(self._part(each) for each in own)
        return Page(
            place, kind_title(place) or (place.slot.key.title if place.slot else ""), tuple(places[:-1]), entries,
            parts, self._unsaid(place, entries, parts), reading_of(place, self.around.kinds),
            self._locked(place), self._faults(place.named) > 0,
        )  # fmt: skip

    def outline(self, at: Path) -> Iterator[Outline]:
        """The way to the place, opened; everything else by its heading."""
        top = root(self.tree)
        yield self._outlined(top, 0, at)
        for section in below(top):
            if isinstance(section.node, Table) and section.node.rows:
                yield self._outlined(section, 0, at)
                for thing in below(section):
                    yield from self._opened(thing, 1, at)

    def _opened(self, place: Place, depth: int, at: Path) -> Iterator[Outline]:
        yield self._outlined(place, depth, at)
        if at[: len(place.at)] == place.at:
            for each in below(place):
                is_word = isinstance(each.shape, (WordOf, OneOf)) or isinstance(place.shape, ListOf)
                if each.node is not None or is_word:
                    yield from self._opened(each, depth + 1, at)

    def _outlined(self, place: Place, depth: int, at: Path) -> Outline:
        faults = self._own_faults(place) if not place.at else self._faults(place.named)
        return Outline(place.at, place.title, depth, faults, place.at == at, self._locked(place))

    def _part(self, place: Place) -> Part:
        lines = tuple(self._line(each) for each in below(place)) if place.word is None else ()
        kinds = {ListOf: "list", MapOf: "things", OneOf: "choice"}
        kind = next((name for shape, name in kinds.items() if isinstance(place.shape, shape)), "word")
        state = "none" if place.is_none else "absent" if place.is_absent else "here"
        says = tuple(each.says for each in self.around.faults if each.path == place.named) if kind != "word" else ()
        return Part(
            self._line(place), kind, place.slot.key.hint if place.slot else "",
            bool(place.slot and place.slot.is_required), state, bool(getattr(place.shape, "nothing", False)),
            may_be_chosen(place), lines, says, self._is_above_list(place),
        )  # fmt: skip

    def _line(self, place: Place) -> Line:
        says = tuple(said for _, lines in reading_of(place, self.around.kinds) for said in lines)
        is_above = self.above is not None and place.node is not None and place.node.line == 0
        return Line(
            place.at, place.title, kind_title(place), says[:3], self._faults(place.named), self._locked(place), is_above
        )

    def _locked(self, place: Place) -> bool:
        return bool(place.named) and self.around.is_locked(place.named)

    def _is_above_list(self, place: Place) -> bool:
        if self.above is None:
            return False
        try:
            found = trail(self.above, place.at)[-1].node
        except KeyError:
            return False
        return isinstance(found, Items) and bool(found.items)

    def _faults(self, named: str) -> int:
        return sum(is_within(each.path, named) for each in self.around.faults)

    def _own_faults(self, place: Place) -> int:
        deeper = [each.named for each in below(place)]
        return sum(not any(is_within(each.path, named) for named in deeper) for each in self.around.faults)

    def _unsaid(self, place: Place, entries: tuple[Field | Group, ...], parts: tuple[Part, ...]) -> tuple[str, ...]:
        """Faults of the place that no field and no part of it shows."""
        shown = {says for entry in entries for says in entry.says}
        shown |= {says for entry in entries if isinstance(entry, Group) for each in entry.fields for says in each.says}
        deeper = [each.named for each in below(place)]
        found = [
            each.says
            for each in self.around.faults
            if (not place.named or is_within(each.path, place.named))
            and not any(is_within(each.path, named) for named in deeper)
            and each.says not in shown
            and not any(each.says in part.says for part in parts)
        ]
        return tuple(dict.fromkeys(found))
