"""Filings: who owes what and when it came, one unit's filing, the table; notices and what was mended."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import audit, directory
from services.common.errors import Invalid, allow
from services.common.http import asking, expected_version
from services.common.http.answering import XLSX, download, trying
from services.common.http.given import now, today
from services.common.regulation.campaign_bodies import unit_kinds
from services.common.web import page
from services.competitions.domain.campaigns.filings import FilingState
from services.competitions.exporting import filing_table
from services.competitions.queries.campaigns.filings import filing_lines, line_of
from services.competitions.queries.campaigns.filings import notices as all_notices
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import filing as filing_
from services.competitions.service.campaigns import noticing
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.typed import an_id, kept_files
from services.competitions.words import campaigns as said

Faults = Mapping[str, str]
BASE = "/campaigns/<uuid:campaign_id>"


@blueprint.get(f"{BASE}/filings")
def filings(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    who = asking()
    state = request.args.get("state", "")
    with db.read(tenant) as session:
        row = find_campaign(session, campaign_id)
        found = filing_lines(session, campaign_id, row.rules, today=today())
    counts = {str(each): sum(line.state == each for line in found) for each in FilingState}
    return page(
        "competitions/campaigns/filings.html",
        row=row,
        rules=row.rules,
        lines=[each for each in found if not state or each.state == state],
        counts=counts,
        total_owed=len(found),
        state_word=state,
        said=said,
        may_export=rules.may_export(who),
    )


@blueprint.get(f"{BASE}/filings.xlsx")
def filings_table(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    who = asking()
    allow(rules.may_export(who), "not_campaign_clerk")
    with db.transaction(tenant) as session:
        row = find_campaign(session, campaign_id)
        content = filing_table(row.title, filing_lines(session, campaign_id, row.rules, today=today()))
        audit.record(session, who, "campaign_exported", "campaign", campaign_id, at=now())
    return download(content, f"{row.title}报送情况.xlsx", XLSX)


@blueprint.get(f"{BASE}/filings/<filing_id>/<uuid:unit_id>")
def filing(tenant: str, campaign_id: UUID, filing_id: str, unit_id: UUID) -> ResponseReturnValue:
    return filing_page(campaign_id, filing_id, unit_id, {})


def filing_page(campaign_id: UUID, filing_id: str, unit_id: UUID, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        owed = filing_.find_filing(session, campaign_id, filing_id, unit_id)
        line = line_of(owed, row.rules, today())
    is_open = line.state in (FilingState.OWED, FilingState.OVERDUE) and (
        line.state is FilingState.OWED or line.filing.due.late == "marked"
    )
    return page(
        "competitions/campaigns/filing.html",
        row=row,
        line=line,
        said=said,
        may_file=is_open and rules.may_report_for(who, owed.unit_path),
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{BASE}/filings/<filing_id>/<uuid:unit_id>")
def file_document(tenant: str, campaign_id: UUID, filing_id: str, unit_id: UUID) -> ResponseReturnValue:
    who = asking()

    def act() -> ResponseReturnValue:
        files = kept_files(who, "files")
        note = request.form.get("note", "")[:500]
        filing_.file_document(who, campaign_id, filing_id, unit_id, files, now=now(), note=note)
        flash(_("已报送"), "ok")
        there = url_for(".filing", tenant=tenant, campaign_id=campaign_id, filing_id=filing_id, unit_id=unit_id)
        return redirect(there, 303)

    return trying(act, lambda faults: filing_page(campaign_id, filing_id, unit_id, faults))


@blueprint.get(f"{BASE}/notices")
def notices(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return notices_page(campaign_id, {})


def notices_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        found = all_notices(session, campaign_id)
        kinds = unit_kinds(("each reviewing_union", "each grassroots_union", "each team"))
        may_run = rules.may_run(who)
        units = directory.units_below(session, "", kinds=kinds, on=today()) if may_run else []
    return page(
        "competitions/campaigns/notices.html",
        row=row,
        found=found,
        mendable={each.id for each in found if rules.may_report_for(who, each.unit_path)},
        may_run=may_run,
        units=[(str(each.id), each.name) for each in units],
        kinds=[(noticing.COMMEND, _("通报表扬")), (noticing.CRITICISE, _("通报批评"))],
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{BASE}/notices")
def issue_notice(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        unit_id, kind = an_id("unit_id"), request.form.get("kind", "")
        if not kind:
            raise Invalid({"kind": _("请选择")})
        noticing.issue_notice(asking(), campaign_id, unit_id, kind, request.form.get("ground", ""), now=now())
        flash(_("通报已发出"), "ok")
        return redirect(url_for(".notices", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: notices_page(campaign_id, faults))


@blueprint.post(f"{BASE}/notices/<uuid:notice_id>/rectification")
def report_rectified(tenant: str, campaign_id: UUID, notice_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        result = request.form.get("result", "")
        noticing.report_rectified(asking(), notice_id, result, expected=expected_version(), now=now())
        flash(_("整改情况已报告"), "ok")
        return redirect(url_for(".notices", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: notices_page(campaign_id, faults))
