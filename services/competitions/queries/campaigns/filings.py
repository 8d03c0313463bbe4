"""Who owes what, filed when; notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_filings import Filing
from services.competitions.domain.campaigns.filings import FilingState
from services.competitions.models.filing import FilingRow, NoticeRow

MOST = 5000


@dataclass(frozen=True)
class Line:
    """One unit's filing as it stands today."""

    row: FilingRow
    filing: Filing
    state: FilingState
    days_late: int
    points_lost: Decimal


def filing_lines(
    session: Session, campaign_id: UUID, rules: Campaign, *, today: date, filing_id: str = "", state: str = ""
) -> list[Line]:
    """In the order of the regulation, then of the tree; `state` one of FilingState."""
    asked = select(FilingRow).where(FilingRow.tenant == tenant_of(session), FilingRow.campaign_id == campaign_id)
    if filing_id:
        asked = asked.where(FilingRow.filing_id == filing_id)
    order = [each.id for each in rules.filings]
    rows = session.scalars(asked.order_by(FilingRow.unit_path).limit(MOST))
    found = [line_of(row, rules, today) for row in rows]
    kept = [each for each in found if not state or each.state == state]
    return sorted(kept, key=lambda each: order.index(each.filing.id))


def count_overdue(session: Session, campaign_id: UUID, rules: Campaign, *, today: date) -> int:
    """What is still owed after its day; what lateness waives is owed no more."""
    owed = [each.id for each in rules.filings if each.due.late != "waived"]
    asked = select(func.count()).where(
        FilingRow.tenant == tenant_of(session),
        FilingRow.campaign_id == campaign_id,
        FilingRow.filing_id.in_(owed),
        FilingRow.filed_on.is_(None),
        FilingRow.due_on < today,
    )
    return int(session.execute(asked).scalar_one())


def line_of(row: FilingRow, rules: Campaign, today: date) -> Line:
    filing, owed = rules.filing(row.filing_id), row.to_domain()
    return Line(row, filing, owed.state(filing, today), owed.days_late(today), owed.points_lost(filing, today))


def notices(session: Session, campaign_id: UUID) -> list[NoticeRow]:
    """Newest first."""
    asked = select(NoticeRow).where(NoticeRow.tenant == tenant_of(session), NoticeRow.campaign_id == campaign_id)
    return list(session.scalars(asked.order_by(NoticeRow.id.desc()).limit(200)))
