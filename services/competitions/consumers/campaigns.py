"""From above a campaign and shares, from below shares taken and figures. Who tells stands right above or below."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from pioneer.competitions.v1 import campaign_events_pb2 as events
from sqlalchemy.orm import Session

from services.common import directory
from services.common.consumers import Event, Forged, NotYet
from services.common.db import tenant_of
from services.competitions.consumers.handlers import handlers
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.models.campaign import CampaignRow, ToldRow
from services.competitions.models.record import VisitRow
from services.competitions.service.campaigns.publishing import made, receive_campaign
from services.competitions.service.campaigns.recording import receive_answer, receive_finding
from services.competitions.service.campaigns.reporting import receive_figure
from services.competitions.service.campaigns.sharing import receive_offer, receive_taken


def _to(_event: Event, said: Any) -> str:
    return str(said.to_tenant)


@handlers.on(events.CampaignDeployed, tenant_of=_to)
def campaign_deployed(session: Session, event: Event, said: events.CampaignDeployed) -> None:
    _from_above(session, event, said)
    row = made(
        said.to_tenant,
        UUID(said.campaign_id),
        said.campaign,
        orjson.loads(said.document),
        regulation=(said.regulation, said.regulation_version),
        from_tenant=said.from_tenant,
        by=said.from_tenant,
        now=event.at,
    )
    receive_campaign(session, row, now=event.at)


@handlers.on(events.ShareOffered, tenant_of=_to)
def share_offered(session: Session, event: Event, said: events.ShareOffered) -> None:
    _from_above(session, event, said)
    row = _known(session, said)
    _known_as(row.from_tenant, said.from_tenant)
    receive_offer(session, row.id, said.target_id, Decimal(said.amount), now=event.at)


@handlers.on(events.ShareTaken, tenant_of=_to)
def share_taken(session: Session, event: Event, said: events.ShareTaken) -> None:
    _from_below(session, event, said)
    row = _known(session, said)
    receive_taken(session, row.id, said.target_id, said.from_tenant, Decimal(said.amount), now=event.at)


@handlers.on(events.FigureTold, tenant_of=_to)
def figure_told(session: Session, event: Event, said: events.FigureTold) -> None:
    _from_below(session, event, said)
    row = _known(session, said)
    told = ToldRow(
        tenant=row.tenant,
        campaign_id=row.id,
        target_id=said.target_id,
        body=said.from_tenant,
        revision=said.revision,
        amount=Decimal(said.amount),
        whole=Decimal(said.whole) if said.whole else None,
        is_correction=said.is_correction,
        reason=said.reason,
        told_at=event.at,
    )
    parts = {each.body: _figure(each) for each in said.parts}
    for body in parts:
        if said.from_tenant not in [each.code for each in directory.lineage(session, body)[1:]]:
            raise Forged(f"{said.from_tenant} tells of {body}, which does not stand below it")
    receive_figure(session, told, parts, now=event.at)


@handlers.on(events.FindingTold, tenant_of=_to)
def finding_told(session: Session, event: Event, said: events.FindingTold) -> None:
    _from_above(session, event, said)
    row = _known(session, said)
    _known_as(row.from_tenant, said.from_tenant)
    visit = VisitRow(
        tenant=row.tenant,
        id=UUID(said.visit_id),
        campaign_id=row.id,
        body="",
        body_name=directory.find_tenant(session, row.tenant).name,
        visited_on=date.fromisoformat(said.visited_on),
        finding=said.finding,
        mend_by=date.fromisoformat(said.mend_by) if said.mend_by else None,
        answer="",
        recorded_by=said.from_tenant,
        recorded_at=event.at,
        from_tenant=said.from_tenant,
        version=1,
    )
    receive_finding(session, row, visit, now=event.at)


@handlers.on(events.FindingAnswered, tenant_of=_to)
def finding_answered(session: Session, event: Event, said: events.FindingAnswered) -> None:
    _from_below(session, event, said)
    row = _known(session, said)
    solved_on = date.fromisoformat(said.solved_on)
    receive_answer(session, row, UUID(said.visit_id), said.from_tenant, said.answer, solved_on, now=event.at)


def _figure(said: events.BodyFigure) -> Figure:
    return Figure(Decimal(said.amount), Decimal(said.whole) if said.whole else None)


def _from_above(session: Session, event: Event, said: Any) -> None:
    _by_the_sender(event, said)
    if directory.find_tenant(session, tenant_of(session)).parent_code != said.from_tenant:
        raise Forged(f"{said.from_tenant} does not stand above {said.to_tenant}")


def _from_below(session: Session, event: Event, said: Any) -> None:
    _by_the_sender(event, said)
    if directory.find_tenant(session, said.from_tenant).parent_code != tenant_of(session):
        raise Forged(f"{said.from_tenant} does not stand below {said.to_tenant}")


def _by_the_sender(event: Event, said: Any) -> None:
    """Only the sender's own transaction can have told it: the envelope's tenant is the sender."""
    if event.tenant != said.from_tenant:
        raise Forged(f"told for {said.from_tenant} by {event.tenant}")


def _known(session: Session, said: Any) -> CampaignRow:
    row = session.get(CampaignRow, (tenant_of(session), UUID(said.campaign_id)))
    if row is None:
        raise NotYet(f"campaign {said.campaign_id}")
    return row


def _known_as(superior: str, sender: str) -> None:
    if superior != sender:
        raise Forged(f"{sender} tells of a campaign of {superior}")
