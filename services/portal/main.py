"""Puts the service together: every module of web is found by itself."""

from services.common.gathering import each_of
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
    blueprints = [api.blueprint, *each_of(web, "blueprint")]
    app = service_app(SERVICE, parts, db, title="先锋：门户", blueprints=blueprints)
    app.extensions["vault"] = Vault(parts.settings.master_key)
    app.extensions["unread_count"] = unread_of
    app.extensions["issuer"] = Issuer(app, parts.settings)
    return Service(SERVICE, app, db, handlers, ticks=ticks_for(parts.settings))
