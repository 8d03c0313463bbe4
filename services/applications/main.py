"""Puts the service together: each module of api, web and ticks is found by itself, a new one needs no line here."""

from services.applications import api, given, refusals, rpc, ticks, web
from services.applications.consumers import handlers
from services.applications.store import SERVICE, db
from services.common.gathering import each_of
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
        blueprints=[*each_of(api, "blueprint"), *each_of(web, "blueprint")],
    )
    app.extensions["rpc"] = parts.rpc
    jobs = [tick for tick_list in each_of(ticks, "TICKS") for tick in tick_list]
    return Service(SERVICE, app, db, handlers, add_servicers=rpc.adds(parts.clock, parts.rpc), ticks=tuple(jobs))
