"""What stands at one place, in sentences: the same that the whole regulation is explained with."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from services.common.regulation.bodies import SCOPES
from services.common.regulation.editor_places import Place
from services.common.regulation.explain import explain_programme
from services.common.regulation.programme import Programme
from services.common.regulation.reading import MisreadError, Reading, read_one_of, read_word
from services.common.regulation.word_shapes import MapOf, OneOf

Said = tuple[tuple[str, tuple[str, ...]], ...]
"""Headings, the first often none, with their sentences."""


def reading_of(place: Place, kinds: Mapping[str, str]) -> Said:
    """Nothing while anything in it is wrong, and where the word has nothing to say of itself alone."""
    if place.word is None or place.node is None or not place.at:
        return ()
    value = value_of(place, kinds)
    return () if value is None else in_words(value, kinds)


def value_of(place: Place, kinds: Mapping[str, str]) -> Any:
    """The word that stands here; none while it cannot be read."""
    reading = Reading(kinds=frozenset(kinds))
    try:
        if isinstance(place.shape, OneOf):
            return read_one_of(place.shape.family, place.table, "", reading)
        given = {"id": place.at[-1]} if isinstance(place.shape, MapOf) else None
        return read_word(place.word or object, place.table, "", reading, given=given)
    except MisreadError:
        return None


def in_words(value: Any, kinds: Mapping[str, str]) -> Said:
    """A word says itself in sentences, or in a phrase."""
    if isinstance(value, Programme):
        return tuple((title, tuple(lines)) for title, lines in explain_programme(value) if lines)
    if hasattr(value, "sentences"):
        asks = "kinds" in inspect.signature(value.sentences).parameters
        lines = tuple(value.sentences({**SCOPES, **kinds}) if asks else value.sentences())
        return (("", lines),) if lines else ()
    phrase = getattr(value, "phrase", None)
    said = phrase() if callable(phrase) else phrase
    return (("", (f"{said}。",)),) if isinstance(said, str) and said else ()
