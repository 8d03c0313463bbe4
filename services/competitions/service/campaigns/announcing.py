"""The day that a regulation left to a later notice (另行通知): announced, its filings fall due (E6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from services.common import audit
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, DomainError, NotFound, allow
from services.common.principal import Principal
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns.owing import lay_filing
from services.competitions.store import db


def announce_day(who: Principal, campaign_id: UUID, filing_id: str, day: date, *, expected: int, now: datetime) -> int:
    """How many units owe it from now on. Once: whoever was told a day keeps it."""
    allow(rules.may_run(who), "not_campaign_clerk")
    today = day_of(now)
    with db.transaction(who.tenant) as session:
        row = find_campaign(session, campaign_id, lock=True)
        campaign = row.rules
        filing = next((each for each in campaign.filings if each.id == filing_id), None)
        if filing is None:
            raise NotFound("not_found")
        if filing.due.from_ != "announced":
            raise DomainError("day_not_left_open", title=filing.title)
        if (known := row.announced_on(filing_id)) is not None:
            raise DomainError("day_announced_already", title=filing.title, day=known)
        if not campaign.runs.from_ <= day <= today:
            raise DomainError("announced_outside_run", first=campaign.runs.from_)
        if row.version != expected:
            raise ChangedMeanwhile("changed_meanwhile")
        row.announced, row.version = {**row.announced, filing_id: day.isoformat()}, row.version + 1
        laid = lay_filing(session, row, campaign, filing, on=today, now=now)
        audit.record(
            session, who, "day_announced", "campaign", campaign_id, at=now, filing=filing_id, day=day, units=laid
        )
    return laid
