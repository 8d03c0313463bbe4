"""What of this service's later steps waits for whom: each kind of task with its address and its audience."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services.applications.store import SERVICE
from services.common import worklist
from services.common.roles import Role

SECRETARY = worklist.Audience(role=Role.SECRETARY)
CHAIR = worklist.Audience(role=Role.CHAIR)
SUPERVISOR = worklist.Audience(role=Role.SUPERVISOR)


def union_at(path: str) -> worklist.Audience:
    """The applying union; without one here (a received name), the federation's secretary."""
    return worklist.Audience(role=Role.APPLICANT, unit_path=path) if path else SECRETARY


def page(session: Session, path: str) -> str:
    return f"/{SERVICE}/{session.info['tenant']}/{path}"


def ask(
    session: Session,
    kind: str,
    object_id: object,
    title: str,
    path: str,
    to: worklist.Audience,
    *,
    now: datetime,
    due_on: date | None = None,
    started_by: str = "",
    remind_days: int = worklist.REMIND_DAYS,
) -> None:
    url = page(session, path)
    worklist.open_task(
        session, SERVICE, kind, object_id, title=title, url=url, to=to, now=now, due_on=due_on, started_by=started_by,
        remind_days=remind_days,
    )  # fmt: skip


def done(session: Session, kind: str, object_id: object, *, by: str, now: datetime, outcome: str = "done") -> None:
    worklist.close_task(session, SERVICE, kind, object_id, by=by, now=now, outcome=outcome)


def tell(session: Session, to: worklist.Audience, title: str, body: str, path: str, *, now: datetime) -> None:
    worklist.notify(session, SERVICE, to=to, title=title, body=body, url=page(session, path), now=now)
