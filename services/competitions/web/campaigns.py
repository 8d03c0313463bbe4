"""Campaigns: the list, one campaign with its targets, who is behind, the table to take away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.common import audit, directory
from services.common.errors import allow
from services.common.http import asking
from services.common.http.answering import XLSX, download
from services.common.http.given import cursors, now, store, today
from services.common.paging import cut, place_of
from services.common.web import page
from services.competitions.domain.campaigns.targets import State
from services.competitions.exporting import standing_table
from services.competitions.queries.campaigns.filings import count_overdue
from services.competitions.queries.campaigns.finding import find_campaign, list_campaigns
from services.competitions.queries.campaigns.progress import Standing, standings
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import keeping, publishing
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.words import campaigns as said


@blueprint.get("/campaigns")
def campaigns(tenant: str) -> ResponseReturnValue:
    who = asking()
    place = place_of(cursors().read(tenant, request.args.get("cursor")), UUID)
    with db.read(tenant) as session:
        found = list_campaigns(session, after=place[0] if place else None)
        waiting = publishing.publishable(session, on=today()) if rules.may_run(who) else []
        superiors = {each.from_tenant for each in found if each.from_tenant}
        names = {code: directory.find_tenant(session, code).name for code in superiors}
    rows, last = cut(found, lambda row: (row.id,))
    return page(
        "competitions/campaigns/list.html",
        rows=rows,
        names=names,
        waiting=waiting,
        first=url_for(".campaigns", tenant=tenant) if place else None,
        next=url_for(".campaigns", tenant=tenant, cursor=cursors().sign(tenant, last)) if last else None,
    )


@blueprint.post("/campaigns")
def publish_campaign(tenant: str) -> ResponseReturnValue:
    regulation, key = request.form.get("regulation", ""), request.form.get("key", "")
    id_ = publishing.publish_campaign(asking(), regulation, key, now=now())
    flash(_("活动已发布，应报送的单位已收到待办"), "ok")
    return redirect(url_for(".campaign", tenant=tenant, campaign_id=id_), 303)


@blueprint.get("/campaigns/<uuid:campaign_id>")
def campaign(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    who = asking()
    with db.read(tenant) as session:
        row = find_campaign(session, campaign_id)
        found = standings(session, row, today=today())
        superior = directory.find_tenant(session, row.from_tenant).name if row.from_tenant else ""
        overdue = count_overdue(session, campaign_id, row.rules, today=today())
        log = audit.entries_of(session, "campaign", campaign_id)
    return page(
        "competitions/campaigns/campaign.html",
        row=row,
        rules=row.rules,
        found=found,
        superior=superior,
        headline=headline(found),
        only=request.args.get("only") == "behind",
        elapsed=elapsed(row.starts_on, row.ends_on, today()),
        days_left=max((row.ends_on - today()).days, 0),
        counts=counts(found),
        overdue=overdue,
        said=said,
        log=log[-10:][::-1],
        may_run=rules.may_run(who),
        may_export=rules.may_export(who),
    )


@blueprint.get("/campaigns/<uuid:campaign_id>/progress.xlsx")
def campaign_table(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_export(who), "not_campaign_clerk")
    with db.transaction(tenant) as session:
        row = find_campaign(session, campaign_id)
        content = standing_table(row.title, standings(session, row, today=today()))
        audit.record(session, who, "campaign_exported", "campaign", campaign_id, at=now())
    return download(content, f"{row.title}进度.xlsx", XLSX)


@blueprint.get("/campaigns/<uuid:campaign_id>/files/<sha256>")
def campaign_file(tenant: str, campaign_id: UUID, sha256: str) -> ResponseReturnValue:
    noted, content = keeping.open_file(asking(), campaign_id, sha256, store())
    return download(content, str(noted["word"]), str(noted["mime"]))


def headline(found: list[Standing]) -> str:
    """The page answers first: how many bodies are behind."""
    behind = sum(len(each.behind) for each in found)
    if behind:
        return str(ngettext("%(num)d 项落后于进度", "%(num)d 项落后于进度", behind))
    return str(_("各项目标都在进度之内"))


def elapsed(first: date, last: date, on: date) -> int:
    """Of the run's days how many have passed, in whole percent."""
    passed, whole = (min(on, last) - first).days + 1, (last - first).days + 1
    return max(passed, 0) * 100 // whole


def counts(found: list[Standing]) -> dict[str, int]:
    states = [line.progress.state for each in found for line in ([each.whole] if each.whole else []) + list(each.lines)]
    return {"all": len(states), **{str(state): states.count(state) for state in State}}
