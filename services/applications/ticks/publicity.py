"""Publicity whose last day is over."""

from services.applications.service.publicity import finish_publicity
from services.applications.store import db
from services.applications.ticks.tenants import tenants
from services.common.clock import Clock


def publicity_over(clock: Clock) -> None:
    for tenant in tenants(db):
        finish_publicity(tenant, now=clock.now())


TICKS = [publicity_over]
