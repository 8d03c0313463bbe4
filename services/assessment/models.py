"""The rows of this service. Every key begins with the tenant (rule 1)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.common.worklist import REMIND_DAYS


class Table(DeclarativeBase):
    type_annotation_map = {
        dict[str, Any]: JSONB,
        datetime: DateTime(timezone=True),
        Decimal: Numeric(asdecimal=True),
    }


class AssessmentRow(Table):
    __tablename__ = "assessment"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    object_type: Mapped[str]
    object_id: Mapped[str]
    round: Mapped[int]
    year: Mapped[int]
    regulation_id: Mapped[str]
    regulation_version: Mapped[int]
    sheet_id: Mapped[str]
    sheet: Mapped[dict[str, Any]]
    title: Mapped[str]
    subject_unit_id: Mapped[UUID | None]
    subject_name: Mapped[str]
    subject_path: Mapped[str]
    answering_path: Mapped[str]
    due_on: Mapped[date | None]
    self_score_required: Mapped[bool]
    assessors_at_least: Mapped[int]
    gap_over: Mapped[Decimal | None]
    pass_at_least: Mapped[Decimal | None]
    pass_over: Mapped[Decimal | None]
    remind_days: Mapped[int] = mapped_column(default=REMIND_DAYS)
    asked_by: Mapped[str]
    opened_at: Mapped[datetime]
    status: Mapped[str]
    version: Mapped[int]
    score: Mapped[Decimal | None]
    self_score: Mapped[Decimal | None]
    gap: Mapped[Decimal | None]
    passed: Mapped[bool | None]
    explanation: Mapped[dict[str, Any] | None]
    completed_at: Mapped[datetime | None]


class CardRow(Table):
    __tablename__ = "score_card"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[int]
    subject: Mapped[str]
    name: Mapped[str]
    person_id: Mapped[UUID | None]
    findings: Mapped[dict[str, Any]]
    total: Mapped[Decimal | None]
    digest: Mapped[str]
    version: Mapped[int]
    appointed_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str]
    correction_id: Mapped[UUID | None]


class EvidenceRow(Table):
    __tablename__ = "evidence"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID]
    card_id: Mapped[UUID]
    row_id: Mapped[str]
    word: Mapped[str]
    sha256: Mapped[str]
    href: Mapped[str]
    size: Mapped[int]
    mime: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CorrectionRow(Table):
    __tablename__ = "correction"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID]
    card_id: Mapped[UUID]
    status: Mapped[str]
    reason: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    findings_before: Mapped[dict[str, Any]]
    total_before: Mapped[Decimal]
    digest_before: Mapped[str]
    findings_after: Mapped[dict[str, Any]]
    total_after: Mapped[Decimal]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str]


class RelationRow(Table):
    __tablename__ = "relation"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str]
    unit_id: Mapped[UUID]
    unit_path: Mapped[str]
    unit_name: Mapped[str]
    says: Mapped[str]
    declared_by: Mapped[str]
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
