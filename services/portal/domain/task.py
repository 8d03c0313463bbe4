"""A task of the worklist (待办): opened and closed by the services, overdue from the day after it was due."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

NEVER = date.max
"""Sorts what is not due behind what is."""


class Urgency(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Task:
    """Whose it is: everybody with `role` at `unit_path` or above it, or the one `subject`.

    `opened_at` None: told to be closed before it was told to be open.
    """

    id: UUID
    service: str = ""
    kind: str = ""
    title: str = ""
    url: str = ""
    role: str = ""
    unit_path: str = ""
    subject: str = ""
    due_on: date | None = None
    remind_on: date | None = None
    started_by: str = ""
    object_id: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    done_by: str = ""
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


def opened(before: Task | None, said: Task) -> Task:
    """The task once `said` is heard. What is older than what is known changes nothing but what is missing."""
    if before is None:
        return said
    if before.opened_at is not None and _moment(said) < before.opened_at:
        return before
    if before.closed_at is not None and _moment(said) < before.closed_at:
        return replace(said, closed_at=before.closed_at, done_by=before.done_by, outcome=before.outcome)
    return said


def closed(before: Task | None, task_id: UUID, *, by: str, outcome: str, at: datetime) -> Task:
    """Closing what is not known yet is remembered, so that the opening that comes late stays closed."""
    known = before or Task(id=task_id)
    if known.opened_at is not None and at < known.opened_at:
        return known
    if known.closed_at is not None:
        return known
    return replace(known, closed_at=at, done_by=by, outcome=outcome)


def remind_on(due_on: date | None, days: int) -> date | None:
    """The day from which the task may be reminded of; None for what is never due, or reminded of by its service."""
    return due_on - timedelta(days=days) if due_on is not None and days >= 0 else None


def is_to_be_reminded(task: Task, today: date) -> bool:
    """From the day of the reminder to the day it is due, both included; what is late already is not reminded of."""
    if not task.is_open or task.due_on is None or task.remind_on is None:
        return False
    return task.remind_on <= today <= task.due_on


def _moment(task: Task) -> datetime:
    assert task.opened_at is not None
    return task.opened_at


def end_of_week(today: date) -> date:
    """Its Sunday."""
    return today + timedelta(days=6 - today.weekday())


def urgency(due_on: date | None, today: date) -> Urgency:
    """The day it is due is not late; the next one is."""
    if due_on is None or due_on > end_of_week(today):
        return Urgency.LATER
    if due_on < today:
        return Urgency.OVERDUE
    return Urgency.TODAY if due_on == today else Urgency.WEEK
