"""What the clock makes the portal do: forget ended sessions, count what is overdue, remind of tasks, send e-mails."""

from collections.abc import Sequence

from services.common import metrics
from services.common.clock import Clock, SystemClock
from services.common.config import Settings
from services.common.runtime import Tick
from services.common.ticking import every
from services.portal.mailer import Mailer
from services.portal.service.reminders import remind_of_tasks
from services.portal.service.sessions import forget_ended_sessions
from services.portal.store import db

PAUSE_SECONDS = 30.0
REMIND_SECONDS = 5.0
TO_REMIND = """
select distinct t.tenant from task t where t.closed_at is null and t.opened_at is not null
  and t.remind_on <= :today and t.due_on >= :today and not exists (
    select from reminder r where r.tenant = t.tenant and r.task_id = t.id and r.due_on = t.due_on)
"""
WAITING = "select tenant, count(*) from task where closed_at is null and opened_at is not null group by tenant"
OVERDUE = """
select tenant, count(*) from task where closed_at is null and opened_at is not null and due_on < :today group by tenant
"""


def ticks_for(settings: Settings) -> Sequence[Tick]:
    return (
        Mailer(settings).tick,
        every(PAUSE_SECONDS, count_tasks),
        every(PAUSE_SECONDS, forget_sessions),
        every(REMIND_SECONDS, remind),
    )


def count_tasks(clock: Clock) -> None:
    """For whoever runs the site: how many, without a word of what they are about."""
    metrics.open_tasks.show(db.across_tenants(WAITING))
    metrics.overdue_tasks.show(db.across_tenants(OVERDUE, today=clock.today()))


def remind(clock: Clock) -> None:
    for tenant in db.tenants_where(TO_REMIND, today=clock.today()):
        remind_of_tasks(tenant, now=clock.now())


def forget_sessions(_clock: Clock) -> None:
    forget_ended_sessions(now=SystemClock().now())
