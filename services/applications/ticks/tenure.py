"""Honours due for re-inspection, rectifications whose day has passed (A8)."""

from services.applications.service.rectify import find_lapsed
from services.applications.service.reinspect import find_due
from services.applications.store import db
from services.applications.ticks.tenants import tenants
from services.common.clock import Clock


def reinspections_due(clock: Clock) -> None:
    for tenant in tenants(db):
        find_due(tenant, now=clock.now())


def rectifications_lapsed(clock: Clock) -> None:
    for tenant in tenants(db):
        find_lapsed(tenant, now=clock.now())


TICKS = [reinspections_due, rectifications_lapsed]
