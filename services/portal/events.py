"""What others tell, in this service's words. The portal itself tells nothing."""

from datetime import UTC, date, datetime
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp
from pioneer.worklist.v1 import events_pb2 as worklist

from services.common.roles import Role
from services.common.worklist import Audience
from services.portal.domain.own_address import HOME, own_address
from services.portal.domain.task import Task


def moment(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(UTC)


def day(said: str) -> date | None:
    """ISO day; "" is none. ValueError buries the event."""
    return date.fromisoformat(said) if said else None


def link(url: str) -> str:
    """A link shown to people stays on this site, whatever was told."""
    kept = own_address(url)
    return "" if kept == HOME else kept


def audience(said: worklist.Audience) -> Audience:
    """ValueError for a role outside the closed set, or for nobody."""
    if not said.role and not said.subject:
        raise ValueError("a task or message for nobody")
    return Audience(Role(said.role) if said.role else None, said.unit_path, said.subject)


def task(said: worklist.TaskOpened) -> Task:
    to = audience(said.audience)
    return Task(
        id=UUID(said.task_id),
        service=said.service,
        kind=said.kind,
        title=said.title,
        url=link(said.url),
        role=to.role.value if to.role else "",
        unit_path=to.unit_path,
        subject=to.subject,
        due_on=day(said.due_on),
        started_by=said.started_by_subject,
        object_id=said.object_id,
        opened_at=moment(said.opened_at),
    )
