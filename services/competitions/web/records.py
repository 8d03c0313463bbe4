"""Activities with results, supervision visits, public promises: a page each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import directory
from services.common.http import asking, expected_version
from services.common.http.answering import trying
from services.common.http.given import now, today
from services.common.regulation.campaign_bodies import ACTIVITIES, OUTCOMES
from services.common.web import page
from services.competitions.queries.campaigns import records
from services.competitions.queries.campaigns.bodies import REPORTING, bodies, children, own_units
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import recording
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.typed import a_day, a_number, an_id

Faults = Mapping[str, str]
BASE = "/campaigns/<uuid:campaign_id>"


@blueprint.get(f"{BASE}/activities")
def activities(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return activities_page(campaign_id, {})


def activities_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        kind = request.args.get("kind", "")
        found = records.activities(session, campaign_id, kind=kind if kind in ACTIVITIES else "")
        units = own_units(session, who, on=today())
    outcomes = {(each, code): title for each in ACTIVITIES for code, title in OUTCOMES[each].items()}
    return page(
        "competitions/campaigns/activities.html",
        row=row,
        found=found,
        kinds=[(each, ACTIVITIES[each]) for each in row.rules.activities],
        kind_titles=ACTIVITIES,
        outcomes=outcomes,
        choices=[(ACTIVITIES[each], list(OUTCOMES[each].items())) for each in row.rules.activities],
        next_of={each: list(OUTCOMES[each].items()) for each in ACTIVITIES},
        units=[(str(each.id), each.name) for each in units],
        mine={each.id for each in found if rules.may_report_for(who, each.unit_path)},
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{BASE}/activities")
def record_activity(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        form = request.form
        recording.record_activity(
            asking(), campaign_id, an_id("unit_id"), form.get("kind", ""), form.get("title", ""),
            form.get("outcome", ""), held_on=a_day(form.get("held_on", ""), "held_on"),
            people=int(a_number(form.get("people", ""), "people")), now=now(), detail=form.get("detail", ""),
            until=a_day(form["until"], "until") if form.get("until") else None,
        )  # fmt: skip
        flash(_("活动已登记，有关目标自动计数"), "ok")
        return redirect(url_for(".activities", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: activities_page(campaign_id, faults))


@blueprint.post(f"{BASE}/activities/<uuid:activity_id>")
def move_activity(tenant: str, campaign_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        benefit = request.form.get("benefit", "").strip()
        recording.move_activity(
            asking(), activity_id, request.form.get("outcome", ""),
            benefit=a_number(benefit, "benefit") if benefit else None, expected=expected_version(), now=now(),
        )  # fmt: skip
        flash(_("结果已更新"), "ok")
        return redirect(url_for(".activities", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: activities_page(campaign_id, faults))


@blueprint.get(f"{BASE}/visits")
def visits(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    return visits_page(campaign_id, {})


def visits_page(campaign_id: UUID, faults: Faults) -> Response:
    who = asking()
    may_run = rules.may_run(who)
    with db.read(who.tenant) as session:
        row = find_campaign(session, campaign_id)
        found = records.visits(session, campaign_id)
        own = {str(each.id) for each in own_units(session, who, on=today())}
        places: list[tuple[str, str]] = []
        if may_run:
            places = [(each.code, each.name) for each in children(session, who.tenant, on=today())]
            units = directory.units_below(session, "", kinds=REPORTING, on=today())
            places += [(str(each.id), each.name) for each in units]
    return page(
        "competitions/campaigns/visits.html",
        row=row,
        found=[each for each in found if rules.may_export(who) or each.body in own],
        places=places,
        mine={each.id for each in found if may_run or each.body in own},
        may_run=may_run,
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{BASE}/visits")
def record_visit(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        form = request.form
        mend_by: date | None = a_day(form["mend_by"], "mend_by") if form.get("mend_by") else None
        recording.record_visit(
            asking(), campaign_id, form.get("body", ""), form.get("finding", ""),
            visited_on=a_day(form.get("visited_on", ""), "visited_on"), mend_by=mend_by, now=now(),
        )  # fmt: skip
        flash(_("督查情况已登记"), "ok")
        return redirect(url_for(".visits", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: visits_page(campaign_id, faults))


@blueprint.post(f"{BASE}/visits/<uuid:visit_id>")
def solve_finding(tenant: str, campaign_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        answer = request.form.get("answer", "")
        recording.solve_finding(asking(), visit_id, answer, expected=expected_version(), now=now())
        flash(_("整改情况已报告"), "ok")
        return redirect(url_for(".visits", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: visits_page(campaign_id, faults))


@blueprint.get(f"{BASE}/promises")
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
    return page(
        "competitions/campaigns/promises.html",
        row=row,
        found=found,
        places=[(each.key, each.name) for each in own],
        mine={each.id for each in found if each.body in keys},
        faults=faults,
        typed=request.form,
    )


@blueprint.post(f"{BASE}/promises")
def make_promise(tenant: str, campaign_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        recording.make_promise(
            asking(), campaign_id, request.form.get("body", ""), request.form.get("says", ""), now=now()
        )
        flash(_("承诺已公开"), "ok")
        return redirect(url_for(".promises", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: promises_page(campaign_id, faults))


@blueprint.post(f"{BASE}/promises/<uuid:promise_id>")
def fulfil_promise(tenant: str, campaign_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        result = request.form.get("result", "")
        recording.fulfil_promise(asking(), promise_id, result, expected=expected_version(), now=now())
        flash(_("践诺情况已报告"), "ok")
        return redirect(url_for(".promises", tenant=tenant, campaign_id=campaign_id), 303)

    return trying(act, lambda faults: promises_page(campaign_id, faults))
