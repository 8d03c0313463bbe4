"""Activities, visits and promises of a campaign, newest first."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.models.campaign import CampaignRow
from services.competitions.models.record import ActivityRow, PromiseRow, VisitRow

MOST = 500


def activities(session: Session, campaign_id: UUID, *, kind: str = "") -> list[ActivityRow]:
    asked = select(ActivityRow).where(ActivityRow.tenant == tenant_of(session), ActivityRow.campaign_id == campaign_id)
    asked = asked.where(ActivityRow.kind == kind) if kind else asked
    return list(session.scalars(asked.order_by(ActivityRow.id.desc()).limit(MOST)))


def visits(session: Session, campaign_id: UUID) -> list[VisitRow]:
    asked = select(VisitRow).where(VisitRow.tenant == tenant_of(session), VisitRow.campaign_id == campaign_id)
    return list(session.scalars(asked.order_by(VisitRow.id.desc()).limit(MOST)))


def promises(session: Session, campaign_id: UUID) -> list[PromiseRow]:
    asked = select(PromiseRow).where(PromiseRow.tenant == tenant_of(session), PromiseRow.campaign_id == campaign_id)
    return list(session.scalars(asked.order_by(PromiseRow.id.desc()).limit(MOST)))


def public_promises(session: Session) -> list[tuple[CampaignRow, list[PromiseRow]]]:
    """By campaign, newest first; a campaign whose promises are not public is not among them."""
    mine = tenant_of(session)
    promised = select(PromiseRow.campaign_id).where(PromiseRow.tenant == mine)
    campaigns = select(CampaignRow).where(CampaignRow.tenant == mine, CampaignRow.id.in_(promised))
    rows = session.scalars(campaigns.order_by(CampaignRow.id.desc()).limit(MOST))
    shown = {row.id: row for row in rows if (rule := row.rules.promises) and rule.public}
    asked = select(PromiseRow).where(PromiseRow.tenant == mine, PromiseRow.campaign_id.in_(shown))
    made: dict[UUID, list[PromiseRow]] = {id_: [] for id_ in shown}
    for each in session.scalars(asked.order_by(PromiseRow.id.desc()).limit(MOST)):
        made[each.campaign_id].append(each)
    return [(shown[id_], theirs) for id_, theirs in made.items() if theirs]
