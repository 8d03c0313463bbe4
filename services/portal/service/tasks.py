"""Keeps the worklist as the services tell it. Runs inside the consumer's transaction."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.portal.domain.task import Task
from services.portal.models import TaskRow


def keep_task(session: Session, task_id: UUID, change: Callable[[Task | None], Task]) -> None:
    """Load, change by a rule of the domain, store."""
    row = session.get(TaskRow, (tenant_of(session), task_id), with_for_update=True)
    after = change(row.to_domain() if row else None)
    if row is None:
        row = TaskRow(tenant=tenant_of(session))
        session.add(row)
    row.apply(after)
