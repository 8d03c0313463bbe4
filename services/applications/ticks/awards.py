"""Awards from which a nomination follows, and those that have fallen."""

from services.applications.service.follow_awards import follow_awards
from services.applications.store import db
from services.common.clock import Clock
from services.common.ticking import every

PAUSE_SECONDS = 5.0
WAITING = """
select distinct a.tenant from contest_award a
left join award_followed f on f.tenant = a.tenant and f.award_id = a.id
where a.made_on is not null and (
  (a.withdrawn_on is null and a.links <> '[]' and f.followed_at is null)
  or (a.withdrawn_on is not null and f.undone_at is null))
"""


def follow(clock: Clock) -> None:
    for tenant in db.tenants_where(WAITING):
        follow_awards(tenant, now=clock.now())


TICKS = [every(PAUSE_SECONDS, follow)]
