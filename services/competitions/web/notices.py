"""Notices that commend or criticise a unit, and what was mended (E5)."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import directory
from services.common.errors import Invalid
from services.common.http import asking, expected_version
from services.common.http.given import now, today
from services.common.regulation.campaign_bodies import unit_kinds
from services.competitions.queries.campaigns.filings import notices as all_notices
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import noticing
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import CAMPAIGN, Faults, doing
from services.competitions.web.records import records_page
from services.competitions.web.typed import an_id
from services.competitions.words import records as said

NAMED = ("each reviewing_union", "each grassroots_union", "each team")


@blueprint.get(f"{CAMPAIGN}/notices")
def notices(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return notices_page(campaign_id, {})


def notices_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        found = all_notices(session, campaign_id)
        may_run = rules.may_run(who)
        units = directory.units_below(session, "", kinds=unit_kinds(NAMED), on=today()) if may_run else []
    shown = [said.of_notice(each, today(), mine=rules.may_report_for(who, each.unit_path)) for each in found]
    return records_page(
        "notices", row, shown, faults, places=[(str(each.id), each.name) for each in units],
        unit=request.form.get("unit_id") or request.args.get("unit"),
        kinds=[(noticing.COMMEND, _("通报表扬")), (noticing.CRITICISE, _("通报批评"))],
        criticism=row.rules.criticism,
    )  # fmt: skip


@blueprint.post(f"{CAMPAIGN}/notices")
def issue_notice(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        unit_id, kind = an_id("unit_id"), request.form.get("kind", "")
        if kind not in (noticing.COMMEND, noticing.CRITICISE):
            raise Invalid({"kind": _("请选择")})
        noticing.issue_notice(asking(), campaign_id, unit_id, kind, request.form.get("ground", ""), now=now())

    here = url_for(".notices", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("通报已发出"), here, lambda faults: notices_page(campaign_id, faults))


@blueprint.post(f"{CAMPAIGN}/notices/<uuid:notice_id>/rectification")
def report_rectified(tenant: str, campaign_id: UUID, notice_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        result = request.form.get("result", "")
        noticing.report_rectified(asking(), notice_id, result, expected=expected_version(), now=now())

    here = url_for(".notices", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("整改情况已报告"), here, lambda faults: notices_page(campaign_id, faults))
