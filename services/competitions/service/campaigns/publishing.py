"""A campaign begins: published by its federation, or received from the superior, and passed on below (B2, C5, D1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.errors import DomainError, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Regulation
from services.common.regulation.campaign import Campaign
from services.common.roles import Role
from services.common.worklist import REMIND_DAYS, Audience, open_task
from services.competitions.domain.campaigns.targets import least
from services.competitions.models.campaign import CampaignRow, ShareRow
from services.competitions.queries.campaigns.finding import targets_here
from services.competitions.rules import campaigns as rules_
from services.competitions.service.campaigns import telling
from services.competitions.service.campaigns.owing import lay_filings
from services.competitions.store import SERVICE, db

HEAD = ("regulation", "title", "tenant", "effective", "source")


def publishable(session: Session, *, on: date) -> list[tuple[str, Campaign]]:
    """The campaigns of the regulations in force that are not published yet, with their regulation's id."""
    asked = select(CampaignRow.regulation, CampaignRow.key).where(
        CampaignRow.tenant == tenant_of(session), CampaignRow.from_tenant == ""
    )
    known = {(row.regulation, row.key) for row in session.execute(asked)}
    return [
        (version.regulation_id, campaign)
        for version in directory.regulations(session, on=on)
        if version.document.get("campaigns")
        for key, campaign in Regulation.from_document(version.document).campaigns.items()
        if (version.regulation_id, key) not in known
    ]


def publish_campaign(who: Principal, regulation_id: str, key: str, *, now: datetime) -> UUID:
    """From the regulation in force; whoever is below learns of it by an event."""
    allow(rules_.may_run(who), "not_campaign_clerk")
    today = day_of(now)
    with db.transaction(who.tenant) as session:
        version = directory.regulation_in_force(session, regulation_id, on=today)
        if key not in (version.document.get("campaigns") or {}):
            raise DomainError("campaign_unknown")
        if not any((regulation_id, key) == (each, found.id) for each, found in publishable(session, on=today)):
            raise DomainError("campaign_published")
        row = _begin(
            session,
            new_id(),
            key,
            only(version.document, key),
            regulation=(regulation_id, version.version),
            from_tenant="",
            by=who.subject,
            now=now,
        )
        told = _go_on(session, row, today, now)
        audit.record(
            session,
            who,
            "campaign_published",
            "campaign",
            row.id,
            at=now,
            regulation=regulation_id,
            regulation_version=version.version,
            deployed_to=told,
        )
    return row.id


def receive_campaign(session: Session, campaign: CampaignRow, *, now: datetime) -> None:
    """A superior's campaign is carried out here as well. Once: told again it changes nothing."""
    if session.get(CampaignRow, (campaign.tenant, campaign.id)) is not None:
        return
    session.add(campaign)
    session.flush()
    today = day_of(now)
    told = _go_on(session, campaign, today, now)
    actor = audit.Actor(campaign.from_tenant, directory.find_tenant(session, campaign.from_tenant).name)
    audit.record(session, actor, "campaign_received", "campaign", campaign.id, at=now, deployed_to=told)
    rules = campaign.rules
    if any(target.split in ("raised", "own") for target in targets_here(campaign, rules)):
        due = rules.deployed.decompose if rules.deployed else None
        open_task(
            session,
            SERVICE,
            "take_share",
            campaign.id,
            title=f"承接并分解 {campaign.title}",
            url=f"/competitions/{campaign.tenant}/campaigns/{campaign.id}",
            to=Audience(role=Role.SECRETARY),
            now=now,
            due_on=due.last_day(year=rules.runs.from_.year) if due and due.on else None,
            remind_days=due.remind_days or REMIND_DAYS if due else REMIND_DAYS,
        )


def made(
    tenant: str, id_: UUID, key: str, document: dict[str, Any], *, regulation: tuple[str, int], from_tenant: str,
    by: str, now: datetime,
) -> CampaignRow:  # fmt: skip
    """The row of a campaign, from its document."""
    rules = Regulation.from_document(document).campaigns[key]
    return CampaignRow(
        tenant=tenant, id=id_, key=key, regulation=regulation[0], regulation_version=regulation[1], title=rules.title,
        document=document, starts_on=rules.runs.from_, ends_on=rules.runs.to, from_tenant=from_tenant,
        published_by=by, announced={}, version=1, published_at=now,
    )  # fmt: skip


def only(document: dict[str, Any], key: str) -> dict[str, Any]:
    """The regulation with this campaign alone, and the forms that its filings name."""
    campaign = document["campaigns"][key]
    named = {each.get("form") for each in campaign.get("filings", [])} - {None}
    forms = {name: form for name, form in document.get("forms", {}).items() if name in named}
    head = {name: document[name] for name in HEAD if name in document}
    return {**head, **({"forms": forms} if forms else {}), "campaigns": {key: campaign}}


def _begin(session: Session, id_: UUID, key: str, document: dict[str, Any], **more: Any) -> CampaignRow:
    row = made(tenant_of(session), id_, key, document, **more)
    session.add(row)
    session.flush()
    return row


def _go_on(session: Session, row: CampaignRow, today: date, now: datetime) -> list[str]:
    """What follows wherever a campaign begins: units owe their filings, those below get it, rates go as they are."""
    rules = row.rules
    lay_filings(session, row, rules, on=today, now=now)
    below = telling.deploy(session, row, rules, on=today, now=now)
    for target in rules.targets:
        if target.split and target.is_rate:
            for code in below:
                amount = least(target.bound)
                session.add(
                    ShareRow(
                        tenant=row.tenant, campaign_id=row.id, target_id=target.id, body=code, offered=amount,
                        offered_at=now,
                    )
                )  # fmt: skip
                telling.tell_offer(session, row, target.id, code, amount, now)
    return below
