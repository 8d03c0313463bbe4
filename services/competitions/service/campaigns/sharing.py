"""A total in shares: handed out to those below, taken on or raised by them, held against the total (D1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, allow
from services.common.principal import Principal
from services.common.worklist import close_task
from services.competitions.domain.campaigns.targets import take_share
from services.competitions.models.campaign import CampaignRow, ShareRow
from services.competitions.queries.campaigns.bodies import children
from services.competitions.queries.campaigns.figures import shares
from services.competitions.queries.campaigns.finding import find_campaign, find_target, targets_here
from services.competitions.rules import campaigns as rules_
from services.competitions.service.campaigns import telling
from services.competitions.store import SERVICE, db


def offer_shares(
    who: Principal, campaign_id: UUID, target_id: str, amounts: Mapping[str, Decimal], *, expected: int, now: datetime
) -> None:
    """Each federation below gets its figure; what did not change is not told again."""
    allow(rules_.may_run(who), "not_campaign_clerk")
    with db.transaction(who.tenant) as session:
        row = _seen(session, campaign_id, expected)
        target = find_target(row, row.rules, target_id)
        if not target.split:
            raise DomainError("not_split", title=target.title)
        below = {each.code for each in children(session, who.tenant, on=day_of(now))}
        if unknown := set(amounts) - below:
            raise Invalid({"body": f"不是直属下级：{'、'.join(sorted(unknown))}"})
        changed = {}
        for code, amount in amounts.items():
            if amount < 0 or (target.is_rate and amount > 100):
                raise DomainError("share_beyond_100")
            share = share_of(session, row, target_id, code)
            if share.offered != amount:
                share.offered, share.offered_at = amount, now
                telling.tell_offer(session, row, target_id, code, amount, now)
                changed[code] = amount
        audit.record(session, who, "shares_offered", "campaign", row.id, at=now, target=target_id, amounts=changed)


def take_on(
    who: Principal, campaign_id: UUID, target_id: str, amount: Decimal, *, expected: int, now: datetime
) -> None:
    """What this federation takes on of the superior's target."""
    allow(rules_.may_run(who), "not_campaign_clerk")
    with db.transaction(who.tenant) as session:
        row = _seen(session, campaign_id, expected)
        target = find_target(row, row.rules, target_id)
        if not row.from_tenant:
            raise DomainError("not_split", title=target.title)
        share = share_of(session, row, target_id, "")
        take_share(target, offered=share.offered or Decimal(0), own=amount)
        share.taken, share.taken_at = amount, now
        telling.tell_taken(session, row, target_id, amount, now)
        audit.record(session, who, "share_taken", "campaign", row.id, at=now, target=target_id, amount=amount)
        session.flush()
        if _is_all_taken(session, row):
            close_task(session, SERVICE, "take_share", row.id, by=who.subject, now=now)


def receive_offer(session: Session, campaign_id: UUID, target_id: str, amount: Decimal, *, now: datetime) -> None:
    """From above. What must be carried out as given is taken on at once; an older word that comes late is no news."""
    row = find_campaign(session, campaign_id, lock=True)
    target = find_target(row, row.rules, target_id)
    share = share_of(session, row, target_id, "")
    if share.offered_at is not None and share.offered_at > now:
        return
    row.version += 1
    share.offered, share.offered_at = amount, now
    if target.split == "given":
        share.taken, share.taken_at = amount, now
        telling.tell_taken(session, row, target_id, amount, now)
    _record(session, row, row.from_tenant, "share_received", target_id, amount, now)


def receive_taken(
    session: Session, campaign_id: UUID, target_id: str, code: str, amount: Decimal, *, now: datetime
) -> None:
    """From below; an older word that comes late is no news."""
    row = find_campaign(session, campaign_id, lock=True)
    share = share_of(session, row, target_id, code)
    if share.taken_at is not None and share.taken_at > now:
        return
    row.version += 1
    share.taken, share.taken_at = amount, now
    _record(session, row, code, "share_taken_below", target_id, amount, now)


def _seen(session: Session, campaign_id: UUID, expected: int) -> CampaignRow:
    """The campaign whose shares are as they were seen. Raises ChangedMeanwhile."""
    row = find_campaign(session, campaign_id, lock=True)
    if row.version != expected:
        raise ChangedMeanwhile("changed_meanwhile")
    row.version += 1
    return row


def share_of(session: Session, row: CampaignRow, target_id: str, body: str) -> ShareRow:
    share = session.get(ShareRow, (row.tenant, row.id, target_id, body))
    if share is None:
        share = ShareRow(tenant=row.tenant, campaign_id=row.id, target_id=target_id, body=body)
        session.add(share)
    return share


def _is_all_taken(session: Session, row: CampaignRow) -> bool:
    known = shares(session, row.id)
    split = [each.id for each in targets_here(row, row.rules) if each.split]
    return all((share := known.get((each, ""))) is not None and share.taken is not None for each in split)


def _record(
    session: Session, row: CampaignRow, code: str, action: str, target_id: str, amount: Decimal, now: datetime
) -> None:
    actor = audit.Actor(code, directory.find_tenant(session, code).name)
    audit.record(session, actor, action, "campaign", row.id, at=now, target=target_id, amount=amount)
