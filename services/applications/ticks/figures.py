"""Figures of every federation for whoever runs the site: how many cases, notices and honours wait, and for what."""

from services.applications.store import db
from services.common import metrics
from services.common.clock import Clock
from services.common.ticking import every

PAUSE_SECONDS = 30.0
CASES = """
select tenant, stage, count(*) from application where status in ('open', 'returned', 'waiting_assessment')
group by tenant, stage
"""
RUNNING = "select tenant, count(*) from notice where status = 'running' group by tenant"
DUE = """
select tenant, count(*) from honour where standing = 'valid' and next_reinspection_on <= :today group by tenant
"""


def count_cases(clock: Clock) -> None:
    metrics.cases.show(db.across_tenants(CASES))
    metrics.running_publicity.show(db.across_tenants(RUNNING))
    metrics.honours_due.show(db.across_tenants(DUE, today=clock.today()))


TICKS = [every(PAUSE_SECONDS, count_cases)]
