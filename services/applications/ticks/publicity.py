"""Publicity whose last day is over."""

from services.applications.service.publicity import finish_publicity
from services.applications.store import db
from services.common.clock import Clock

ENDED = """
select distinct n.tenant from notice n where n.ends_on < :today and (n.status = 'running' or exists (
  select from notice_entry e where e.tenant = n.tenant and e.notice_id = n.id and e.outcome = 'listed'))
"""


def publicity_over(clock: Clock) -> None:
    for tenant in db.tenants_where(ENDED, today=clock.today()):
        finish_publicity(tenant, now=clock.now())


TICKS = [publicity_over]
