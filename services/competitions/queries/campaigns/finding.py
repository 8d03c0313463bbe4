"""Campaigns by id and as a list."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.errors import NotFound
from services.common.paging import SIZE
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_bodies import BELOW, UNITS
from services.common.regulation.campaign_targets import CampaignTarget
from services.competitions.models.campaign import CampaignRow


def find_campaign(session: Session, campaign_id: UUID, *, lock: bool = False) -> CampaignRow:
    """With a lock, who changes its figures comes one after the other: no sum misses another's part."""
    asked = select(CampaignRow).where(CampaignRow.tenant == tenant_of(session), CampaignRow.id == campaign_id)
    row = session.scalar(asked.with_for_update() if lock else asked)
    if row is None:
        raise NotFound("not_found")
    return row


def list_campaigns(session: Session, *, after: UUID | None = None, size: int = SIZE) -> list[CampaignRow]:
    """Newest first, one more than a page."""
    asked = select(CampaignRow).where(CampaignRow.tenant == tenant_of(session))
    if after is not None:
        asked = asked.where(CampaignRow.id < after)
    return list(session.scalars(asked.order_by(CampaignRow.id.desc()).limit(size + 1)))


def targets_here(row: CampaignRow, rules: Campaign) -> tuple[CampaignTarget, ...]:
    """All of one's own campaign; of a superior's what is split, and what is of levels or units below it."""
    if not row.from_tenant:
        return rules.targets
    return tuple(each for each in rules.targets if each.split or any(of in BELOW or of in UNITS for of in each.of))


def find_target(row: CampaignRow, rules: Campaign, target_id: str) -> CampaignTarget:
    for each in targets_here(row, rules):
        if each.id == target_id:
            return each
    raise NotFound("not_found")
