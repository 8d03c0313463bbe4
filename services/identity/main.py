"""Puts the service together: every module of api and web is found by itself; the issuer only where it is ours."""

from services.common.gathering import each_of
from services.common.http import Parts, service_app
from services.common.runtime import Service
from services.identity import accounts, api, refusals, web
from services.identity.consumers import handlers
from services.identity.issuer import is_embedded, mount
from services.identity.rpc import add_servicers
from services.identity.store import SERVICE, db

assert refusals  # registered by its import


def create(parts: Parts) -> Service:
    """The service, not yet connected to its database. Raises NotLoopback where its issuer would be reachable."""
    app = service_app(
        SERVICE,
        parts,
        db,
        title="先锋：组织与规则",
        blueprints=[*each_of(api, "blueprint"), *each_of(web, "blueprint")],
    )
    app.extensions["rpc"] = parts.rpc
    if is_embedded(parts.settings):
        mount(app, parts.settings)
    ticks = accounts.choose(parts.settings)
    return Service(SERVICE, app, db, handlers, add_servicers=add_servicers, ticks=ticks)
