"""Paths by names into a stored document: lists are walked by their items' id, stage, or number from 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.common.regulation.nodes import from_plain
from services.common.regulation.reading import name_of_item


def has_path(document: Any, path: str) -> bool:
    """Does the path lead to something?"""
    here = document
    for name in path.split("."):
        if isinstance(here, Mapping) and name in here:
            here = here[name]
        elif isinstance(here, list):
            named = {name_of_item(from_plain(item), number): item for number, item in enumerate(here, 1)}
            if name not in named:
                return False
            here = named[name]
        else:
            return False
    return True


def is_within(path: str, above: str) -> bool:
    """Is `path` the same as `above` or below it?"""
    return path == above or path.startswith(f"{above}.")
