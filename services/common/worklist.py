"""Tasks and notifications: any service opens and closes them, the portal keeps and shows them.

A task belongs to an audience (a role at a unit) and is named by its object and kind, so opening twice is one task.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp
from pioneer.worklist.v1 import events_pb2
from sqlalchemy.orm import Session

from services.common import outbox
from services.common.ids import id_of, new_id
from services.common.roles import Role

REMIND_DAYS = 3
NO_REMINDER = -1
"""For a task whose own service reminds of it."""


@dataclass(frozen=True)
class Audience:
    """Everybody with the role at the unit (or above it), or one subject."""

    role: Role | None = None
    unit_path: str = ""
    subject: str = ""

    def to_message(self) -> events_pb2.Audience:
        return events_pb2.Audience(role=self.role or "", unit_path=self.unit_path, subject=self.subject)


def stamp(moment: datetime) -> Timestamp:
    value = Timestamp()
    value.FromDatetime(moment)
    return value


def task_id(session: Session, service: str, kind: str, object_id: object) -> UUID:
    return id_of("task", session.info["tenant"], service, kind, str(object_id))


def open_task(
    session: Session,
    service: str,
    kind: str,
    object_id: object,
    *,
    title: str,
    url: str,
    to: Audience,
    now: datetime,
    due_on: date | None = None,
    started_by: str = "",
    remind_days: int = REMIND_DAYS,
) -> None:
    """Somebody of the audience must act. `title` is what to do, with the object: 审核 装配二班 的申报.

    Once, `remind_days` before it is due, whoever is meant is reminded in the site and by e-mail.
    """
    id_ = str(task_id(session, service, kind, object_id))
    opened = events_pb2.TaskOpened(
        task_id=id_,
        service=service,
        kind=kind,
        title=title,
        url=url,
        audience=to.to_message(),
        due_on=due_on.isoformat() if due_on else "",
        started_by_subject=started_by,
        object_id=str(object_id),
        opened_at=stamp(now),
        remind_days=remind_days,
    )
    outbox.tell(session, f"{service}.worklist", id_, opened, at=now)


def close_task(
    session: Session, service: str, kind: str, object_id: object, *, by: str, now: datetime, outcome: str = "done"
) -> None:
    """The task is done (or has fallen away); closing what was never opened is harmless."""
    id_ = str(task_id(session, service, kind, object_id))
    closed = events_pb2.TaskClosed(task_id=id_, done_by_subject=by, outcome=outcome, closed_at=stamp(now))
    outbox.tell(session, f"{service}.worklist", id_, closed, at=now)


def notify(session: Session, service: str, *, to: Audience, title: str, body: str, url: str, now: datetime) -> None:
    """A message in the site, and by e-mail where the person left an address."""
    id_ = str(new_id())
    asked = events_pb2.NotificationRequested(
        notification_id=id_, audience=to.to_message(), title=title, body=body, url=url, requested_at=stamp(now)
    )
    outbox.tell(session, f"{service}.worklist", id_, asked, at=now)
