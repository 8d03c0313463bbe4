"""Who owes what: a row and a task for each unit and filing, from the campaign's beginning (B7, E6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import directory
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_bodies import unit_kinds
from services.common.regulation.campaign_filings import Filing
from services.common.roles import Role
from services.common.worklist import NO_REMINDER, REMIND_DAYS, Audience, open_task
from services.competitions.domain.campaigns.filings import due_on, reminder_days
from services.competitions.models.campaign import CampaignRow
from services.competitions.models.filing import FilingRow
from services.competitions.store import SERVICE, db


def lay_filings(session: Session, row: CampaignRow, rules: Campaign, *, on: date, now: datetime) -> int:
    """For every unit of the kinds meant that has none yet; returns how many. A day not announced is laid when it is."""
    return sum(lay_filing(session, row, rules, each, on=on, now=now) for each in rules.filings)


def lay_filing(
    session: Session, row: CampaignRow, rules: Campaign, filing: Filing, *, on: date, now: datetime, past: bool = True
) -> int:
    """Of one filing; nothing while its day is still to be announced, and what was due before `on` only with `past`."""
    announced = row.announced_on(filing.id)
    if filing.due.from_ == "announced" and announced is None:
        return 0
    calendar = directory.calendar(session, around=announced or rules.runs.from_)
    due = due_on(filing, rules, announced=announced, add_working_days=calendar.add_working_days)
    return _lay(session, row, filing, due, on, now) if past or due >= on else 0


def lay_late_units(tenant: str, *, now: datetime) -> int:
    """Units that came after a campaign began owe what is still due from the day they came; how many filings."""
    today = day_of(now)
    laid = 0
    with db.transaction(tenant) as session:
        running = select(CampaignRow).where(CampaignRow.tenant == tenant, CampaignRow.ends_on >= today)
        for row in session.scalars(running.order_by(CampaignRow.id).with_for_update(skip_locked=True)):
            rules = row.rules
            laid += sum(lay_filing(session, row, rules, each, on=today, now=now, past=False) for each in rules.filings)
    return laid


def _lay(session: Session, row: CampaignRow, filing: Filing, due: date, on: date, now: datetime) -> int:
    asked = select(FilingRow.unit_id).where(
        FilingRow.tenant == tenant_of(session), FilingRow.campaign_id == row.id, FilingRow.filing_id == filing.id
    )
    known = set(session.scalars(asked))
    units = directory.units_below(session, "", kinds=unit_kinds(filing.of), on=on) if unit_kinds(filing.of) else []
    fresh = [each for each in units if each.id not in known]
    for unit in fresh:
        session.add(
            FilingRow(
                tenant=row.tenant, campaign_id=row.id, filing_id=filing.id, unit_id=unit.id, unit_path=unit.path,
                unit_name=unit.name, due_on=due, remind_on=next_reminder(filing, due, on), filed_by="", files=[],
                note="", version=1,
            )
        )  # fmt: skip
        open_task(
            session, SERVICE, "filing", task_key(row.id, filing.id, unit.id), title=f"报送 {filing.title}",
            url=f"/competitions/{row.tenant}/campaigns/{row.id}/filings/{filing.id}/{unit.id}",
            to=Audience(role=audience_of(unit.kind), unit_path=unit.path), now=now, due_on=due,
            remind_days=filing.due.remind_days or (NO_REMINDER if filing.remind else REMIND_DAYS),
        )  # fmt: skip
    return len(fresh)


def audience_of(kind: str) -> Role:
    """Reviewing unions by their reviewers, grassroots unions and teams by their applicants."""
    return Role.REVIEWER if kind in ("township", "industry", "direct") else Role.APPLICANT


def task_key(campaign_id: UUID, filing_id: str, unit_id: UUID) -> str:
    return f"{campaign_id}/{filing_id}/{unit_id}"


def next_reminder(filing: Filing, due: date, after: date) -> date | None:
    """The first day of reminding that is not over."""
    return next((day for day in reminder_days(filing, due) if day >= after), None)
