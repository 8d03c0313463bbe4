"""What goes to other federations: a campaign and shares downward, shares taken and figures upward. Only as events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import orjson
from pioneer.competitions.v1 import campaign_events_pb2 as events
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import outbox
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.regulation.bounds import plain
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_targets import CampaignTarget, Counted
from services.common.worklist import stamp
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.models.campaign import CampaignRow, SentRow
from services.competitions.models.record import VisitRow
from services.competitions.queries.campaigns.bodies import children, is_reached
from services.competitions.queries.campaigns.figures import figure_here, parts_here
from services.competitions.queries.campaigns.finding import find_campaign, targets_here
from services.competitions.store import db

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
    parts = {body: _plain(each) for body, each in parts_here(session, row, target, on=day_of(now)).items()}
    sent = session.get(SentRow, (row.tenant, row.id, target.id))
    if figure is None or (sent is not None and sent.figure == figure and sent.parts == parts):
        return False
    if sent is None:
        sent = SentRow(tenant=row.tenant, campaign_id=row.id, target_id=target.id, revision=0)
        session.add(sent)
    sent.revision, sent.amount, sent.whole = sent.revision + 1, figure.amount, figure.whole
    sent.parts = parts
    said = events.FigureTold(
        campaign_id=str(row.id),
        from_tenant=row.tenant,
        to_tenant=row.from_tenant,
        target_id=target.id,
        amount=_plain(figure)[0],
        whole=_plain(figure)[1],
        revision=sent.revision,
        is_correction=is_correction,
        reason=reason,
        told_at=stamp(now),
        parts=[events.BodyFigure(body=body, amount=each[0], whole=each[1]) for body, each in parts.items()],
    )
    outbox.tell(session, TOPIC, row.id, said, at=now)
    return True


def tell_counted(tenant: str, *, now: datetime) -> int:
    """Counted figures go upward when the facts have changed, whatever changed them; how many were told.

    By the clock: contests end in one place, honours are told by another service and activities recorded in a third,
    and the copy of honours may tell nothing, since it is made anew by a replay.
    """
    with db.read(tenant) as session:
        waiting = list(session.scalars(_WITH_COUNTED, {"t": tenant, "since": day_of(now) - AFTERWARDS}))
    told = 0
    for id_ in waiting:
        with db.transaction(tenant) as session:
            row = find_campaign(session, id_, lock=True)
            rules = row.rules
            counted = [each for each in targets_here(row, rules) if isinstance(each, Counted)]
            told += sum(tell_figure(session, row, rules, each, now=now) for each in counted)
    return told


AFTERWARDS = timedelta(days=366)
"""A contest of the year may be finalised after it, and is counted by the day on which it was held."""
_WITH_COUNTED = text(
    "select id from campaign where tenant = :t and from_tenant <> '' and ends_on >= :since"
    " and jsonb_path_exists(document, '$.campaigns.*.targets[*].count') order by id"
)


def tell_finding(session: Session, row: CampaignRow, visit: VisitRow, *, now: datetime) -> None:
    """To the federation below that was visited."""
    said = events.FindingTold(
        campaign_id=str(row.id),
        visit_id=str(visit.id),
        from_tenant=row.tenant,
        to_tenant=visit.body,
        visited_on=visit.visited_on.isoformat(),
        finding=visit.finding,
        mend_by=visit.mend_by.isoformat() if visit.mend_by else "",
        told_at=stamp(now),
    )
    outbox.tell(session, TOPIC, row.id, said, at=now)


def tell_answer(session: Session, visit: VisitRow, solved_on: date, *, now: datetime) -> None:
    """To the superior that found it."""
    said = events.FindingAnswered(
        campaign_id=str(visit.campaign_id),
        visit_id=str(visit.id),
        from_tenant=visit.tenant,
        to_tenant=visit.from_tenant,
        answer=visit.answer,
        solved_on=solved_on.isoformat(),
        answered_at=stamp(now),
    )
    outbox.tell(session, TOPIC, visit.campaign_id, said, at=now)


def _plain(figure: Figure) -> list[str]:
    return [plain(figure.amount), "" if figure.whole is None else plain(figure.whole)]
