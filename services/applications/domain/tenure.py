"""No honour for life (A8): yearly re-inspection, rectification by a day, revocation on a ground of the regulation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from services.applications.domain.honour import Honour, Standing
from services.common.errors import DomainError
from services.common.regulation import Programme
from services.common.regulation.tenure import KeptRunning

AddWorkingDays = Callable[[date, int], date]


class ReinspectionStatus(StrEnum):
    DUE = "due"
    ASSESSING = "assessing"
    PASSED = "passed"
    FAILED = "failed"
    DROPPED = "dropped"
    """The honour was revoked meanwhile."""


class RectificationStatus(StrEnum):
    ORDERED = "ordered"
    REPORTED = "reported"
    RECHECKING = "rechecking"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Reinspection:
    """`kind`: yearly, or recheck after a rectification."""

    id: UUID
    honour_id: UUID
    year: int
    kind: str
    due_on: date
    status: ReinspectionStatus = ReinspectionStatus.DUE
    assessment_id: UUID | None = None
    score: Decimal | None = None
    rectification_id: UUID | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Rectification:
    id: UUID
    honour_id: UUID
    reinspection_id: UUID
    ordered_on: date
    due_on: date
    status: RectificationStatus = RectificationStatus.ORDERED
    report: str = ""
    version: int = 1


def first_reinspection(programme: Programme, conferred_on: date) -> date | None:
    """The day it first falls due: one period after conferring; None where the regulation asks for none."""
    rule = programme.tenure and programme.tenure.reinspect
    return rule.every.after(conferred_on) if rule else None


def is_due(honour: Honour, today: date) -> bool:
    """Due on the day itself; a revoked honour is never due."""
    return (
        honour.standing is Standing.VALID
        and honour.next_reinspection_on is not None
        and today >= honour.next_reinspection_on
    )


def last_day(programme: Programme, fell_due_on: date, add_working_days: AddWorkingDays) -> date:
    """By when the re-inspection must be done: the regulation's day, or the year's end."""
    rule = programme.tenure and programme.tenure.reinspect
    if rule and rule.due:
        return rule.due.last_day(year=fell_due_on.year, since=fell_due_on, add_working_days=add_working_days)
    return date(fell_due_on.year, 12, 31)


def start(reinspection: Reinspection, assessment_id: UUID) -> Reinspection:
    """Raises DomainError reinspection_started."""
    if reinspection.status is not ReinspectionStatus.DUE:
        raise DomainError("reinspection_started")
    return replace(
        reinspection,
        status=ReinspectionStatus.ASSESSING,
        assessment_id=assessment_id,
        version=reinspection.version + 1,
    )


def finish(reinspection: Reinspection, *, score: Decimal, passed: bool) -> Reinspection:
    if reinspection.status is not ReinspectionStatus.ASSESSING:
        raise DomainError("reinspection_not_started")
    status = ReinspectionStatus.PASSED if passed else ReinspectionStatus.FAILED
    return replace(reinspection, status=status, score=score, version=reinspection.version + 1)


def drop(reinspection: Reinspection) -> Reinspection:
    """There is nothing left to inspect."""
    return replace(reinspection, status=ReinspectionStatus.DROPPED, version=reinspection.version + 1)


def first_grade(programme: Programme) -> str:
    grades = programme.tenure.grades if programme.tenure else None
    return grades.first if grades else ""


def keep(honour: Honour, programme: Programme, *, on: date, run: int = 1, score: Decimal | None = None) -> Honour:
    """Kept, and preferred upward. The next one is a period after the day this one was due, not after it was done.

    `run`: how often running it was kept, this time included; the regulation may spare it the next one.
    """
    _must_stand(honour)
    rule, grade = programme.tenure and programme.tenure.reinspect, honour.grade
    following = _following(honour, programme, on)
    if score is not None and programme.tenure and programme.tenure.grades and grade in programme.tenure.grades.titles:
        grade = programme.tenure.grades.raised(grade, score)
    if rule and following is not None and any(each.then == "skip_next" for each in reached(programme, run)):
        following = rule.every.after(following)
    return _later(
        honour,
        standing=Standing.VALID,
        grade=grade,
        kept_years=honour.kept_years + 1,
        last_kept_on=on,
        next_reinspection_on=following,
        rectify_by=None,
    )


def _following(honour: Honour, programme: Programme, on: date) -> date | None:
    """The first day after `on` that is so many periods after the one it was due on."""
    rule, following = programme.tenure and programme.tenure.reinspect, honour.next_reinspection_on
    while rule and following is not None and following <= on:
        following = rule.every.after(following)
    return following


def lower(honour: Honour, programme: Programme, *, on: date) -> Honour | None:
    """Failed, and a step lower instead of rectifying; None where there are no grades or it is the lowest already."""
    _must_stand(honour)
    grades = programme.tenure.grades if programme.tenure else None
    grade = grades.lowered(honour.grade) if grades and honour.grade in grades.titles else None
    if grade is None:
        return None
    return _later(honour, grade=grade, next_reinspection_on=_following(honour, programme, on))


def reached(programme: Programme, run: int) -> tuple[KeptRunning, ...]:
    """What follows from having been kept so often running."""
    return tuple(each for each in (programme.tenure.kept_running if programme.tenure else ()) if each.is_reached(run))


def order_rectification(
    honour: Honour, programme: Programme, *, on: date, add_working_days: AddWorkingDays
) -> tuple[Honour, date] | None:
    """Rectifying until the regulation's day; None where the regulation knows no rectification."""
    _must_stand(honour)
    rule = programme.tenure and programme.tenure.rectify
    if not rule:
        return None
    by = rule.within.after(on, add_working_days)
    return _later(honour, standing=Standing.RECTIFYING, rectify_by=by), by


def report(rectification: Rectification, text: str, *, today: date) -> Rectification:
    """The union says what was mended. Raises DomainError rectification_closed, rectification_late, report_needed."""
    if rectification.status is not RectificationStatus.ORDERED:
        raise DomainError("rectification_closed")
    if today > rectification.due_on:
        raise DomainError("rectification_late", due_on=rectification.due_on)
    if not text.strip():
        raise DomainError("report_needed")
    return replace(
        rectification,
        status=RectificationStatus.REPORTED,
        report=text.strip(),
        version=rectification.version + 1,
    )


def has_lapsed(rectification: Rectification, today: date) -> bool:
    """Nothing was reported by the last day; on the last day itself there is still time."""
    return rectification.status is RectificationStatus.ORDERED and today > rectification.due_on


def close(rectification: Rectification, *, passed: bool) -> Rectification:
    status = RectificationStatus.PASSED if passed else RectificationStatus.FAILED
    return replace(rectification, status=status, version=rectification.version + 1)


def grounds(programme: Programme) -> tuple[str, ...]:
    rule = programme.tenure and programme.tenure.revoke
    return rule.when if rule else ()


def revoke(honour: Honour, programme: Programme, *, ground: str, reason: str, on: date) -> Honour:
    """Raises DomainError already_revoked, ground_not_in_regulation, reason_needed."""
    _must_stand(honour)
    if ground not in grounds(programme):
        raise DomainError("ground_not_in_regulation")
    if not reason.strip():
        raise DomainError("reason_needed")
    return _later(
        honour,
        standing=Standing.REVOKED,
        revoked_on=on,
        revoke_ground=ground,
        revoke_reason=reason.strip(),
        next_reinspection_on=None,
        rectify_by=None,
    )


def recall_by(programme: Programme, on: date, add_working_days: AddWorkingDays) -> date | None:
    """By when the plaque must be back; None where the regulation leaves it with the holder."""
    rule = programme.tenure and programme.tenure.revoke
    if not rule or rule.plaque == "kept":
        return None
    return rule.return_within.after(on, add_working_days)


def _later(honour: Honour, **changes: object) -> Honour:
    return replace(honour, version=honour.version + 1, **changes)  # type: ignore[arg-type]


def _must_stand(honour: Honour) -> None:
    if honour.standing is Standing.REVOKED:
        raise DomainError("already_revoked")
