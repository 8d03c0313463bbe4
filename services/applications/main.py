"""Puts the service together: each module of api, web and ticks is found by itself, a new one needs no line here."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from services.applications import api, given, refusals, rpc, ticks, web
from services.applications.consumers import handlers
from services.applications.store import SERVICE, db
from services.common.http import Parts, service_app
from services.common.runtime import Service

assert refusals  # registered by its import


def create(parts: Parts) -> Service:
    """The service, not yet connected to its database."""
    given.give(parts)
    app = service_app(
        SERVICE,
        parts,
        db,
        title="先锋：荣誉",
        blueprints=[*_each(api, "blueprint"), *_each(web, "blueprint")],
    )
    app.extensions["rpc"] = parts.rpc
    jobs = [tick for tick_list in _each(ticks, "TICKS") for tick in tick_list]
    return Service(SERVICE, app, db, handlers, add_servicers=rpc.adds(parts.clock, parts.rpc), ticks=tuple(jobs))


def _each(package: ModuleType, name: str) -> Iterator[Any]:
    """The attribute of that name of every module in the package that has one, each once, by the module's name."""
    told: list[Any] = []
    for found in sorted(iter_modules(package.__path__), key=lambda module: module.name):
        value = getattr(import_module(f"{package.__name__}.{found.name}"), name, None)
        if value is not None and not any(value is one for one in told):
            told.append(value)
            yield value
