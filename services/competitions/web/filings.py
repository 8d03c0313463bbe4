"""Filings: who owes what and when it came, one unit's filing, the day that is announced, the table."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import audit
from services.common.errors import allow
from services.common.http import asking, expected_version
from services.common.http.answering import XLSX, download
from services.common.http.given import now, store, today
from services.common.web import page
from services.competitions.domain.campaigns.filings import FilingState
from services.competitions.exporting import filing_table
from services.competitions.queries.campaigns.filings import filing_lines, line_of
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import announcing, attaching
from services.competitions.service.campaigns import filing as filing_
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import CAMPAIGN, Faults, doing
from services.competitions.web.typed import a_day, kept_files
from services.competitions.words import campaigns as said

# More than a person reads: the rest is found by the filters, and all of it is in the table to take away.
LISTED = 300
FILING = f"{CAMPAIGN}/filings/<filing_id>"


@blueprint.get(f"{CAMPAIGN}/filings")
def filings(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return filings_page(campaign_id, {})


def filings_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    asked = {name: request.args.get(name, "").strip()[:60] for name in ("state", "filing", "unit")}
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        every = filing_lines(session, campaign_id, row.rules, today=today())
    of_kind = [
        each for each in every if asked["filing"] in ("", each.filing.id) and asked["unit"] in each.row.unit_name
    ]
    lines = [each for each in of_kind if asked["state"] in ("", each.state)]
    counts = {str(each): sum(line.state == each for line in of_kind) for each in FilingState}
    return page(
        "competitions/campaigns/filings.html",
        row=row,
        rules=row.rules,
        lines=lines[:LISTED],
        more=max(len(lines) - LISTED, 0),
        counts=counts,
        total_owed=len(of_kind),
        asked=asked,
        titles=[(each.id, each.title) for each in row.rules.filings],
        states=[(str(state), said.FILINGS[state][0]) for state in FilingState],
        kept={name: value for name, value in asked.items() if value},
        overdue=sum(each.state is FilingState.OVERDUE for each in every),
        unannounced=[
            each for each in row.rules.filings if each.due.from_ == "announced" and not row.announced_on(each.id)
        ],
        said=said,
        may_run=rules.may_run(who),
        may_export=rules.may_export(who),
        faults=faults,
        typed=request.form,
    )


@blueprint.get(f"{CAMPAIGN}/filings.xlsx")
def filings_table(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_export(who), "not_campaign_clerk")
    with db.transaction(tenant) as session:
        row = find_campaign(session, campaign_id)
        content = filing_table(row.title, filing_lines(session, campaign_id, row.rules, today=today()))
        audit.record(session, who, "campaign_exported", "campaign", campaign_id, at=now())
    return download(content, f"{row.title}报送情况.xlsx", XLSX)


@blueprint.post(f"{FILING}/announcement")
def announce_day(tenant: str, campaign_id: UUID, filing_id: str) -> ResponseReturnValue:
    def act() -> None:
        day = a_day(request.form.get("on", ""), "on")
        announcing.announce_day(asking(), campaign_id, filing_id, day, expected=expected_version(), now=now())

    there = url_for(".filings", tenant=tenant, campaign_id=campaign_id, filing=filing_id)
    return doing(act, _("期限已公布，应报送的单位已收到待办"), there, lambda faults: filings_page(campaign_id, faults))


@blueprint.get(f"{FILING}/<uuid:unit_id>")
def filing(tenant: str, campaign_id: UUID, filing_id: str, unit_id: UUID) -> ResponseReturnValue:
    return filing_page(campaign_id, filing_id, unit_id, {})


def filing_page(campaign_id: UUID, filing_id: str, unit_id: UUID, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        owed = filing_.find_filing(session, campaign_id, filing_id, unit_id)
        line = line_of(owed, row.rules, today())
    is_open = line.state is FilingState.OWED or (line.state is FilingState.OVERDUE and line.filing.due.late == "marked")
    return page(
        "competitions/campaigns/filing.html",
        row=row,
        line=line,
        said=said,
        may_file=is_open and rules.may_report_for(who, owed.unit_path),
        may_see=rules.may_see_papers(who, owed.unit_path),
        may_run=rules.may_run(who),
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{FILING}/<uuid:unit_id>")
def file_document(tenant: str, campaign_id: UUID, filing_id: str, unit_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        who, note = asking(), request.form.get("note", "")[:500]
        files = kept_files(who, "files") or attaching.attach_form(who, campaign_id, filing_id, unit_id, store())
        filing_.file_document(who, campaign_id, filing_id, unit_id, files, now=now(), note=note)

    there = url_for(".filing", tenant=tenant, campaign_id=campaign_id, filing_id=filing_id, unit_id=unit_id)
    return doing(act, _("已报送"), there, lambda faults: filing_page(campaign_id, filing_id, unit_id, faults))
