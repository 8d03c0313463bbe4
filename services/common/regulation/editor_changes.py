"""What can be done to a regulation beside filling in fields: add, take out, move, begin a part, choose a word."""

from __future__ import annotations

from typing import Any, Final

from services.common.regulation.editor_places import Path, Place, find, slots_of
from services.common.regulation.nodes import Node, Table, to_plain
from services.common.regulation.shapes import Choice, Flag, Id
from services.common.regulation.word_shapes import ListOf, MapOf, OneOf, WordOf

NONE: Final = "none"


def fill(tree: Node, at: Path, table: dict[str, Any]) -> dict[str, Any]:
    """The whole document with the word at a place saying this."""
    if not at:
        return table
    whole = _plain(tree)
    place = find(tree, at)
    before = to_plain(place.node) if place.node is not None else None
    if table != (to_plain(place.table) if place.node is not None else {}):
        _set(tree, whole, at, table)
    elif before is None:
        return whole
    return whole


def add(tree: Node, at: Path, name: str = "") -> tuple[dict[str, Any], Path]:
    """A new item at the end of a list, or a new thing by its id; and where it stands. `name`: the word, or the id."""
    place, whole = find(tree, at), _plain(tree)
    if isinstance(place.shape, MapOf):
        things = dict(to_plain(place.node)) if isinstance(place.node, Table) else {}
        _set(tree, whole, at, {**things, name: {}})
        return whole, (*at, name)
    assert isinstance(place.shape, ListOf)
    items = to_plain(place.node) if place.node is not None else []
    items = items if isinstance(items, list) else []
    _set(tree, whole, at, [*items, _new_item(place.shape, name, items)])
    return whole, (*at, str(len(items) + 1))


def choose(tree: Node, at: Path, name: str = "") -> dict[str, Any]:
    """A part begins: empty, or as the chosen word of its family."""
    place, whole = find(tree, at), _plain(tree)
    made = _begun(place.shape, name) if isinstance(place.shape, OneOf) else {}
    _set(tree, whole, at, made)
    return whole


def deny(tree: Node, at: Path) -> dict[str, Any]:
    """`none`: the rule says that there is none."""
    whole = _plain(tree)
    _set(tree, whole, at, NONE)
    return whole


def take_out(tree: Node, at: Path) -> dict[str, Any]:
    """Without the item, the part, the thing. A list or a section that would be empty goes too."""
    whole = _plain(tree)
    parent = _at(whole, at[:-1], tree)
    if isinstance(parent, list):
        parent.pop(int(at[-1]) - 1)
    else:
        parent.pop(at[-1], None)
    if not parent and len(at) > 1 and find(tree, at[:-1]).word is None:
        return take_out(tree, at[:-1])
    return whole


def move(tree: Node, at: Path, by: int) -> dict[str, Any]:
    """An item one place up (−1) or down (+1); at the end of the list it stays."""
    whole = _plain(tree)
    items, here = _at(whole, at[:-1], tree), int(at[-1]) - 1
    if isinstance(items, list) and 0 <= here + by < len(items):
        items.insert(here + by, items.pop(here))
    return whole


def _plain(tree: Node) -> dict[str, Any]:
    plain = to_plain(tree)
    return plain if isinstance(plain, dict) else {}


def _at(whole: Any, at: Path, tree: Node) -> Any:
    here = whole
    for name in at:
        here = here[int(name) - 1] if isinstance(here, list) else here[name]
    return here


def _set(tree: Node, whole: Any, at: Path, value: Any) -> None:
    """Put a value at a place; a part above it that is not written yet, or is a single value, becomes a table."""
    here = whole
    for depth, name in enumerate(at[:-1], 1):
        below = here[int(name) - 1] if isinstance(here, list) else here.get(name)
        if not isinstance(below, (dict, list)):
            below = to_plain(find(tree, at[:depth]).table)
            here[int(name) - 1 if isinstance(here, list) else name] = below
        here = below
    if isinstance(here, list):
        here[int(at[-1]) - 1] = value
    else:
        here[at[-1]] = value


def _new_item(shape: ListOf, name: str, items: list[Any]) -> Any:
    inner = shape.item
    made = _begun(inner, name) if isinstance(inner, OneOf) else {}
    word = inner.family.words[name] if isinstance(inner, OneOf) else inner.word if isinstance(inner, WordOf) else None
    ids = [slot for slot in slots_of(word) if slot.name == "id" and isinstance(slot.key.shape, Id)] if word else []
    taken = {str(item.get(key)) for item in items if isinstance(item, dict) for key in ("id", "stage") if key in item}
    needs_id = any(slot.is_required for slot in ids) or (bool(ids) and name in taken)
    return {**made, "id": _free(name or "item", taken)} if needs_id else made


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _begun(shape: OneOf, name: str) -> dict[str, Any]:
    """A word of a family, recognisable as such: by its tag, or by its own key."""
    family = shape.family
    if family.tag:
        return {family.tag: name}
    slot = next(slot for slot in slots_of(family.words[name]) if slot.name == name)
    inner = slot.key.shape
    if isinstance(inner, Flag):
        return {name: "yes"}
    if isinstance(inner, Choice):
        return {name: next(iter(inner.choices))}
    return {name: [] if isinstance(inner, ListOf) else {} if isinstance(inner, (OneOf, WordOf)) else ""}


def may_be_chosen(place: Place) -> dict[str, str]:
    """The words that may stand in a list or a place, with their titles."""
    inner = place.shape.item if isinstance(place.shape, ListOf) else place.shape
    return dict(inner.family.titles) if isinstance(inner, OneOf) else {}
