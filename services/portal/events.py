"""What others tell, in this service's words. The portal itself tells nothing."""

from datetime import UTC, date, datetime
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp
from pioneer.applications.v1 import events_pb2 as applications
from pioneer.worklist.v1 import events_pb2 as worklist

from services.common.clock import day_of
from services.common.roles import Role
from services.common.worklist import REMIND_DAYS, Audience
from services.portal.domain.case_place import CasePlace
from services.portal.domain.honour import Honour
from services.portal.domain.own_address import HOME, own_address
from services.portal.domain.task import Task, remind_on
from services.portal.service.messages import Message


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
        remind_on=remind_on(day(said.due_on), said.remind_days or REMIND_DAYS),
        started_by=said.started_by_subject,
        object_id=said.object_id,
        opened_at=moment(said.opened_at),
    )


def message(said: worklist.NotificationRequested) -> Message:
    return Message(
        id=UUID(said.notification_id),
        to=audience(said.audience),
        title=said.title,
        body=said.body,
        url=link(said.url),
        at=moment(said.requested_at),
    )


def case_place(said: applications.ApplicationMoved) -> CasePlace:
    return CasePlace(
        id=said.application_id,
        honour=said.honour,
        level=said.level,
        year=said.year,
        moved_at=moment(said.moved_at),
        union_unit_id=said.union_unit_id,
        stage=said.to_stage,
        status=said.status,
    )


def case_place_of_dossier(said: applications.DossierForwarded) -> CasePlace:
    """For a case whose own steps have not been heard of yet."""
    at = moment(said.forwarded_at)
    return CasePlace(id=said.application_id, honour=said.honour, level="", year=day_of(at).year, moved_at=at)


def honour(said: applications.HonourConferred) -> Honour:
    """ValueError without the day it was conferred on."""
    return Honour(
        id=said.honour_id,
        application_id=said.application_id,
        honour=said.honour,
        level=said.level,
        number=said.number,
        plaque_number=said.plaque_number,
        subject_unit_id=said.subject_unit_id,
        subject_name=said.subject_name,
        union_unit_id=said.union_unit_id,
        conferred_on=date.fromisoformat(said.conferred_on),
        year=said.year,
        url=link(said.url),
        deeds=said.deeds,
    )
