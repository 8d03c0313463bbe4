"""Filings whose day of reminding has come or gone, units that came later, counted figures that go upward."""

from services.common.clock import Clock
from services.common.ticking import every
from services.competitions.service.campaigns.filing import remind_and_tell
from services.competitions.service.campaigns.owing import lay_late_units
from services.competitions.service.campaigns.telling import AFTERWARDS, tell_counted
from services.competitions.store import db

PAUSE_SECONDS = 30.0
COUNT_SECONDS = 60.0
LATE_SECONDS = 300.0
WAITING = """
select distinct tenant from campaign_filing where filed_on is null
  and (remind_on <= :today or (due_on < :today and overdue_told_on is null))
"""
DEPLOYED = "select distinct tenant from campaign where from_tenant <> '' and ends_on >= :since"
RUNNING = "select distinct tenant from campaign where ends_on >= :today"


def remind_of_filings(clock: Clock) -> None:
    for tenant in db.tenants_where(WAITING, today=clock.today()):
        remind_and_tell(tenant, now=clock.now())


def tell_counted_figures(clock: Clock) -> None:
    for tenant in db.tenants_where(DEPLOYED, since=clock.today() - AFTERWARDS):
        tell_counted(tenant, now=clock.now())


def lay_filings_of_late_units(clock: Clock) -> None:
    for tenant in db.tenants_where(RUNNING, today=clock.today()):
        lay_late_units(tenant, now=clock.now())


TICKS = [
    every(PAUSE_SECONDS, remind_of_filings),
    every(COUNT_SECONDS, tell_counted_figures),
    every(LATE_SECONDS, lay_filings_of_late_units),
]
