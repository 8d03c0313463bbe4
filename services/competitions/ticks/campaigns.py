"""Filings whose day of reminding has come, and those that are overdue."""

from services.common.clock import Clock
from services.common.ticking import every
from services.competitions.service.campaigns.filing import remind_and_tell
from services.competitions.store import db

PAUSE_SECONDS = 30.0
WAITING = """
select distinct tenant from campaign_filing where filed_on is null
  and (remind_on <= :today or (due_on < :today and overdue_told_on is null))
"""


def remind_of_filings(clock: Clock) -> None:
    for tenant in db.tenants_where(WAITING, today=clock.today()):
        remind_and_tell(tenant, now=clock.now())


TICKS = [every(PAUSE_SECONDS, remind_of_filings)]
