"""The frame: a word of the language is one small frozen class.

Its fields are annotated with a `Key` (Chinese title, shape); the reader, the schema, the editor's hints and the stored
form all come from those annotations. A word may define `check()` (complaints about itself) and `sentences()`.
Words of one place form a `Family`; which one is meant is told by a tag (`stage: review`) or by its first key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from services.common.regulation.shapes import Shape

C = TypeVar("C", bound=type)


@dataclass(frozen=True)
class Key:
    """What a field is called on the screen, what may stand there, and a hint."""

    title: str
    shape: Shape
    hint: str = ""
    name: str = ""
    """The name in the file, where it is not the attribute's."""


@dataclass(frozen=True)
class Slot:
    """One field of a word: the attribute, its name in the file, its key, and whether it must be written."""

    attribute: str
    name: str
    key: Key
    is_required: bool
    usual: object = None
    """What holds where nothing is written."""


@cache
def slots(word: Hashable) -> tuple[Slot, ...]:
    """The annotated fields of a word, in order; fields without a Key are not part of the language."""
    assert isinstance(word, type)
    hints = get_type_hints(word, include_extras=True)
    found = []
    for each in fields(word):
        if get_origin(hints[each.name]) is not Annotated:
            continue
        key = next((extra for extra in get_args(hints[each.name])[1:] if isinstance(extra, Key)), None)
        if key is not None:
            is_required = each.default is MISSING and each.default_factory is MISSING
            usual = None if each.default is MISSING else each.default
            found.append(Slot(each.name, key.name or each.name.rstrip("_"), key, is_required, usual))
    return tuple(found)


@dataclass
class Family:
    """The words that may stand in one place. `tag` is the key that names the word; without it the first key does."""

    name: str
    title: str
    tag: str | None = None
    words: dict[str, type] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def word(self, name: str, title: str) -> Callable[[C], C]:
        """Register a class; a second one of the same name is a mistake of the programmer."""

        def register(cls: C) -> C:
            if name in self.words:
                raise ValueError(f"{self.name}: {name} is registered twice")
            self.words[name] = cls
            self.titles[name] = title
            return cls

        return register

    def name_of(self, value: object) -> str:
        return next(name for name, cls in self.words.items() if type(value) is cls)

    def title_of(self, value: object) -> str:
        return self.titles[self.name_of(value)]

    def __iter__(self) -> Iterator[tuple[str, type]]:
        return iter(self.words.items())
