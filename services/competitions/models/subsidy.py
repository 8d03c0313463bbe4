"""Money for contests: who asked, who granted it, what became of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.competitions.domain.campaigns.subsidies import Claim, Status
from services.competitions.models.table import Table


class SubsidyRow(Table):
    """One application for one contest."""

    __tablename__ = "campaign_subsidy"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID]
    standard: Mapped[str]
    contest_id: Mapped[UUID]
    contest_title: Mapped[str]
    unit_id: Mapped[UUID]
    unit_path: Mapped[str]
    unit_name: Mapped[str]
    level: Mapped[str]
    heads: Mapped[int]
    spent: Mapped[Decimal]
    amount: Mapped[Decimal]
    proofs: Mapped[list[Any]]
    files: Mapped[list[Any]]
    status: Mapped[str]
    applied_by: Mapped[str]
    applied_at: Mapped[datetime]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    recalled_on: Mapped[date | None]
    reason: Mapped[str]
    version: Mapped[int]

    def to_domain(self) -> Claim:
        return Claim(
            self.id, self.standard, self.contest_id, self.unit_id, self.amount, self.applied_by,
            Status(self.status), self.decided_by,
        )  # fmt: skip

    def apply(self, claim: Claim) -> None:
        self.status, self.decided_by, self.version = str(claim.status), claim.decided_by, self.version + 1
