"""The JSON Schema of the language, made from the words, for editors. `python -m services.common.regulation.schema`."""

from __future__ import annotations

import json
import sys
from collections.abc import Hashable
from typing import Any, cast

from services.common.regulation.document import Regulation
from services.common.regulation.later_sections import SECTIONS
from services.common.regulation.word_shapes import ListOf, MapOf, OneOf, WordOf
from services.common.regulation.words import Family, Key, slots


def schema() -> dict[str, Any]:
    """Draft 2020-12. It refuses no less than words and kinds; what needs more than one place the checker says."""
    defs: dict[str, Any] = {}
    top = _word(Regulation, defs)
    top["properties"] |= {name: {**shape.schema(), "title": title} for name, (title, shape) in SECTIONS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Pioneer regulation",
        **top,
        "$defs": dict(sorted(defs.items())),
    }


def _word(word: type, defs: dict[str, Any], tag: tuple[str, str] | None = None) -> dict[str, Any]:
    properties: dict[str, Any] = {tag[0]: {"const": tag[1]}} if tag else {}
    required = [tag[0]] if tag else []
    for slot in slots(cast(Hashable, word)):
        shape = slot.key.shape
        if shape.inline:
            properties |= shape.inline_schema()
            continue
        properties[slot.name] = _key(slot.key, defs)
        if slot.is_required:
            required.append(slot.name)
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}


def _key(key: Key, defs: dict[str, Any]) -> dict[str, Any]:
    _define(key.shape, defs)
    return {**key.shape.schema(), "title": key.title, **({"description": key.hint} if key.hint else {})}


def _define(shape: object, defs: dict[str, Any]) -> None:
    """Put the words that a shape refers to among the definitions, each once."""
    if isinstance(shape, ListOf):
        _define(shape.item, defs)
    elif isinstance(shape, (MapOf, WordOf)) and shape.word.__name__ not in defs:
        defs[shape.word.__name__] = {}
        defs[shape.word.__name__] = _word(shape.word, defs)
    elif isinstance(shape, OneOf) and shape.family.name not in defs:
        _family(shape.family, defs)


def _family(family: Family, defs: dict[str, Any]) -> None:
    names = {name: f"{family.name}.{name}" for name, _ in family}
    defs[family.name] = {"title": family.title, "anyOf": [{"$ref": f"#/$defs/{each}"} for each in names.values()]}
    for name, word in family:
        tag = (family.tag, name) if family.tag else None
        defs[names[name]] = {"title": family.titles[name], **_word(word, defs, tag)}


def written() -> str:
    """As it stands in `regulations/schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
