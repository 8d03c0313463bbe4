"""Rows of an honour's life: the honour, its plaque, its reward, its re-inspections and rectifications."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.applications.domain.honour import Honour, Plaque, PlaqueStatus, Standing
from services.applications.domain.tenure import (
    Rectification,
    RectificationStatus,
    Reinspection,
    ReinspectionStatus,
)
from services.applications.models.base import Base


class HonourRow(Base):
    __tablename__ = "honour"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    programme: Mapped[str]
    honour: Mapped[str]
    level: Mapped[str]
    year: Mapped[int]
    regulation_id: Mapped[str]
    regulation_version: Mapped[int]
    number: Mapped[str]
    token: Mapped[str]
    subject_kind: Mapped[str]
    subject_name: Mapped[str]
    employer_name: Mapped[str]
    subject_unit_id: Mapped[UUID | None]
    subject_unit_path: Mapped[str]
    union_unit_id: Mapped[UUID | None]
    union_path: Mapped[str]
    union_name: Mapped[str]
    conferred_on: Mapped[date]
    standing: Mapped[str]
    kept_years: Mapped[int]
    last_kept_on: Mapped[date | None]
    next_reinspection_on: Mapped[date | None]
    rectify_by: Mapped[date | None]
    revoked_on: Mapped[date | None]
    revoke_ground: Mapped[str]
    revoke_reason: Mapped[str]
    grade: Mapped[str] = mapped_column(default="")
    version: Mapped[int]
    conferred_by: Mapped[str] = mapped_column(default="")
    certificate_sha256: Mapped[str] = mapped_column(default="")
    search: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)

    def to_domain(self) -> Honour:
        values = {name: getattr(self, name) for name in _HONOUR}
        return Honour(**{**values, "standing": Standing(self.standing)})

    def apply(self, after: Honour) -> None:
        for name in _HONOUR:
            value = getattr(after, name)
            setattr(self, name, str(value) if name == "standing" else value)


_HONOUR = tuple(each.name for each in fields(Honour))


class PlaqueRow(Base):
    __tablename__ = "plaque"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    honour_id: Mapped[UUID]
    number: Mapped[str]
    status: Mapped[str] = mapped_column(default="made")
    hung_where: Mapped[str] = mapped_column(default="")
    hung_on: Mapped[date | None]
    photo_sha256: Mapped[str] = mapped_column(default="")
    photo_mime: Mapped[str] = mapped_column(default="")
    recall_by: Mapped[date | None]
    recalled_on: Mapped[date | None]
    recall_note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    def to_domain(self) -> Plaque:
        values = {name: getattr(self, name) for name in _PLAQUE}
        return Plaque(**{**values, "status": PlaqueStatus(self.status)})

    def apply(self, after: Plaque) -> None:
        for name in _PLAQUE:
            value = getattr(after, name)
            setattr(self, name, str(value) if name == "status" else value)


_PLAQUE = tuple(each.name for each in fields(Plaque))


class RewardRow(Base):
    """A material reward tied to the result (A9): money with its exact sum, or goods by name."""

    __tablename__ = "reward"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    honour_id: Mapped[UUID]
    kind: Mapped[str]
    given_by: Mapped[str]
    amount: Mapped[Decimal | None]
    what: Mapped[str]
    paid_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class ReinspectionRow(Base):
    __tablename__ = "reinspection"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    honour_id: Mapped[UUID]
    year: Mapped[int]
    kind: Mapped[str]
    due_on: Mapped[date]
    status: Mapped[str]
    assessment_id: Mapped[UUID | None]
    score: Mapped[Decimal | None]
    explanation: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    rectification_id: Mapped[UUID | None]
    opened_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def to_domain(self) -> Reinspection:
        values = {name: getattr(self, name) for name in _REINSPECTION}
        return Reinspection(**{**values, "status": ReinspectionStatus(self.status)})

    def apply(self, after: Reinspection) -> None:
        for name in _REINSPECTION:
            value = getattr(after, name)
            setattr(self, name, str(value) if name == "status" else value)


_REINSPECTION = tuple(each.name for each in fields(Reinspection))


class RectificationRow(Base):
    """`files`: what proves the rectification, each with name, mime, size and SHA-256."""

    __tablename__ = "rectification"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    honour_id: Mapped[UUID]
    reinspection_id: Mapped[UUID]
    ordered_on: Mapped[date]
    due_on: Mapped[date]
    status: Mapped[str]
    report: Mapped[str] = mapped_column(default="")
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    reported_by: Mapped[str] = mapped_column(default="")
    reported_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def to_domain(self) -> Rectification:
        values = {name: getattr(self, name) for name in _RECTIFICATION}
        return Rectification(**{**values, "status": RectificationStatus(self.status)})

    def apply(self, after: Rectification) -> None:
        for name in _RECTIFICATION:
            value = getattr(after, name)
            setattr(self, name, str(value) if name == "status" else value)


_RECTIFICATION = tuple(each.name for each in fields(Rectification))
