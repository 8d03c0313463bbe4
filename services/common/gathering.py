"""A module a subject: what the modules of a package bring is found by itself, a new one needs no line elsewhere."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def each_of(package: ModuleType, name: str) -> Iterator[Any]:
    """The attribute of that name of every module in the package that has one, each once, by the module's name."""
    told: list[Any] = []
    for found in sorted(iter_modules(package.__path__), key=lambda module: module.name):
        value = getattr(import_module(f"{package.__name__}.{found.name}"), name, None)
        if value is not None and not any(value is one for one in told):
            told.append(value)
            yield value
