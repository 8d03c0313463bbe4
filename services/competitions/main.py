"""Puts the service together: each module of api, web and ticks is found by itself, a new one needs no line here."""

from services.common.gathering import each_of
from services.common.http import Parts, service_app
from services.common.runtime import Service
from services.competitions import api, refusals, ticks, web
from services.competitions.consumers import handlers
from services.competitions.rpc import add_servicers
from services.competitions.store import SERVICE, db

assert refusals  # registered by its import


def create(parts: Parts) -> Service:
    """The service, not yet connected to its database."""
    blueprints = [*each_of(api, "blueprint"), *each_of(web, "blueprint")]
    app = service_app(SERVICE, parts, db, title="先锋：劳动竞赛", blueprints=blueprints)
    jobs = [tick for tick_list in each_of(ticks, "TICKS") for tick in tick_list]
    return Service(SERVICE, app, db, handlers, add_servicers=add_servicers, ticks=tuple(jobs))
