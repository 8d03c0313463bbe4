"""What goes to other federations: a campaign and shares downward, shares taken and figures upward. Only as events."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import orjson
from pioneer.competitions.v1 import campaign_events_pb2 as events
from sqlalchemy.orm import Session

from services.common import outbox
from services.common.db import tenant_of
from services.common.regulation.bounds import plain
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_targets import CampaignTarget
from services.common.worklist import stamp
from services.competitions.models.campaign import CampaignRow, SentRow
from services.competitions.queries.campaigns.bodies import children, is_reached
from services.competitions.queries.campaigns.figures import figure_here

TOPIC = "competitions.campaigns"


def deploy(session: Session, row: CampaignRow, rules: Campaign, *, on: date, now: datetime) -> list[str]:
    """To each federation right below that is meant, or stands between; returns their codes."""
    if rules.deployed is None:
        return []
    own = tenant_of(session)
    found = [each.code for each in children(session, own, on=on) if is_reached(each.level, rules.deployed.to)]
    document = orjson.dumps(row.document).decode()
    for code in found:
        said = events.CampaignDeployed(
            campaign_id=str(row.id),
            from_tenant=own,
            to_tenant=code,
            campaign=row.key,
            regulation=row.regulation,
            regulation_version=row.regulation_version,
            document=document,
            deployed_at=stamp(now),
        )
        outbox.tell(session, TOPIC, row.id, said, at=now)
    return found


def tell_offer(session: Session, row: CampaignRow, target_id: str, code: str, amount: Decimal, now: datetime) -> None:
    said = events.ShareOffered(
        campaign_id=str(row.id),
        from_tenant=tenant_of(session),
        to_tenant=code,
        target_id=target_id,
        amount=plain(amount),
        offered_at=stamp(now),
    )
    outbox.tell(session, TOPIC, row.id, said, at=now)


def tell_taken(session: Session, row: CampaignRow, target_id: str, amount: Decimal, now: datetime) -> None:
    said = events.ShareTaken(
        campaign_id=str(row.id),
        from_tenant=tenant_of(session),
        to_tenant=row.from_tenant,
        target_id=target_id,
        amount=plain(amount),
        taken_at=stamp(now),
    )
    outbox.tell(session, TOPIC, row.id, said, at=now)


def tell_figure(
    session: Session,
    row: CampaignRow,
    rules: Campaign,
    target: CampaignTarget,
    *,
    now: datetime,
    is_correction: bool = False,
    reason: str = "",
) -> bool:
    """The whole figure of here, if there is a superior and it differs from what was told last."""
    if not row.from_tenant:
        return False
    session.flush()
    figure = figure_here(session, row, rules, target)
    sent = session.get(SentRow, (row.tenant, row.id, target.id))
    if figure is None or (sent is not None and sent.figure == figure):
        return False
    if sent is None:
        sent = SentRow(tenant=row.tenant, campaign_id=row.id, target_id=target.id, revision=0)
        session.add(sent)
    sent.revision, sent.amount, sent.whole = sent.revision + 1, figure.amount, figure.whole
    said = events.FigureTold(
        campaign_id=str(row.id),
        from_tenant=row.tenant,
        to_tenant=row.from_tenant,
        target_id=target.id,
        amount=plain(figure.amount),
        whole="" if figure.whole is None else plain(figure.whole),
        revision=sent.revision,
        is_correction=is_correction,
        reason=reason,
        told_at=stamp(now),
    )
    outbox.tell(session, TOPIC, row.id, said, at=now)
    return True
