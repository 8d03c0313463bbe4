"""Honours due for re-inspection, rectifications whose day has passed (A8)."""

from services.applications.service.rectify import find_lapsed
from services.applications.service.reinspect import find_due
from services.applications.store import db
from services.common.clock import Clock

DUE = "select distinct tenant from honour where standing = 'valid' and next_reinspection_on <= :today"
LAPSED = "select distinct tenant from rectification where status = 'ordered' and due_on < :today"


def reinspections_due(clock: Clock) -> None:
    for tenant in db.tenants_where(DUE, today=clock.today()):
        find_due(tenant, now=clock.now())


def rectifications_lapsed(clock: Clock) -> None:
    for tenant in db.tenants_where(LAPSED, today=clock.today()):
        find_lapsed(tenant, now=clock.now())


TICKS = [reinspections_due, rectifications_lapsed]
