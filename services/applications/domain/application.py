"""An application and its way through the stages of its own regulation version (A3–A6)."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation import Apply, Programme, Stage


class Status(StrEnum):
    """Where a case stands. Open ones move; the others wait for somebody, or are over."""

    DRAFT = "draft"
    OPEN = "open"
    RETURNED = "returned"
    """退回补正: with the applicant, who mends and submits again."""
    WAITING_ASSESSMENT = "waiting_assessment"
    PASSED_OVER = "passed_over"
    """不同意: by the reviewing union or the meeting."""
    REFUSED = "refused"
    """未合格: the assessment is below the pass line."""
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    """异议成立."""
    CONFERRED = "conferred"
    RETURNED_BELOW = "returned_below"
    """Returned one level down, with the reason."""


MOVING = frozenset({Status.DRAFT, Status.OPEN, Status.RETURNED, Status.WAITING_ASSESSMENT})
ENDED = frozenset(Status) - MOVING
WITH_APPLICANT = frozenset({Status.DRAFT, Status.RETURNED})


@dataclass(frozen=True, kw_only=True)
class Application:
    """`stage` is the key of a stage. `is_endorsed`: agreed to at a stage that ranks, not recommended yet.

    `reason` is why it was returned, passed over, refused or stopped. `dossier_id`: received from the level below.
    A received application has no unit of this tenant: its unit ids are None and its paths "".
    """

    id: UUID
    tenant: str
    programme: str
    honour: str
    level: str
    year: int
    regulation_id: str
    regulation_version: int
    subject_kind: str
    subject_name: str
    employer_name: str
    stage: str
    status: Status
    created_by: str
    created_at: datetime
    moved_at: datetime
    number: str = ""
    subject_unit_id: UUID | None = None
    subject_unit_path: str = ""
    union_unit_id: UUID | None = None
    union_path: str = ""
    union_name: str = ""
    reviewing_unit_id: UUID | None = None
    reviewing_path: str = ""
    reviewing_name: str = ""
    origin: str = "applied"
    """applied | nominated | received."""
    ground: str = ""
    kinds: tuple[str, ...] = ()
    """Of which kinds the candidate was when it was submitted: what quotas count."""
    is_outside_quota: bool = False
    """Nominated beside the places there are (C3)."""
    nomination_key: str = ""
    rank: int | None = None
    is_endorsed: bool = False
    is_late: bool = False
    score: Decimal | None = None
    self_score: Decimal | None = None
    assessment_id: UUID | None = None
    explanation: dict[str, Any] | None = None
    """How the assessed score came about, as the assessment told it."""
    docket_id: UUID | None = None
    notice_id: UUID | None = None
    honour_id: UUID | None = None
    dossier_id: UUID | None = None
    reason: str = ""
    submitted_at: datetime | None = None
    version: int = 1

    @property
    def full_name(self) -> str:
        """Employer and subject, as pages head a case."""
        is_named = self.subject_name.startswith(self.employer_name)
        return self.subject_name if is_named else f"{self.employer_name} {self.subject_name}"

    @property
    def is_moving(self) -> bool:
        return self.status in MOVING

    @property
    def is_with_applicant(self) -> bool:
        return self.status in WITH_APPLICANT


def begin(programme: Programme, **values: Any) -> Application:
    """At the first stage of the programme: a draft where the applicant fills a form, open where a dossier came in."""
    first = programme.stages[0]
    status = Status.DRAFT if isinstance(first, Apply) else Status.OPEN
    return Application(
        programme=programme.id,
        honour=programme.honour,
        level=programme.level,
        subject_kind=programme.subject,
        stage=first.key,
        status=status,
        moved_at=values["created_at"],
        **values,
    )


def stage_of(application: Application, programme: Programme) -> Stage:
    return programme.stage(application.stage)


def is_at(application: Application, programme: Programme, kind: type[Stage]) -> bool:
    """Open at a stage of that kind."""
    return application.status is Status.OPEN and isinstance(stage_of(application, programme), kind)


def moved(application: Application, *, at: datetime, **changes: Any) -> Application:
    """A new state of the case, one version later."""
    return replace(application, moved_at=at, version=application.version + 1, **changes)


def advance(application: Application, programme: Programme, *, at: datetime) -> Application:
    """To the next stage of its own regulation version, or conferred when the last one is done.

    Raises DomainError not_moving for a case that is over or with the applicant.
    """
    _must_be(application, Status.OPEN, Status.WAITING_ASSESSMENT)
    following = programme.stage_after(application.stage)
    if following is None:
        return moved(application, at=at, status=Status.CONFERRED, reason="")
    return moved(application, at=at, stage=following.key, status=Status.OPEN, is_endorsed=False, reason="")


def return_to(application: Application, programme: Programme, stage: str, reason: str, *, at: datetime) -> Application:
    """Back to an earlier stage, with a reason; to the applicant's it becomes 退回补正.

    Raises DomainError reason_needed, not_moving, not_an_earlier_stage.
    """
    _must_be(application, Status.OPEN)
    _must_say(reason)
    keys = [each.key for each in programme.stages]
    if stage not in keys or keys.index(stage) >= keys.index(application.stage):
        raise DomainError("not_an_earlier_stage")
    status = Status.RETURNED if isinstance(programme.stage(stage), Apply) else Status.OPEN
    return moved(application, at=at, stage=stage, status=status, reason=reason.strip(), rank=None, is_endorsed=False)


def pass_over(application: Application, reason: str, *, at: datetime) -> Application:
    """不同意, with a reason. Raises DomainError reason_needed, not_moving."""
    _must_be(application, Status.OPEN)
    _must_say(reason)
    return moved(application, at=at, status=Status.PASSED_OVER, reason=reason.strip(), rank=None, is_endorsed=False)


def stop(application: Application, reason: str, *, at: datetime) -> Application:
    """An objection was upheld. Raises DomainError reason_needed, not_moving."""
    _must_be(application, Status.OPEN)
    _must_say(reason)
    return moved(application, at=at, status=Status.STOPPED, reason=reason.strip())


def call_up(application: Application, *, at: datetime) -> Application:
    """递补: passed over for want of a place, and now there is one: to the next meeting. Raises not_moving."""
    _must_be(application, Status.PASSED_OVER)
    return moved(application, at=at, status=Status.OPEN, docket_id=None, reason="")


def return_below(application: Application, reason: str, *, at: datetime) -> Application:
    """One step down the ladder, with a reason. Raises DomainError reason_needed, not_moving, not_received."""
    _must_be(application, Status.OPEN)
    _must_say(reason)
    if application.origin != "received":
        raise DomainError("not_received")
    return moved(application, at=at, status=Status.RETURNED_BELOW, reason=reason.strip())


def withdraw(application: Application, reason: str, *, at: datetime) -> Application:
    """By the applicant, while it is with him or not yet recommended. Raises DomainError reason_needed, not_moving."""
    _must_be(application, Status.DRAFT, Status.RETURNED, Status.OPEN)
    if application.status is not Status.DRAFT:
        _must_say(reason)
    return moved(application, at=at, status=Status.WITHDRAWN, reason=reason.strip(), rank=None, is_endorsed=False)


def wait_for_assessment(application: Application, assessment_id: UUID, *, at: datetime) -> Application:
    """The assessment is open. Raises DomainError not_moving."""
    _must_be(application, Status.OPEN)
    return moved(application, at=at, status=Status.WAITING_ASSESSMENT, assessment_id=assessment_id)


def take_score(
    application: Application,
    programme: Programme,
    *,
    score: Decimal,
    self_score: Decimal | None,
    passed: bool,
    reason: str,
    explanation: dict[str, Any] | None,
    at: datetime,
) -> Application:
    """The assessment is completed: passed goes on, not passed ends with its explanation kept (A5)."""
    _must_be(application, Status.WAITING_ASSESSMENT)
    scored = replace(application, score=score, self_score=self_score, explanation=explanation)
    if passed:
        return advance(scored, programme, at=at)
    return moved(scored, at=at, status=Status.REFUSED, reason=reason)


def _must_be(application: Application, *statuses: Status) -> None:
    if application.status not in statuses:
        raise DomainError("not_moving", status=application.status)


def _must_say(reason: str) -> None:
    if not reason.strip():
        raise DomainError("reason_needed")
