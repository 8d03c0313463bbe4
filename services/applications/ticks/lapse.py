"""What the clock ends where a rule says so: drafts and recommendations given up, offices that stay silent."""

from services.applications.service.lapse import end_what_is_waived
from services.applications.store import db
from services.common.clock import Clock
from services.common.ticking import every

PAUSE_SECONDS = 60.0
WAITING = "select distinct tenant from application where status in ('draft', 'open')"


def lapse(clock: Clock) -> None:
    for tenant in db.tenants_where(WAITING):
        end_what_is_waived(tenant, now=clock.now())


TICKS = [every(PAUSE_SECONDS, lapse)]
