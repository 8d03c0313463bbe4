"""Campaigns, the shares of their targets, what was reported here and what those below told."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.common.regulation import Regulation
from services.common.regulation.campaign import Campaign
from services.competitions.domain.campaigns.figures import Figure, Report
from services.competitions.models.table import Table


class CampaignRow(Table):
    """One campaign, under one id with everybody who carries it out. `from_tenant`: the superior, "" for one's own."""

    __tablename__ = "campaign"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    regulation: Mapped[str]
    regulation_version: Mapped[int]
    title: Mapped[str]
    document: Mapped[dict[str, Any]]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    from_tenant: Mapped[str]
    published_by: Mapped[str]
    published_at: Mapped[datetime]
    announced: Mapped[dict[str, Any]]
    """The day from which a filing's time runs, by filing, where the regulation left it to a later notice."""
    version: Mapped[int]
    """Rises with every change of its shares and with every day that is announced."""

    def announced_on(self, filing_id: str) -> date | None:
        day = self.announced.get(filing_id)
        return None if day is None else date.fromisoformat(day)

    @property
    def rules(self) -> Campaign:
        """The words under which it was published, whatever the regulation says since."""
        return Regulation.from_document(self.document).campaigns[self.key]


class ShareRow(Table):
    """`body` "" is this federation's own share from above; else a federation below and what it was offered and took."""

    __tablename__ = "campaign_share"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(primary_key=True)
    offered: Mapped[Decimal | None]
    taken: Mapped[Decimal | None]
    offered_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]


class ReportRow(Table):
    """What was reported here; never changed. `body` "" is the federation itself, else a unit's id."""

    __tablename__ = "campaign_report"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID]
    target_id: Mapped[str]
    body: Mapped[str]
    as_of: Mapped[date]
    amount: Mapped[Decimal]
    whole: Mapped[Decimal | None]
    note: Mapped[str]
    reason: Mapped[str]
    replaces: Mapped[UUID | None]
    evidence: Mapped[list[Any]]
    reported_by: Mapped[str]
    reported_at: Mapped[datetime]

    @property
    def figure(self) -> Figure:
        return Figure(self.amount, self.whole)

    def to_domain(self) -> Report:
        return Report(self.id, self.as_of, self.figure, self.replaces)


class ToldRow(Table):
    """Every figure that a federation below told, in its order: the last one holds, the others are the trace."""

    __tablename__ = "campaign_told"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
    whole: Mapped[Decimal | None]
    is_correction: Mapped[bool]
    reason: Mapped[str]
    told_at: Mapped[datetime]

    @property
    def figure(self) -> Figure:
        return Figure(self.amount, self.whole)


class SentRow(Table):
    """What this federation told upward last."""

    __tablename__ = "campaign_sent"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    amount: Mapped[Decimal]
    whole: Mapped[Decimal | None]
    parts: Mapped[dict[str, Any]]

    @property
    def figure(self) -> Figure:
        return Figure(self.amount, self.whole)


class PartRow(Table):
    """What a body further below has, where the target is each such body's; `via` is who right below told it.

    It is shown and never added: the sum of whoever told it holds it already.
    """

    __tablename__ = "campaign_part"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(primary_key=True)
    via: Mapped[str]
    revision: Mapped[int]
    amount: Mapped[Decimal]
    whole: Mapped[Decimal | None]
    told_at: Mapped[datetime]

    @property
    def figure(self) -> Figure:
        return Figure(self.amount, self.whole)
