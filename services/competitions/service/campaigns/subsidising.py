"""Subsidies: applied for with receipts, approved by somebody else within the budget, paid or recalled (B2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation.campaign import Campaign
from services.common.regulation.campaign_bodies import unit_kinds
from services.common.regulation.campaign_subsidies import Subsidy
from services.common.roles import Role
from services.common.worklist import Audience, close_task, notify, open_task
from services.competitions.domain.campaigns import subsidies as domain
from services.competitions.models.subsidy import SubsidyRow
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.queries.campaigns.subsidies import find_held, subsidies
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns.owing import audience_of
from services.competitions.store import SERVICE, db


def account_of(campaign: Campaign, rows: Sequence[SubsidyRow]) -> domain.Account:
    return domain.account(campaign.budget or Decimal(0), [row.to_domain() for row in rows])


def apply_for_subsidy(
    who: Principal, campaign_id: UUID, standard_id: str, contest_id: UUID, spent: Decimal, proofs: Sequence[str],
    files: Sequence[dict[str, Any]], *, now: datetime,
) -> UUID:  # fmt: skip
    """The unit that held the contest asks; how much, the standard says."""
    today = day_of(now)
    with db.transaction(who.tenant) as session:
        campaign = find_campaign(session, campaign_id, lock=True)
        found = find_held(session, contest_id)
        if found is None:
            raise NotFound("not_found")
        contest, held = found
        allow(bool(contest.organiser_path) and rules.may_report_for(who, contest.organiser_path), "claim_not_yours")
        standard = _standard(campaign.rules, standard_id)
        unit = directory.find_unit(session, held.unit_id)
        if unit.kind not in unit_kinds(standard.of):
            raise DomainError("no_standard_for", standard=standard.title)
        rows = subsidies(session, campaign_id)
        calendar = directory.calendar(session, around=held.held_on)
        amount = domain.check_claim(
            standard,
            held,
            spent=spent,
            proofs=proofs if files else (),
            claims=[each.to_domain() for each in _all(session)],
            left=account_of(campaign.rules, rows).left,
            today=today,
            add_working_days=calendar.add_working_days,
        )
        row = SubsidyRow(
            tenant=who.tenant, id=new_id(), campaign_id=campaign_id, standard=standard_id, contest_id=contest_id,
            contest_title=contest.title, unit_id=unit.id, unit_path=unit.path, unit_name=unit.name, level=held.level,
            heads=held.heads, spent=spent, amount=amount, proofs=list(proofs), files=list(files),
            status=str(domain.Status.APPLIED), applied_by=who.subject, applied_at=now, decided_by="", reason="",
            version=1,
        )  # fmt: skip
        session.add(row)
        audit.record(
            session, who, "subsidy_applied", "campaign", campaign_id, at=now, contest=contest_id, amount=amount,
            spent=spent, standard=standard_id,
        )  # fmt: skip
        open_task(
            session, SERVICE, "subsidy", row.id, title=f"审批补助：{unit.name} {contest.title}", url=address(row),
            to=Audience(role=Role.SECRETARY), now=now, started_by=who.subject,
        )  # fmt: skip
    return row.id


def decide_on_subsidy(
    who: Principal, subsidy_id: UUID, *, grant: bool, reason: str, expected: int, now: datetime
) -> None:
    """By somebody other than the applicant; the budget is asked again."""
    allow(rules.may_run(who), "not_campaign_clerk")
    if not grant and not reason.strip():
        raise Invalid({"reason": "不予补助须写明理由"})

    def decided(claim: domain.Claim, left: Decimal) -> domain.Claim:
        return domain.approve(claim, by=who.subject, left=left) if grant else domain.refuse(claim, by=who.subject)

    action = "subsidy_approved" if grant else "subsidy_refused"
    _step(who, subsidy_id, decided, action, reason=reason, expected=expected, now=now)


def pay_subsidy(who: Principal, subsidy_id: UUID, *, expected: int, now: datetime) -> None:
    """Recorded as paid out."""
    allow(rules.may_run(who), "not_campaign_clerk")
    _step(who, subsidy_id, lambda claim, _left: domain.pay(claim), "subsidy_paid", expected=expected, now=now)


def recall_subsidy(who: Principal, subsidy_id: UUID, *, reason: str, expected: int, now: datetime) -> None:
    """What was granted comes back into the budget, with the reason."""
    allow(rules.may_run(who), "not_campaign_clerk")
    if not reason.strip():
        raise Invalid({"reason": "收回补助须写明理由"})
    _step(
        who, subsidy_id, lambda claim, _left: domain.recall(claim), "subsidy_recalled", reason=reason,
        expected=expected, now=now,
    )  # fmt: skip


def _step(
    who: Principal, subsidy_id: UUID, act: Callable[[domain.Claim, Decimal], domain.Claim], action: str, *,
    expected: int, now: datetime, reason: str = "",
) -> None:  # fmt: skip
    with db.transaction(who.tenant) as session:
        row = find_subsidy(session, subsidy_id)
        # The campaign's lock makes two grants come one after the other: neither spends what the other took.
        campaign = find_campaign(session, row.campaign_id, lock=True)
        session.refresh(row)
        if row.version != expected:
            raise ChangedMeanwhile("changed_meanwhile")
        left = account_of(campaign.rules, subsidies(session, row.campaign_id)).left
        row.apply(act(row.to_domain(), left))
        _date(row, reason, now)
        audit.record(
            session, who, action, "campaign", row.campaign_id, at=now, subsidy=row.id, contest=row.contest_id,
            amount=row.amount, reason=row.reason,
        )  # fmt: skip
        close_task(session, SERVICE, "subsidy", row.id, by=who.subject, now=now)
        _tell(session, row, action, now)


def _date(row: SubsidyRow, reason: str, now: datetime) -> None:
    row.reason = reason.strip()[:500] or row.reason
    match domain.Status(row.status):
        case domain.Status.APPROVED | domain.Status.REFUSED:
            row.decided_at = now
        case domain.Status.PAID:
            row.paid_on = day_of(now)
        case domain.Status.RECALLED:
            row.recalled_on = day_of(now)


def _tell(session: Session, row: SubsidyRow, action: str, now: datetime) -> None:
    says = {
        "subsidy_approved": "已批准",
        "subsidy_refused": "未批准",
        "subsidy_paid": "已发放",
        "subsidy_recalled": "已收回",
    }[action]
    unit = directory.find_unit(session, row.unit_id)
    notify(
        session,
        SERVICE,
        to=Audience(role=audience_of(unit.kind), unit_path=row.unit_path),
        title=f"补助{says}：{row.contest_title}",
        body=f"{row.unit_name}，{row.amount:,.2f} 元。{row.reason}",
        url=address(row),
        now=now,
    )


def find_subsidy(session: Session, subsidy_id: UUID) -> SubsidyRow:
    row = session.scalar(select(SubsidyRow).where(SubsidyRow.tenant == tenant_of(session), SubsidyRow.id == subsidy_id))
    if row is None:
        raise NotFound("not_found")
    return row


def address(row: SubsidyRow) -> str:
    return f"/competitions/{row.tenant}/campaigns/{row.campaign_id}/subsidies"


def _all(session: Session) -> list[SubsidyRow]:
    """Of every campaign: one contest has one subsidy, whichever campaign paid it."""
    return list(session.scalars(select(SubsidyRow).where(SubsidyRow.tenant == tenant_of(session))))


def _standard(campaign: Campaign, standard_id: str) -> Subsidy:
    for each in campaign.subsidies:
        if each.id == standard_id:
            return each
    raise NotFound("not_found")
