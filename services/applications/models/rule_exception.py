"""Rows of exceptions from a rule that holds in principle (原则上): who asked, what was recorded, who signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.applications.domain.rule_exception import RuleException
from services.applications.models.base import Base

_FIELDS = ("id", "application_id", "rule_id", "status", "asked_by", "asked_at", "version")


class RuleExceptionRow(Base):
    """`records`: what the rule wants recorded → its text. `signers`: who asked and who agreed, in that order."""

    __tablename__ = "rule_exception"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    rule_id: Mapped[str]
    records: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str]
    signers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    signer_names: Mapped[list[str]] = mapped_column(ARRAY(Text))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def to_domain(self) -> RuleException:
        values = {name: getattr(self, name) for name in _FIELDS}
        return RuleException(**values, records=dict(self.records), signers=tuple(self.signers))

    def apply(self, after: RuleException) -> None:
        for name in _FIELDS:
            setattr(self, name, getattr(after, name))
        self.records, self.signers = dict(after.records), list(after.signers)
