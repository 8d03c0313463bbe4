"""Each word has a place in the editor: whatever is registered can be drawn, filled in and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from services.common.regulation.document import Regulation, read_document
from services.common.regulation.editor import Desk
from services.common.regulation.editor_changes import fill
from services.common.regulation.editor_fields import Around, Field, Group, drawn, shown_of, taken
from services.common.regulation.editor_places import Place, below, is_drawn_here, root, slots_of
from services.common.regulation.editor_text import rewrite
from services.common.regulation.editor_widgets import widget_named, widget_of
from services.common.regulation.kinds import kinds_and_titles
from services.common.regulation.nodes import Items, Table, from_plain, parse, to_plain
from services.common.regulation.reading import Reading
from services.common.regulation.shapes import Shape
from services.common.regulation.word_shapes import ListOf, MapOf, OneOf, WordOf

FILES = sorted((Path(__file__).parents[3] / "regulations").glob("*.yaml"))


def words() -> dict[str, type]:
    """Every word that can be reached from a regulation, families and all; a new one is found by itself."""
    found: dict[str, type] = {}
    ahead: list[tuple[str, type]] = [("regulation", Regulation)]
    while ahead:
        name, word = ahead.pop()
        if word in found.values():
            continue
        found[name] = word
        for slot in slots_of(word):
            ahead += reached(slot.key.shape)
    return found


def reached(shape: Shape) -> list[tuple[str, type]]:
    if isinstance(shape, ListOf):
        return reached(shape.item)
    if isinstance(shape, OneOf):
        return [(f"{shape.family.name}.{name}", word) for name, word in shape.family]
    return [(shape.word.__name__, shape.word)] if isinstance(shape, (WordOf, MapOf)) else []


WORDS = words()


def sent(entries: tuple[Field | Group, ...] | list[Field | Group]) -> dict[str, list[str]]:
    """What a browser sends when nobody touches anything."""
    flat = [each for entry in entries for each in (entry.fields if isinstance(entry, Group) else (entry,))]
    form: dict[str, list[str]] = {}
    for each in flat:
        for part, value in each.shown.items():
            name = f"{each.name}.{part}" if part else each.name
            form[name] = ["", *value] if isinstance(value, list) else [value]
    return form


def everywhere(place: Place) -> Iterator[Place]:
    yield place
    for each in below(place):
        yield from everywhere(each)


def is_typed(shape: Shape) -> bool:
    return is_drawn_here(shape) and not isinstance(shape, WordOf) and widget_of(shape) != "written"


def a_sample(shape: Shape) -> Mapping[str, str | list[str]]:
    """Something right, typed into a field."""
    widget, inner = widget_of(shape), shape.item if isinstance(shape, ListOf) else shape
    word = next(iter(inner.choices), "worker")
    bound = {"low": "1", "low_word": "at_least", "high": "", "high_word": "at_most", "unit": ""}
    samples: dict[str, Mapping[str, str | list[str]]] = {
        "text": {"": "abc"}, "day": {"": "2026-01-01"}, "month_day": {"": "10-31"}, "fraction": {"": "2/3"},
        "count": {"": str(max(getattr(shape, "least", 1), 1))}, "decimal": {"": "7.5"}, "percent": {"": "40"},
        "percent_or_figure": {"": "95", "unit": "%"}, "yes_no": {"": "yes"}, "choice": {"": word}, "kind": {"": word}, "reference": {"": word},
        "bound": bound, "share": {"": "1/2", "word": "over"}, "span": {"": "5", "unit": "working_days"},
        "every": {"": "2", "unit": "years"}, "day_bound": {"at_least": "", "at_most": "今天"},
        "lines": {"": "1\n2"}, "ticks": {"": [word]}, "choices": {"": [word]}, "ordered": {"": [*inner.choices][1::-1]},
    }  # fmt: skip
    return samples[widget]


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_what_is_typed_is_written_read_without_a_fault_and_shown_again(word: type) -> None:
    for slot in slots_of(word):
        shape = slot.key.shape
        if not is_typed(shape):
            continue
        typed, widget = a_sample(shape), widget_of(shape)
        node = from_plain(widget_named(widget).take(shape, typed))
        reading = Reading()

        shape.read(node, "", reading)

        assert (slot.name, reading.faults) == (slot.name, [])
        table = node if shape.inline else Table(1, ((slot.name, 1, node),))
        assert isinstance(table, Table)
        assert shown_of(slot, table, None) == (widget, typed)


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_every_slot_of_every_word_has_its_place_and_title(word: type) -> None:
    here = {entry.title for entry in drawn(word, Table(0), "", Around())}
    pages = {place.title for place in below(Place((), "", "", None, Table(0), word))}

    assert here | pages == {slot.key.title for slot in slots_of(word)}


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_every_word_can_be_drawn_empty_and_says_nothing_then(word: type) -> None:
    entries = list(drawn(word, Table(0), "", Around()))

    assert taken(word, Table(0), sent(entries), "", Around()) == {}
    assert all(entry.title for entry in entries)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_comes_back_from_its_pages_as_it_was(file: Path) -> None:
    text = file.read_text("utf-8")
    tree = parse(text)
    around = Around(kinds=kinds_and_titles(tree))
    pages = 0
    for place in everywhere(root(tree)):
        page = Desk(tree, around).page(place.at)
        if place.word is None or place.node is None:
            continue
        pages += 1
        table = taken(place.word, place.table, sent(page.entries), place.named, around)
        assert rewrite(text, fill(tree, place.at, table)).text == text
    assert pages >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_read_the_same_when_every_field_is_typed_anew(file: Path) -> None:
    tree = parse(file.read_text("utf-8"))
    kinds = kinds_and_titles(tree)

    assert read_again(anew(root(tree), kinds)) == read_again(to_plain(tree))


def anew(place: Place, kinds: Mapping[str, str]) -> Any:
    """The place as it would be if somebody typed into empty pages what its pages show."""
    if isinstance(place.node, Items):
        return [anew(each, kinds) for each in below(place)]
    if place.word is None or not isinstance(place.node, Table):
        return {each.at[-1]: anew(each, kinds) for each in below(place)} if place.word is None else to_plain(place.node)
    tag = {place.shape.family.tag: place.tag} if isinstance(place.shape, OneOf) and place.shape.family.tag else {}
    form = sent(list(drawn(place.word, place.table, "", Around(kinds=kinds))))
    typed = taken(place.word, Table(0), form, "", Around(kinds=kinds))
    deeper = {each.at[-1]: anew(each, kinds) for each in below(place) if each.node is not None}
    return {**tag, **typed, **deeper}


def read_again(document: Any) -> Regulation:
    return read_document(from_plain(document), Reading(), {})
