"""Puts the service together."""

from services.assessment import refusals, rpc
from services.assessment.api import blueprint as api
from services.assessment.api.log import blueprint as log_api
from services.assessment.consumers import handlers
from services.assessment.store import SERVICE, db
from services.assessment.web import blueprint as web
from services.assessment.web.log import blueprint as log
from services.common.http import Parts, service_app
from services.common.runtime import Service

assert refusals  # registered by its import


def create(parts: Parts) -> Service:
    """The service, not yet connected to its database."""
    app = service_app(SERVICE, parts, db, title="先锋：考核", blueprints=[api, web, log_api, log])
    return Service(SERVICE, app, db, handlers, add_servicers=rpc.add_servicers(parts.clock))
