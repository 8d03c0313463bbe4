"""Reminders of what is nearly due: once for each task and due day, in the site and by e-mail."""

from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.ids import id_of
from services.common.roles import Role
from services.common.worklist import Audience
from services.portal.domain.task import Task, is_to_be_reminded
from services.portal.models import ReminderRow, TaskRow
from services.portal.service.messages import Message, deliver
from services.portal.store import db

BATCH = 200


def remind_of_tasks(tenant: str, *, now: datetime) -> int:
    """Returns how many tasks were reminded of."""
    with db.transaction(tenant) as session:
        return sum(_remind(session, row.to_domain(), now) for row in _waiting(session, day_of(now)))


def _waiting(session: Session, today: date) -> list[TaskRow]:
    tenant = tenant_of(session)
    told = exists().where(
        ReminderRow.tenant == TaskRow.tenant, ReminderRow.task_id == TaskRow.id, ReminderRow.due_on == TaskRow.due_on
    )
    asked = select(TaskRow).where(
        TaskRow.tenant == tenant,
        TaskRow.closed_at.is_(None),
        TaskRow.opened_at.is_not(None),
        TaskRow.remind_on <= today,
        TaskRow.due_on >= today,
        ~told,
    )
    return list(session.scalars(asked.order_by(TaskRow.due_on, TaskRow.id).limit(BATCH).with_for_update()))


def _remind(session: Session, task: Task, now: datetime) -> bool:
    if not is_to_be_reminded(task, day_of(now)) or task.due_on is None:
        return False
    tenant = tenant_of(session)
    first = insert(ReminderRow).values(tenant=tenant, task_id=task.id, due_on=task.due_on, at=now)
    if session.execute(first.on_conflict_do_nothing().returning(ReminderRow.task_id)).first() is None:
        return False
    deliver(session, _message(tenant, task, task.due_on, now), day=day_of(now))
    return True


def _message(tenant: str, task: Task, due_on: date, now: datetime) -> Message:
    left = (due_on - day_of(now)).days
    when = f"还有 {left} 天到期" if left else "今天到期"
    return Message(
        id=id_of("reminder", tenant, str(task.id), due_on.isoformat()),
        to=Audience(Role(task.role) if task.role else None, task.unit_path, task.subject),
        title=f"{when}：{task.title}",
        body=f"请在 {due_on.year}年{due_on.month}月{due_on.day}日前办理。",
        url=task.url,
        at=now,
    )
