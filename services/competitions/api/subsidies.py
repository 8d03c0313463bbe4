"""Subsidies by API. Sums are decimals written as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from services.common.errors import allow
from services.common.http import asking, expected_version
from services.common.http.given import now
from services.common.regulation.bounds import plain
from services.competitions.api.blueprint import blueprint
from services.competitions.api.campaigns import PREFIX, In, noted_files
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.queries.campaigns.subsidies import subsidies
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import subsidising
from services.competitions.store import db


class ClaimIn(In):
    contest_id: UUID
    standard: str = Field(max_length=64)
    spent: Decimal = Field(max_digits=14, decimal_places=2)
    proofs: list[str] = Field(max_length=10)
    files: list[str] = Field(max_length=20, description="已上传文件的 sha256")


class StepIn(In):
    step: Literal["approve", "refuse", "pay", "recall"]
    reason: str = Field("", max_length=500)


@blueprint.get(f"{PREFIX}/subsidies")
@blueprint.doc(summary="补助申请与预算")
def list_subsidies(tenant: str, campaign_id: UUID) -> Any:
    who = asking()
    allow(rules.may_export(who), "not_campaign_clerk")
    with db.read(tenant) as session:
        row = find_campaign(session, campaign_id)
        found = subsidies(session, campaign_id)
    account = subsidising.account_of(row.rules, found)
    return {
        "account": {name: plain(getattr(account, name)) for name in ("budget", "to_pay", "paid", "recalled", "left")},
        "rows": [
            {
                "id": str(each.id),
                "contest_id": str(each.contest_id),
                "unit_id": str(each.unit_id),
                "unit_name": each.unit_name,
                "spent": plain(each.spent),
                "amount": plain(each.amount),
                "status": each.status,
                "reason": each.reason,
                "version": each.version,
            }
            for each in found
        ],
    }


@blueprint.post(f"{PREFIX}/subsidies")
@blueprint.input(ClaimIn)
@blueprint.doc(summary="申请补助")
def post_subsidy(tenant: str, campaign_id: UUID, json_data: ClaimIn) -> Any:
    id_ = subsidising.apply_for_subsidy(
        asking(), campaign_id, json_data.standard, json_data.contest_id, json_data.spent, json_data.proofs,
        noted_files(tenant, json_data.files), now=now(),
    )  # fmt: skip
    return {"id": str(id_)}, 201


@blueprint.post(f"{PREFIX}/subsidies/<uuid:subsidy_id>/decision")
@blueprint.input(StepIn)
@blueprint.doc(summary="批准、不予补助、登记发放、收回", description="If-Match: 申请的 version")
def post_step(tenant: str, campaign_id: UUID, subsidy_id: UUID, json_data: StepIn) -> Any:
    who, version, reason = asking(), expected_version(), json_data.reason
    match json_data.step:
        case "pay":
            subsidising.pay_subsidy(who, subsidy_id, expected=version, now=now())
        case "recall":
            subsidising.recall_subsidy(who, subsidy_id, reason=reason, expected=version, now=now())
        case step:
            grant = step == "approve"
            subsidising.decide_on_subsidy(who, subsidy_id, grant=grant, reason=reason, expected=version, now=now())
    return "", 204
