"""Puts the service together: every module of web is found by itself."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from services.common.http import Parts, service_app
from services.common.runtime import Service
from services.portal import api, refusals, web
from services.portal.consumers import handlers
from services.portal.oidc import Issuer
from services.portal.queries.messages import unread_of
from services.portal.store import SERVICE, db
from services.portal.ticks import ticks_for
from services.portal.vault import Vault

assert refusals  # registered by its import


def create(parts: Parts) -> Service:
    """The service, not yet connected to its database."""
    blueprints = [api.blueprint, *_each(web, "blueprint")]
    app = service_app(SERVICE, parts, db, title="先锋：门户", blueprints=blueprints)
    app.extensions["vault"] = Vault(parts.settings.master_key)
    app.extensions["unread_count"] = unread_of
    app.extensions["issuer"] = Issuer(app, parts.settings)
    return Service(SERVICE, app, db, handlers, ticks=ticks_for(parts.settings))


def _each(package: ModuleType, name: str) -> Iterator[Any]:
    """The attribute of that name of every module in the package that has one, by the module's name."""
    for found in sorted(iter_modules(package.__path__), key=lambda module: module.name):
        module = import_module(f"{package.__name__}.{found.name}")
        if hasattr(module, name):
            yield getattr(module, name)
