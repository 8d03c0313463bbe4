"""Rows of a case: the application, what is filled in, its evidence, opinions, hearings and submissions."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.applications.domain.application import Application, Status
from services.applications.models.base import Base


class ApplicationRow(Base):
    """`form` is what is filled in by field id, `declared` all beside it (A2), `search` the bigrams of the names."""

    __tablename__ = "application"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme: Mapped[str]
    honour: Mapped[str]
    level: Mapped[str]
    year: Mapped[int]
    regulation_id: Mapped[str]
    regulation_version: Mapped[int]
    subject_kind: Mapped[str]
    subject_name: Mapped[str]
    employer_name: Mapped[str]
    stage: Mapped[str]
    status: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    number: Mapped[str]
    subject_unit_id: Mapped[UUID | None]
    subject_unit_path: Mapped[str]
    union_unit_id: Mapped[UUID | None]
    union_path: Mapped[str]
    union_name: Mapped[str]
    reviewing_unit_id: Mapped[UUID | None]
    reviewing_path: Mapped[str]
    reviewing_name: Mapped[str]
    origin: Mapped[str]
    ground: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    is_outside_quota: Mapped[bool] = mapped_column(default=False)
    nomination_key: Mapped[str]
    rank: Mapped[int | None]
    is_endorsed: Mapped[bool]
    is_late: Mapped[bool]
    score: Mapped[Decimal | None]
    self_score: Mapped[Decimal | None]
    assessment_id: Mapped[UUID | None]
    explanation: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    docket_id: Mapped[UUID | None]
    notice_id: Mapped[UUID | None]
    honour_id: Mapped[UUID | None]
    dossier_id: Mapped[UUID | None]
    reason: Mapped[str]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int]
    form: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    declared: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[str] = mapped_column(default="")
    search: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)

    def to_domain(self) -> Application:
        values = {name: getattr(self, name) for name in _FIELDS}
        return Application(**{**values, "status": Status(self.status), "kinds": tuple(self.kinds or ())})

    def apply(self, after: Application) -> None:
        """Take over the case's new state."""
        for name in _FIELDS:
            value = getattr(after, name)
            setattr(self, name, _STORED[name](value) if name in _STORED else value)


_FIELDS = tuple(each.name for each in fields(Application))
_STORED: dict[str, Callable[[Any], Any]] = {"status": str, "kinds": list}


class EvidenceRow(Base):
    """A file under what it proves, condition:<id> or material:<id>. A removed one stays, with who and when."""

    __tablename__ = "evidence"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    proves: Mapped[str]
    caption: Mapped[str]
    file_name: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str] = mapped_column(default="")


class OpinionRow(Base):
    """A body's signed opinion (意见): verdict agree, disagree or return; `supply` is what to supply on a return."""

    __tablename__ = "opinion"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    stage: Mapped[str]
    body: Mapped[str]
    body_name: Mapped[str]
    verdict: Mapped[str]
    text: Mapped[str]
    supply: Mapped[str] = mapped_column(default="")
    signed_by: Mapped[str]
    signer_name: Mapped[str]
    signed_at: Mapped[datetime]


class HearingRow(Base):
    """What must be recorded for an act to count: how the workers were heard, a meeting, a vote (A4)."""

    __tablename__ = "hearing"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    kind: Mapped[str]
    method: Mapped[str]
    held_on: Mapped[date]
    present: Mapped[int]
    agreed: Mapped[int | None]
    result: Mapped[str]
    recorded_by: Mapped[str]
    recorder_name: Mapped[str]
    recorded_at: Mapped[datetime]


class SubmissionRow(Base):
    """What was submitted, each time: so that a resubmission shows its difference."""

    __tablename__ = "submission"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[dict[str, Any]] = mapped_column(JSONB)
    declared: Mapped[dict[str, Any]] = mapped_column(JSONB)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    submitted_by: Mapped[str]
    submitter_name: Mapped[str]
    submitted_at: Mapped[datetime]
