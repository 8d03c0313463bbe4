"""What every step of a case leaves behind: its entry in the log and the word to others."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.models import ApplicationRow
from services.applications.service.decided import tell_end
from services.common import audit, outbox
from services.common.errors import ChangedMeanwhile, NotFound
from services.common.worklist import stamp

OBJECT = "application"
TOPIC = "applications.cases"


def find_row(session: Session, application_id: UUID | str) -> ApplicationRow:
    """The row, locked until the transaction ends. Raises NotFound."""
    asked = select(ApplicationRow).where(
        ApplicationRow.tenant == session.info["tenant"], ApplicationRow.id == UUID(str(application_id))
    )
    row = session.scalars(asked.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row


def must_be_version(row: ApplicationRow, expected: int | None) -> None:
    """Raises ChangedMeanwhile when somebody saved in between; None is for acts of the clock and of other services."""
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile("case_changed_meanwhile")


def record_move(
    session: Session,
    who: Any,
    action: str,
    before: Application | None,
    after: Application,
    *,
    now: datetime,
    **detail: Any,
) -> None:
    """Log the step with the rule version it followed, and tell ApplicationMoved."""
    audit.record(
        session,
        who,
        action,
        OBJECT,
        str(after.id),
        at=now,
        regulation=after.regulation_id,
        regulation_version=after.regulation_version,
        from_stage=before.stage if before else "",
        to_stage=after.stage,
        status=after.status,
        **detail,
    )
    outbox.tell(session, TOPIC, after.id, moved_event(action, before, after, now), at=now)
    tell_end(session, before, after, now=now)


def moved_event(
    action: str, before: Application | None, after: Application, now: datetime
) -> events_pb2.ApplicationMoved:
    return events_pb2.ApplicationMoved(
        application_id=str(after.id),
        programme=after.programme,
        honour=after.honour,
        level=after.level,
        year=after.year,
        subject_unit_id=str(after.subject_unit_id or ""),
        subject_name=after.full_name,
        from_stage=before.stage if before else "",
        to_stage=after.stage,
        status=after.status,
        action=action,
        moved_at=stamp(now),
        union_unit_id=str(after.union_unit_id or ""),
    )
