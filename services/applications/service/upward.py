"""The secretary's task that honours may go up (A8): open while one may be passed upward, closed when none may."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services.applications.queries.forwarding import Choice, choices
from services.applications.service import waits as tasks
from services.common import directory
from services.common.clock import day_of
from services.common.ids import id_of
from services.common.regulation import Programme
from services.common.regulation.dates import AddWorkingDays

KIND = "forward"


def settle(session: Session, programme: str, *, by: str, now: datetime) -> None:
    """Called whenever what may go up can have changed: conferred, re-inspected, revoked, forwarded, decided above."""
    session.flush()
    today = day_of(now)
    found = next(iter(choices(session, programme, today=today, size=1)), None)
    object_id = id_of(KIND, session.info["tenant"], programme)
    if found is None or not found.ready:
        tasks.done(session, KIND, object_id, by=by, now=now)
        return
    add_working_days = directory.calendar(session, around=today).add_working_days
    due_on = last_day(found.programme, today, add_working_days)
    forward = found.programme.forward
    tasks.ask(
        session, KIND, object_id, _title(found), "forwarding", tasks.SECRETARY, now=now, due_on=due_on,
        remind_days=found.programme.remind_of(forward.due if forward else None),
    )  # fmt: skip


def last_day(programme: Programme, today: date, add_working_days: AddWorkingDays) -> date:
    """The regulation's day, the next one once it is over for good; without one the end of the round."""
    forward = programme.forward
    own = forward.last_day(today, add_working_days) if forward else None
    if forward and own is not None and forward.standing_on(today, add_working_days) == "refused":
        own = forward.last_day(date(today.year + 1, 1, 1), add_working_days)
    return own or (programme.round.window(today) or programme.round.next_window(today))[2]


def _title(found: Choice) -> str:
    return f"有荣誉可向上推荐：{found.programme.title or found.programme.honour}，{found.ready} 项"
