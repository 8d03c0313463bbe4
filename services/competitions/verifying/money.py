"""Subsidies: to the cent what the log says was granted, by the standard, once a contest, within the budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.campaign import Campaign
from services.competitions.domain.campaigns.subsidies import STANDING, Status, account
from services.competitions.models.campaign import CampaignRow
from services.competitions.models.subsidy import SubsidyRow

_SAID: Final = {
    "subsidy_approved": Status.APPROVED,
    "subsidy_refused": Status.REFUSED,
    "subsidy_paid": Status.PAID,
    "subsidy_recalled": Status.RECALLED,
}
_ACTS = text(
    "select action, detail ->> 'subsidy' as subsidy, detail ->> 'contest' as contest, detail ->> 'amount' as amount"
    " from log_entry where tenant = :t and object_type = 'campaign' and object_id = :id and action like 'subsidy_%'"
    " order by seq"
)


def faults(session: Session) -> Iterator[str]:
    standing: Counter[str] = Counter()
    for row in session.scalars(select(CampaignRow).where(CampaignRow.tenant == tenant_of(session))):
        asked = select(SubsidyRow).where(SubsidyRow.tenant == row.tenant, SubsidyRow.campaign_id == row.id)
        claims = list(session.scalars(asked.order_by(SubsidyRow.id)))
        standing.update(str(each.contest_id) for each in claims if Status(each.status) in STANDING)
        yield from _as_logged(session, row, claims)
        yield from _within(row, row.rules, claims)
    for contest, times in sorted(standing.items()):
        if times > 1:
            yield f"比武 {contest}：有 {times} 项有效补助，应为一项"


def _as_logged(session: Session, row: CampaignRow, claims: list[SubsidyRow]) -> Iterator[str]:
    """Amount and state of each as the log has them."""
    last: dict[str, Status] = {}
    applied: dict[str, set[Decimal]] = {}
    for entry in session.execute(_ACTS, {"t": row.tenant, "id": str(row.id)}):
        if entry.action == "subsidy_applied":
            applied.setdefault(entry.contest, set()).add(Decimal(entry.amount))
        elif entry.action in _SAID:
            last[entry.subsidy] = _SAID[entry.action]
    for claim in claims:
        if claim.amount not in applied.get(str(claim.contest_id), set()):
            yield f"补助 {claim.id}：金额 {claim.amount:.2f} 元，日志里没有这样申请过"
        said = last.get(str(claim.id), Status.APPLIED)
        if said != claim.status:
            yield f"补助 {claim.id}：现为 {claim.status}，日志里是 {said}"
        if Status(claim.status) in (Status.APPROVED, Status.PAID) and claim.decided_by in ("", claim.applied_by):
            yield f"补助 {claim.id}：没有由另一人审批"


def _within(row: CampaignRow, rules: Campaign, claims: list[SubsidyRow]) -> Iterator[str]:
    spent = account(rules.budget or Decimal(0), [each.to_domain() for each in claims])
    if spent.left < 0:
        yield f"竞赛 {row.id}：已批 {spent.paid + spent.to_pay:.2f} 元，超出预算 {spent.budget:.2f} 元"
