"""The fields of a word as a page draws them, and the word's table as it comes back from the page.

Drawn from the slots alone: a new word, or a new slot of one, has its place here without another line of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from services.common.regulation.editor_places import is_drawn_here, is_small, slots_of
from services.common.regulation.editor_usual import node_of
from services.common.regulation.editor_widgets import HIGH, LOW, Shown, widget_named, widget_of
from services.common.regulation.fault import Fault
from services.common.regulation.nodes import Node, Scalar, Table, to_plain
from services.common.regulation.paths import is_within
from services.common.regulation.reading import MisreadError, Reading, join
from services.common.regulation.shapes import IdOf, Shape
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Slot

Sent = Mapping[str, Sequence[str]]
"""What a form sent: every value of every name."""

ABSENT: Final = object()
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Around:
    """What a page knows beside the word: faults and locks by path, the kinds and ids the file has, what was typed."""

    faults: tuple[Fault, ...] = ()
    locks: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)
    typed: Sent | None = None
    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the file has elsewhere, by where: `sheets`, `forms`, `worker-pioneer.stages`; ids with titles."""

    def is_locked(self, named: str) -> bool:
        return any(is_within(named, lock) for lock in self.locks)

    def choices(self, shape: Shape, named: str) -> Mapping[str, str]:
        inner = shape.item if isinstance(shape, ListOf) else shape
        if isinstance(inner, IdOf):
            own = f"{named.split('.')[1]}.{inner.of}" if named.count(".") else ""
            return self.ids.get(own) or self.ids.get(inner.of, {})
        return {**inner.choices, **self.kinds} if inner.widget == "kind" else inner.choices


@dataclass(frozen=True)
class Field:
    """One field: its name in the form, its path, what stands in its parts."""

    name: str
    named: str
    title: str
    hint: str
    widget: str
    is_required: bool
    shown: Shown
    choices: Mapping[str, str]
    longest: int
    is_locked: bool
    says: tuple[str, ...]

    @property
    def chosen_pairs(self) -> list[tuple[str, str]]:
        """What may be chosen, and what stands there although it may not."""
        there = self.shown.get("", "")
        odd = [each for each in (there if isinstance(there, list) else [there]) if each and each not in self.choices]
        return [*self.choices.items(), *((each, f"“{each}”（不认识）") for each in odd)]

    @property
    def read(self) -> str:
        """What stands there, to be read only."""
        words = {"yes": "是", "no": "否", "years": "年", "months": "个月", **LOW, **HIGH, **self.choices}
        if self.widget == "bound":
            ends = [(self.shown["low_word"], self.shown["low"]), (self.shown["high_word"], self.shown["high"])]
            return "，".join(f"{figure}{self.shown['unit']}{words[str(word)]}" for word, figure in ends if figure)
        if self.widget == "share":
            return f"{self.shown['']}{words[str(self.shown['word'])]}" if self.shown[""] else ""
        parts = [part for each in self.shown.values() for part in (each if isinstance(each, list) else [each])]
        said = [words.get(each, each) for each in parts if each]
        return (" " if self.widget in ("span", "every") else "、").join(said)


@dataclass(frozen=True)
class Group:
    """A word made of single values, drawn where it stands."""

    name: str
    named: str
    title: str
    hint: str
    is_required: bool
    fields: tuple[Field, ...]
    says: tuple[str, ...]


def drawn(word: type, node: Table, named: str, around: Around) -> Iterator[Field | Group]:
    """Every field and group that stands on the word's own page, in the order of its slots."""
    for slot in slots_of(word):
        shape = slot.key.shape
        if is_small(shape) and isinstance(shape, WordOf):
            yield _group(slot, shape, node, named, around)
        elif is_drawn_here(shape):
            yield _field(slot, node, named, slot.name, slot.usual, around)


def _group(slot: Slot, shape: WordOf, node: Table, named: str, around: Around) -> Group:
    path = join(named, slot.name)
    inner = _inner(shape, node.get(slot.name))
    fields = tuple(
        _field(each, inner, path, f"{slot.name}.{each.name}", _usual_in(slot, each, inner), around)
        for each in slots_of(shape.word)
    )
    own = {says for each in fields for says in each.says}
    says = tuple(each.says for each in around.faults if is_within(each.path, path) and each.says not in own)
    return Group(slot.name, path, slot.key.title, slot.key.hint, slot.is_required, fields, tuple(dict.fromkeys(says)))


def _inner(shape: WordOf, node: Node | None) -> Table:
    if isinstance(node, Scalar) and shape.lone:
        return Table(node.line, ((shape.lone, node.line, node),))
    return node if isinstance(node, Table) else Table(0)


def _usual_in(slot: Slot, inner: Slot, table: Table) -> object:
    """What holds in a group that is not written is what the word around it says, else the group's own word."""
    if table.rows or slot.usual is None:
        return inner.usual
    return getattr(slot.usual, inner.attribute, inner.usual)


def _field(slot: Slot, table: Table, named: str, name: str, usual: object, around: Around) -> Field:
    shape, path = slot.key.shape, join(named, slot.name)
    widget, shown = shown_of(slot, table, usual)
    if around.typed is not None:
        shown = _typed(name, widget, around.typed) or shown
    paths = [join(named, key) for key in shape.inline] if shape.inline else [path]
    says = tuple(each.says for each in around.faults if any(is_within(each.path, at) for at in paths))
    return Field(
        name, path, slot.key.title, slot.key.hint, widget, slot.is_required, shown, around.choices(shape, path),
        getattr(shape, "most", 0) if widget == "text" else 0, around.is_locked(path), says,
    )  # fmt: skip


def shown_of(slot: Slot, table: Table, usual: object) -> tuple[str, Shown]:
    """The widget, and what stands in its parts: what is written, else what holds without it."""
    node = _node(slot, table) or node_of(usual)
    name = widget_of(slot.key.shape, node)
    widget = widget_named(name)
    return name, widget.empty if node is None else widget.draw(slot.key.shape, node) or widget.empty


def _node(slot: Slot, table: Table) -> Node | None:
    inline = slot.key.shape.inline
    if not inline:
        return table.get(slot.name)
    rows = tuple(row for row in table.rows if row[0] in inline)
    return Table(table.line, rows) if rows else None


def _typed(name: str, widget: str, sent: Sent) -> Shown | None:
    """The field's parts as they were sent; None where the form did not have the field."""
    known = widget_named(widget)
    names = {part: f"{name}.{part}" if part else name for part in known.parts}
    if not all(each in sent for each in names.values()):
        return None
    cleaned = {part: [_clean(text) for text in sent[each]] for part, each in names.items()}
    return {
        part: [text for text in texts if text] if part in known.many else texts[-1] for part, texts in cleaned.items()
    }


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def taken(word: type, node: Table, sent: Sent, named: str, around: Around) -> dict[str, Any]:
    """The word's table with what was sent: what the form does not have, or did not change, stays as written."""
    plain = to_plain(node)
    made = {key: plain[key] for key in plain if key not in _keys(word)}
    for slot in slots_of(word):
        shape = slot.key.shape
        if is_small(shape) and isinstance(shape, WordOf):
            _put(made, slot, _taken_group(slot, shape, node, sent, named, around), plain)
        elif is_drawn_here(shape):
            _put(made, slot, _taken_field(slot, node, sent, named, slot.name, slot.usual, around), plain)
        elif slot.name in plain:
            made[slot.name] = plain[slot.name]
    return made


def _keys(word: type) -> set[str]:
    return {key for slot in slots_of(word) for key in (slot.key.shape.inline or (slot.name,))}


def _put(made: dict[str, Any], slot: Slot, value: Any, plain: Mapping[str, Any]) -> None:
    if slot.key.shape.inline:
        made.update(value if isinstance(value, dict) else {})
    elif value is not ABSENT:
        made[slot.name] = value


def _taken_group(slot: Slot, shape: WordOf, node: Table, sent: Sent, named: str, around: Around) -> Any:
    written = node.get(slot.name)
    inner, path = _inner(shape, written), join(named, slot.name)
    before = to_plain(inner)
    made: dict[str, Any] = {key: before[key] for key in before if key not in _keys(shape.word)}
    for each in slots_of(shape.word):
        usual = _usual_in(slot, each, inner)
        _put(made, each, _taken_field(each, inner, sent, path, f"{slot.name}.{each.name}", usual, around), before)
    if made == before:
        return ABSENT if written is None else to_plain(written)
    if shape.lone and set(made) == {shape.lone}:
        return made[shape.lone]
    return made or ABSENT


def _taken_field(slot: Slot, table: Table, sent: Sent, named: str, name: str, usual: object, around: Around) -> Any:
    shape, node = slot.key.shape, _node(slot, table)
    written = ABSENT if node is None else to_plain(node)
    widget, shown = shown_of(slot, table, usual)
    if around.is_locked(join(named, slot.name)):
        return written
    typed = _typed(name, widget, sent)
    if typed is None or (typed == _stripped(shown) and (node is None or is_readable(shape, node, around))):
        return written
    value = widget_named(widget).take(shape, typed)
    if value is None or (value == [] and not slot.usual):
        return ABSENT
    return value


def _stripped(shown: Shown) -> Shown:
    return {part: each.strip() if isinstance(each, str) else each for part, each in shown.items()}


def is_readable(shape: Shape, node: Node, around: Around) -> bool:
    reading = Reading(kinds=frozenset(around.kinds))
    try:
        shape.read(node, "", reading)
    except MisreadError:
        return False
    return not reading.faults
