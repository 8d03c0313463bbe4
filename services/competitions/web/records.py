"""Supervision visits and public promises: one page each, of one shape (D1, D7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import directory
from services.common.http import asking, expected_version
from services.common.http.given import now, today
from services.common.web import page
from services.competitions.models.campaign import CampaignRow
from services.competitions.queries.campaigns import records
from services.competitions.queries.campaigns.bodies import REPORTING, bodies, children, own_units
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import recording
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import CAMPAIGN, Faults, doing
from services.competitions.web.typed import a_day
from services.competitions.words import records as said
from services.competitions.words.records import Record


def records_page(kind: str, row: CampaignRow, found: Sequence[Record], faults: Faults, **more: Any) -> Response:
    """`kind` names the page under the campaign and its template: visits, promises, notices."""
    standing = request.args.get("standing", "")
    return page(
        f"competitions/campaigns/{kind}.html",
        row=row,
        said=said.PAGES[kind],
        here=url_for(f".{kind}", tenant=row.tenant, campaign_id=row.id),
        lines=[each for each in found if standing in ("", each.standing)],
        counts=said.counts(found),
        standings=said.STANDINGS,
        standing=standing,
        faults=faults,
        typed=request.form,
        **more,
    )


@blueprint.get(f"{CAMPAIGN}/visits")
def visits(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return visits_page(campaign_id, {})


def visits_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    may_run, sees_all = rules.may_run(who), rules.may_export(who)
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        found = records.visits(session, campaign_id)
        own = {str(each.id) for each in own_units(session, who, on=today())}
        places: list[tuple[str, str]] = []
        if may_run:
            places = [(each.code, each.name) for each in children(session, who.tenant, on=today())]
            units = directory.units_below(session, "", kinds=REPORTING, on=today())
            places += [(str(each.id), each.name) for each in units]
    shown = [
        said.of_visit(each, today(), mine=may_run or each.body in own) for each in found if sees_all or each.body in own
    ]
    return records_page("visits", row, shown, faults, places=places)


@blueprint.post(f"{CAMPAIGN}/visits")
def record_visit(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        form = request.form
        recording.record_visit(
            asking(), campaign_id, form.get("body", ""), form.get("finding", ""),
            visited_on=a_day(form.get("visited_on", ""), "visited_on"),
            mend_by=a_day(form["mend_by"], "mend_by") if form.get("mend_by") else None, now=now(),
        )  # fmt: skip

    here = url_for(".visits", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("督查情况已登记"), here, lambda faults: visits_page(campaign_id, faults))


@blueprint.post(f"{CAMPAIGN}/visits/<uuid:visit_id>")
def solve_finding(tenant: str, campaign_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        answer = request.form.get("answer", "")
        recording.solve_finding(asking(), visit_id, answer, expected=expected_version(), now=now())

    here = url_for(".visits", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("整改情况已报告"), here, lambda faults: visits_page(campaign_id, faults))


@blueprint.get(f"{CAMPAIGN}/promises")
def promises(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return promises_page(campaign_id, {})


def promises_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        rule = row.rules.promises
        found = records.promises(session, campaign_id)
        places = bodies(session, rule.of, on=today()) if rule else []
    own = [each for each in places if (each.is_unit or not each.key) and rules.may_report_for(who, each.unit_path)]
    keys = {each.key for each in own}
    shown = [said.of_promise(each, today(), mine=each.body in keys) for each in found]
    return records_page(
        "promises", row, shown, faults, places=[(each.key, each.name) for each in own],
        is_public=rule is not None and rule.public,
    )  # fmt: skip


@blueprint.post(f"{CAMPAIGN}/promises")
def make_promise(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        body, says = request.form.get("body", ""), request.form.get("says", "")
        recording.make_promise(asking(), campaign_id, body, says, now=now())

    here = url_for(".promises", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("承诺已公开"), here, lambda faults: promises_page(campaign_id, faults))


@blueprint.post(f"{CAMPAIGN}/promises/<uuid:promise_id>")
def fulfil_promise(tenant: str, campaign_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        result = request.form.get("result", "")
        recording.fulfil_promise(asking(), promise_id, result, expected=expected_version(), now=now())

    here = url_for(".promises", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("践诺情况已报告"), here, lambda faults: promises_page(campaign_id, faults))
