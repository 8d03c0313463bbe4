"""Units file what they owe; the clock reminds them before and tells the federation after (B7, E6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.errors import DomainError, NotFound, allow
from services.common.principal import Principal
from services.common.regulation.campaign_filings import Filing
from services.common.roles import Role
from services.common.worklist import Audience, close_task, notify
from services.competitions.domain.campaigns.filings import check_filing
from services.competitions.models.campaign import CampaignRow
from services.competitions.models.filing import FilingRow
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns.owing import audience_of, next_reminder, task_key
from services.competitions.store import SERVICE, db

AT_ONCE = 500


def find_filing(session: Session, campaign_id: UUID, filing_id: str, unit_id: UUID, *, lock: bool = False) -> FilingRow:
    asked = select(FilingRow).where(
        FilingRow.tenant == tenant_of(session),
        FilingRow.campaign_id == campaign_id,
        FilingRow.filing_id == filing_id,
        FilingRow.unit_id == unit_id,
    )
    row = session.scalar(asked.with_for_update() if lock else asked)
    if row is None:
        raise NotFound("not_found")
    return row


def file_document(
    who: Principal, campaign_id: UUID, filing_id: str, unit_id: UUID, files: Sequence[dict[str, Any]], *,
    now: datetime, note: str = "",
) -> None:  # fmt: skip
    """What a unit owes is there, in time or late; a form that is made from entries needs no file."""
    today = day_of(now)
    with db.transaction(who.tenant) as session:
        campaign = find_campaign(session, campaign_id)
        row = find_filing(session, campaign_id, filing_id, unit_id, lock=True)
        allow(rules.may_report_for(who, row.unit_path), "not_reporting_for")
        filing = campaign.rules.filing(filing_id)
        check_filing(row.to_domain(), filing, today)
        if not files and filing.made_from is None:
            raise DomainError("file_to_report")
        row.filed_on, row.filed_at, row.filed_by = today, now, who.subject
        row.files, row.note, row.remind_on, row.version = list(files), note.strip(), None, row.version + 1
        audit.record(
            session, who, "document_filed", "campaign", campaign_id, at=now, filing=filing_id, unit=unit_id,
            days_late=row.to_domain().days_late(today), files=[each["sha256"] for each in files],
        )  # fmt: skip
        key = task_key(campaign_id, filing_id, unit_id)
        close_task(session, SERVICE, "filing", key, by=who.subject, now=now)


def remind_and_tell(tenant: str, *, now: datetime) -> int:
    """Reminds who owes something that is due soon, and tells the clerk of what is overdue; once each."""
    today = day_of(now)
    with db.transaction(tenant) as session:
        asked = (
            select(FilingRow)
            .where(
                FilingRow.tenant == tenant,
                FilingRow.filed_on.is_(None),
                or_(
                    FilingRow.remind_on <= today,
                    (FilingRow.due_on < today) & FilingRow.overdue_told_on.is_(None),
                ),
            )
            .order_by(FilingRow.campaign_id, FilingRow.filing_id, FilingRow.unit_path)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        rows = list(session.scalars(asked))
        overdue: dict[tuple[UUID, str], list[FilingRow]] = {}
        for row in rows:
            campaign = find_campaign(session, row.campaign_id)
            filing = campaign.rules.filing(row.filing_id)
            if row.due_on < today:
                row.overdue_told_on, row.remind_on = today, None
                overdue.setdefault((row.campaign_id, row.filing_id), []).append(row)
            else:
                _remind(session, campaign, filing, row, today, now)
        for (campaign_id, filing_id), late in overdue.items():
            _tell_overdue(session, find_campaign(session, campaign_id), filing_id, late, now)
    return len(rows)


def _remind(
    session: Session, campaign: CampaignRow, filing: Filing, row: FilingRow, today: date, now: datetime
) -> None:
    row.remind_on = next_reminder(filing, row.due_on, _after(today))
    unit = directory.find_unit(session, row.unit_id)
    notify(
        session,
        SERVICE,
        to=Audience(role=audience_of(unit.kind), unit_path=row.unit_path),
        title=f"请于 {row.due_on.isoformat()} 前报送 {filing.title}",
        body=f"{campaign.title}：{row.unit_name} 尚未报送 {filing.title}，一式 {filing.copies} 份。",
        url=address(row),
        now=now,
    )
    audit.record(
        session, audit.CLOCK, "filing_reminded", "campaign", campaign.id, at=now, filing=filing.id, unit=row.unit_id
    )


def _tell_overdue(
    session: Session, campaign: CampaignRow, filing_id: str, late: Sequence[FilingRow], now: datetime
) -> None:
    filing = campaign.rules.filing(filing_id)
    notify(
        session,
        SERVICE,
        to=Audience(role=Role.SECRETARY),
        title=f"{len(late)} 个单位逾期未报送 {filing.title}",
        body=f"{campaign.title}：{'、'.join(row.unit_name for row in late[:20])}",
        url=f"/competitions/{campaign.tenant}/campaigns/{campaign.id}/filings",
        now=now,
    )
    audit.record(
        session, audit.CLOCK, "filing_overdue", "campaign", campaign.id, at=now, filing=filing_id,
        units=[row.unit_id for row in late],
    )  # fmt: skip


def address(row: FilingRow) -> str:
    return f"/competitions/{row.tenant}/campaigns/{row.campaign_id}/filings/{row.filing_id}/{row.unit_id}"


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
