"""Tasks as the services tell them."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from pioneer.worklist.v1 import events_pb2 as worklist

from services.common.roles import Role
from services.common.worklist import stamp
from tests.conftest import NOW

TOPIC = "applications.worklist"


def an_opening(
    title: str = "审核 装配二班 的申报",
    *,
    task_id: str = "",
    role: Role | None = Role.REVIEWER,
    unit_path: str = "",
    subject: str = "",
    due_on: date | None = None,
    at: datetime = NOW,
    **more: Any,
) -> worklist.TaskOpened:
    values: dict[str, Any] = {
        "service": "applications",
        "kind": "review",
        "url": "/applications/341122/cases/1",
        "object_id": "1",
        **more,
    }
    return worklist.TaskOpened(
        task_id=task_id or str(uuid4()),
        title=title,
        audience=worklist.Audience(role=role or "", unit_path=unit_path, subject=subject),
        due_on=due_on.isoformat() if due_on else "",
        opened_at=stamp(at),
        **values,
    )


def a_closing(task_id: str, *, by: str = "s-1", at: datetime = NOW, outcome: str = "done") -> worklist.TaskClosed:
    return worklist.TaskClosed(task_id=task_id, done_by_subject=by, outcome=outcome, closed_at=stamp(at))
