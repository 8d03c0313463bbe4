"""Tasks and messages, as every service tells them."""

from uuid import UUID

from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy.orm import Session

from services.common.clock import day_of
from services.common.consumers import Event
from services.portal import events
from services.portal.consumers.handlers import handlers
from services.portal.domain import task as tasks
from services.portal.service.messages import deliver
from services.portal.service.tasks import keep_task


@handlers.on(worklist.TaskOpened)
def task_opened(session: Session, event: Event, said: worklist.TaskOpened) -> None:
    if said.service != event.source:
        raise ValueError(f"{event.source} opens a task of {said.service}")
    task = events.task(said)
    keep_task(session, task.id, lambda before: tasks.opened(before, task))


@handlers.on(worklist.TaskClosed)
def task_closed(session: Session, event: Event, said: worklist.TaskClosed) -> None:
    id_, at = UUID(said.task_id), events.moment(said.closed_at)
    keep_task(
        session, id_, lambda before: tasks.closed(before, id_, by=said.done_by_subject, outcome=said.outcome, at=at)
    )


@handlers.on(worklist.NotificationRequested)
def notification_requested(session: Session, event: Event, said: worklist.NotificationRequested) -> None:
    message = events.message(said)
    deliver(session, message, day=day_of(message.at))
