"""The secretary's task that honours may go up (A8): open while one may be passed upward, closed when none may."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services.applications.queries.forwarding import Choice, choices
from services.applications.service import waits as tasks
from services.common.clock import day_of
from services.common.ids import id_of
from services.common.regulation import Programme

KIND = "forward"


def settle(session: Session, programme: str, *, by: str, now: datetime) -> None:
    """Called whenever what may go up can have changed: conferred, re-inspected, revoked, forwarded, decided above."""
    session.flush()
    found = next(iter(choices(session, programme)), None)
    may_go = sum(each.may_go for each in found.candidates) if found and found.to else 0
    object_id = id_of(KIND, session.info["tenant"], programme)
    if found is None or not may_go:
        tasks.done(session, KIND, object_id, by=by, now=now)
        return
    due_on = last_day(found.programme, day_of(now))
    tasks.ask(session, KIND, object_id, _title(found, may_go), "forwarding", tasks.SECRETARY, now=now, due_on=due_on)


def last_day(programme: Programme, today: date) -> date:
    """The end of the round that is open, or of the next one: names go up with their round."""
    window = programme.round.window(today) or programme.round.next_window(today)
    return window[2]


def _title(found: Choice, count: int) -> str:
    return f"有荣誉可向上推荐：{found.programme.title or found.programme.honour}，{count} 项"
