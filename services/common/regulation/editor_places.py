"""Places of a regulation: what a path of the editor leads to, told by the shapes of the words on the way.

A path goes by keys and, in lists, by numbers from 1: `programmes/worker-pioneer/stages/2`. Faults and locks go by
names (`programmes.worker-pioneer.stages.review`), so each place knows both.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import cast

from services.common.regulation.document import Regulation
from services.common.regulation.nodes import Items, Node, Scalar, Table
from services.common.regulation.reading import join, name_of_item
from services.common.regulation.shapes import Shape
from services.common.regulation.word_shapes import ListOf, MapOf, OneOf, WordOf
from services.common.regulation.words import Slot, slots

Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """`word` is the class that stands here; none for lists, things by id, and a word of a family not yet chosen."""

    at: tuple[str, ...]
    named: str
    title: str
    shape: Shape | None
    node: Node | None
    word: type | None
    tag: str | None = None
    slot: Slot | None = None

    @property
    def table(self) -> Table:
        """The word's table; a single value stands for its only key, `none` for nothing."""
        if isinstance(self.node, Table):
            return self.node
        lone = getattr(self.shape, "lone", None)
        if lone and isinstance(self.node, Scalar):
            return Table(self.node.line, ((lone, self.node.line, self.node),))
        return Table(0)

    @property
    def is_absent(self) -> bool:
        return self.node is None

    @property
    def is_none(self) -> bool:
        """`none` is written: the rule says that there is none."""
        return isinstance(self.node, Scalar) and bool(getattr(self.shape, "nothing", False))


def root(tree: Node) -> Place:
    return Place((), "", "名称与施行", None, tree, Regulation)


def find(tree: Node, at: tuple[str, ...]) -> Place:
    """KeyError where the path leads nowhere."""
    return trail(tree, at)[-1]


def trail(tree: Node, at: tuple[str, ...]) -> list[Place]:
    """Every place on the way, the root first."""
    places = [root(tree)]
    for name in at:
        places.append(_step(places[-1], name))
    return places


def _step(place: Place, name: str) -> Place:
    for each in below(place):
        if each.at[-1] == name:
            return each
    raise KeyError(name)


def _at_slot(place: Place, slot: Slot) -> Place:
    node = place.table.get(slot.name)
    return _placed((*place.at, slot.name), join(place.named, slot.name), slot.key.title, slot.key.shape, node, slot)


def below(place: Place) -> Iterator[Place]:
    """The places right below: what a word holds on pages of its own, the items of a list, the things by id."""
    if place.word is not None:
        for slot in slots_of(place.word):
            if not is_drawn_here(slot.key.shape):
                yield _at_slot(place, slot)
    elif isinstance(place.shape, ListOf) and isinstance(place.node, Items):
        for number, item in enumerate(place.node.items, 1):
            named = join(place.named, name_of_item(item, number))
            yield _placed((*place.at, str(number)), named, "", place.shape.item, item)
    elif isinstance(place.shape, MapOf) and isinstance(place.node, Table):
        for key, _, value in place.node.rows:
            yield _placed((*place.at, key), join(place.named, key), key, place.shape, value, is_entry=True)


def _placed(
    at: tuple[str, ...],
    named: str,
    title: str,
    shape: Shape,
    node: Node | None,
    slot: Slot | None = None,
    *,
    is_entry: bool = False,
) -> Place:
    word: type | None = None
    tag: str | None = None
    if isinstance(shape, WordOf) or (is_entry and isinstance(shape, MapOf)):
        word = shape.word
    elif isinstance(shape, OneOf):
        tag = _chosen(shape, node)
        word = shape.family.words[tag] if tag else None
    place = Place(at, named, title, shape, node, word, tag, slot)
    return _titled(place) if is_entry or not title else place


def _chosen(shape: OneOf, node: Node | None) -> str | None:
    """Which word of the family the node is, as far as it says."""
    family = shape.family
    if not isinstance(node, Table):
        return None
    if family.tag is None:
        return next((key for key in node.keys if key in family.words), None)
    named = node.get(family.tag)
    return named.text if isinstance(named, Scalar) and named.text in family.words else None


def _titled(place: Place) -> Place:
    """Items are called by what they say of themselves, else by what they are."""
    written = [place.table.get(key) for key in ("title", "honour", "id")]
    name = next((each.text for each in written if isinstance(each, Scalar) and each.text.strip()), "")
    title = name or kind_title(place) or (place.node.text if isinstance(place.node, Scalar) else "")
    return Place(
        place.at,
        place.named,
        title or place.title or f"第 {place.at[-1]} 项",
        place.shape,
        place.node,
        place.word,
        place.tag,
    )


def ids_of(tree: Node) -> dict[str, dict[str, str]]:
    """What may be named elsewhere by its id: sheets, forms, the stages of each programme."""
    found: dict[str, dict[str, str]] = {}
    for section in below(root(tree)):
        found[section.at[-1]] = {thing.at[-1]: thing.title for thing in below(section)}
        for thing in below(section):
            for part in below(thing):
                if isinstance(part.shape, ListOf):
                    found[f"{thing.at[-1]}.{part.at[-1]}"] = {
                        each.named.rpartition(".")[2]: each.title for each in below(part)
                    }
    return found


def kind_title(place: Place) -> str:
    return place.shape.family.titles[place.tag] if isinstance(place.shape, OneOf) and place.tag else ""


def slots_of(word: type) -> tuple[Slot, ...]:
    return slots(cast(Hashable, word))


def is_drawn_here(shape: Shape) -> bool:
    """Single values, and words made of nothing but single values, stand on the page of the word that has them."""
    return is_small(shape) or not _has_words(shape)


def is_small(shape: Shape) -> bool:
    return isinstance(shape, WordOf) and not any(_has_words(slot.key.shape) for slot in slots_of(shape.word))


def _has_words(shape: Shape) -> bool:
    inner = shape.item if isinstance(shape, ListOf) else shape
    return isinstance(inner, (MapOf, OneOf, WordOf))
