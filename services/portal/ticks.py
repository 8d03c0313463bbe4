"""What the clock makes the portal do: forget ended sessions, count what is overdue, send e-mails."""

import time
from collections.abc import Sequence

from sqlalchemy import text

from services.common import metrics
from services.common.clock import Clock, SystemClock
from services.common.config import Settings
from services.common.runtime import Tick
from services.portal.mailer import Mailer
from services.portal.service.sessions import forget_ended_sessions
from services.portal.store import SERVICE, db

PAUSE_SECONDS = 30.0


def ticks_for(settings: Settings) -> Sequence[Tick]:
    return (Mailer(settings).tick, _now_and_then(count_overdue), _now_and_then(forget_sessions))


def count_overdue(clock: Clock) -> None:
    """Of all federations together: a figure for whoever runs the site, without a name."""
    with db.public() as session:
        found = session.execute(text("select count_overdue(:day)"), {"day": clock.today()}).scalar_one()
    metrics.overdue_tasks.labels(SERVICE).set(found)


def forget_sessions(_clock: Clock) -> None:
    forget_ended_sessions(now=SystemClock().now())


def _now_and_then(tick: Tick) -> Tick:
    last = 0.0

    def run(clock: Clock) -> None:
        nonlocal last
        if time.monotonic() - last >= PAUSE_SECONDS or last == 0.0:
            tick(clock)
            last = time.monotonic()

    return run
