"""Activities with results: recorded by units, moved on as they take effect (B6)."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.http import asking, expected_version
from services.common.http.given import now, today
from services.common.regulation.campaign_bodies import ACTIVITIES, OUTCOMES, later_outcomes
from services.common.web import page
from services.competitions.queries.campaigns import records
from services.competitions.queries.campaigns.bodies import own_units
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import recording
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import CAMPAIGN, Faults, doing
from services.competitions.web.typed import a_day, a_number, an_id


@blueprint.get(f"{CAMPAIGN}/activities")
def activities(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return activities_page(campaign_id, {})


def activities_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    kind = request.args.get("kind", "")
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        found = records.activities(session, campaign_id)
        units = own_units(session, who, on=today())
    outcomes = {(each, code): title for each in ACTIVITIES for code, title in OUTCOMES[each].items()}
    return page(
        "competitions/campaigns/activities.html",
        row=row,
        found=[each for each in found if kind in ("", each.kind)],
        tallies=[(each, ACTIVITIES[each], sum(one.kind == each for one in found)) for each in row.rules.activities],
        kind=kind,
        benefit=sum(each.benefit or 0 for each in found),
        kinds=[(each, ACTIVITIES[each]) for each in row.rules.activities],
        kind_titles=ACTIVITIES,
        outcomes=outcomes,
        choices=[(ACTIVITIES[each], list(OUTCOMES[each].items())) for each in row.rules.activities],
        later=later,
        units=[(str(each.id), each.name) for each in units],
        mine={each.id for each in found if rules.may_report_for(who, each.unit_path)},
        faults=faults,
        typed=request.form,
    )


def later(kind: str, outcome: str) -> list[tuple[str, str]]:
    """The results that may still come of it, in words."""
    return [(code, OUTCOMES[kind][code]) for code in later_outcomes(kind, outcome)]


@blueprint.post(f"{CAMPAIGN}/activities")
def record_activity(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        form = request.form
        recording.record_activity(
            asking(), campaign_id, an_id("unit_id"), form.get("kind", ""), form.get("title", ""),
            form.get("outcome", ""), held_on=a_day(form.get("held_on", ""), "held_on"),
            people=int(a_number(form.get("people", ""), "people")), now=now(), detail=form.get("detail", ""),
            until=a_day(form["until"], "until") if form.get("until") else None,
        )  # fmt: skip

    here = url_for(".activities", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("活动已登记，有关目标自动计数"), here, lambda faults: activities_page(campaign_id, faults))


@blueprint.post(f"{CAMPAIGN}/activities/<uuid:activity_id>")
def move_activity(tenant: str, campaign_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        benefit = request.form.get("benefit", "").strip()
        recording.move_activity(
            asking(), activity_id, request.form.get("outcome", ""),
            benefit=a_number(benefit, "benefit") if benefit else None, expected=expected_version(), now=now(),
        )  # fmt: skip

    here = url_for(".activities", tenant=tenant, campaign_id=campaign_id)
    return doing(act, _("结果已更新"), here, lambda faults: activities_page(campaign_id, faults))
