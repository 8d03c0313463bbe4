"""Rows of the way upward: keys, exceptions, dossiers sent and received, what was decided above."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.applications.domain.dossier import ExceptionStatus, LevelException
from services.applications.models.base import Base


class SigningKeyRow(Base):
    """A tenant's private key, locked under the master key."""

    __tablename__ = "signing_key"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    made_at: Mapped[datetime]


class PublicKeyRow(Base):
    """Read by every tenant, written only by its own."""

    __tablename__ = "public_key"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(primary_key=True)
    raw: Mapped[bytes]
    made_at: Mapped[datetime]


class TrustedKeyRow(Base):
    """A key of a federation outside this deployment, trusted by this tenant."""

    __tablename__ = "trusted_key"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(primary_key=True)
    of_tenant: Mapped[str]
    raw: Mapped[bytes]
    title: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class LevelExceptionRow(Base):
    __tablename__ = "level_exception"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    honour_id: Mapped[UUID]
    to_tenant: Mapped[str]
    reason: Mapped[str]
    basis: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    status: Mapped[str]
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def to_domain(self) -> LevelException:
        values = {name: getattr(self, name) for name in _EXCEPTION}
        return LevelException(**{**values, "status": ExceptionStatus(self.status)})

    def apply(self, after: LevelException) -> None:
        for name in _EXCEPTION:
            value = getattr(after, name)
            setattr(self, name, str(value) if name == "status" else value)


_EXCEPTION = tuple(each.name for each in fields(LevelException))


class DossierRow(Base):
    """One sealed file as this tenant knows it. direction: sent or received; the id is the same on both sides."""

    __tablename__ = "dossier"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    direction: Mapped[str]
    from_tenant: Mapped[str]
    to_tenant: Mapped[str]
    application_id: Mapped[UUID | None]
    honour_id: Mapped[UUID | None]
    honour: Mapped[str]
    level: Mapped[str]
    programme: Mapped[str]
    subject_name: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    exception_id: Mapped[UUID | None]
    verification: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    sent_by: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class DossierStepRow(Base):
    """A decision taken above, as it came down."""

    __tablename__ = "dossier_step"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID]
    decision: Mapped[str]
    reason: Mapped[str]
    level: Mapped[str]
    decided_by_tenant: Mapped[str]
    decided_at: Mapped[datetime]
