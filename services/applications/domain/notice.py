"""Publicity (A5): so many days by the calendar, nothing moves before the last one is over, anybody may object."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation import Publicise

AddWorkingDays = Callable[[date, int], date]


class NoticeStatus(StrEnum):
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    starts_on: date
    ends_on: date


def period(publicise: Publicise, issued_on: date, add_working_days: AddWorkingDays) -> Period:
    """The day of issue does not count: five working days from Thursday run from Friday to the Thursday after."""
    first = issued_on + timedelta(days=1)
    if publicise.days.unit == "working_days":
        first = add_working_days(issued_on, 1)
    return Period(first, publicise.days.after(issued_on, add_working_days))


def is_over(ends_on: date, today: date) -> bool:
    """On the last day it still runs; the day after it is over."""
    return today > ends_on


class ObjectionStatus(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class Objection:
    """`handler` is the supervisor who took it up; who objected is sealed and not part of it."""

    id: UUID
    notice_id: UUID
    application_id: UUID
    facts: str
    received_at: datetime
    answer_by: date
    status: ObjectionStatus = ObjectionStatus.OPEN
    handler: str = ""
    finding: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    version: int = 1


FACTS_AT_LEAST = 20


def check_objection(notice_status: NoticeStatus, ends_on: date, today: date) -> None:
    """Raises DomainError publicity_over: objections are taken to the end of the last day."""
    if notice_status is not NoticeStatus.RUNNING or is_over(ends_on, today):
        raise DomainError("publicity_over")


def take_up(objection: Objection, subject: str, deciders: Sequence[str]) -> Objection:
    """A supervisor takes it up, who did not decide the docket.

    Raises DomainError objection_closed, decider_may_not_handle, objection_taken.
    """
    _must_be_open(objection)
    if subject in deciders:
        raise DomainError("decider_may_not_handle")
    if objection.handler and objection.handler != subject:
        raise DomainError("objection_taken")
    return replace(objection, handler=subject, version=objection.version + 1)


def answer(objection: Objection, subject: str, *, upheld: bool, finding: str, answer: str, at: datetime) -> Objection:
    """Close it. Raises DomainError objection_closed, not_the_handler, finding_needed, answer_needed."""
    _must_be_open(objection)
    if objection.handler != subject:
        raise DomainError("not_the_handler")
    if not finding.strip():
        raise DomainError("finding_needed")
    if not answer.strip():
        raise DomainError("answer_needed")
    status = ObjectionStatus.UPHELD if upheld else ObjectionStatus.DISMISSED
    return replace(
        objection,
        status=status,
        finding=finding.strip(),
        answer=answer.strip(),
        answered_at=at,
        version=objection.version + 1,
    )


def _must_be_open(objection: Objection) -> None:
    if objection.status is not ObjectionStatus.OPEN:
        raise DomainError("objection_closed")
