"""Activities, visits and promises of a campaign, newest first."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
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
