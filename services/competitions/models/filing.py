"""What units owe, and the notices by which they are commended or criticised."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.competitions.domain.campaigns.filings import Owed
from services.competitions.models.table import Table


class FilingRow(Table):
    """One unit's filing; `remind_on` is the next day on which it is reminded."""

    __tablename__ = "campaign_filing"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    filing_id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_path: Mapped[str]
    unit_name: Mapped[str]
    due_on: Mapped[date]
    remind_on: Mapped[date | None]
    filed_on: Mapped[date | None]
    filed_at: Mapped[datetime | None]
    filed_by: Mapped[str]
    files: Mapped[list[Any]]
    note: Mapped[str]
    overdue_told_on: Mapped[date | None]
    version: Mapped[int]

    def to_domain(self) -> Owed:
        return Owed(self.filing_id, self.unit_id, self.due_on, self.filed_on)


class NoticeRow(Table):
    """kind: commend or criticise; what is criticised is mended by a day (E5)."""

    __tablename__ = "campaign_notice"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID]
    kind: Mapped[str]
    unit_id: Mapped[UUID]
    unit_path: Mapped[str]
    unit_name: Mapped[str]
    ground: Mapped[str]
    rectify_by: Mapped[date | None]
    rectified_on: Mapped[date | None]
    result: Mapped[str]
    issued_by: Mapped[str]
    issued_at: Mapped[datetime]
    version: Mapped[int]
