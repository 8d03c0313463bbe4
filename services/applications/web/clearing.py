"""The answers of offices (征求意见), and the days that are announced later (另行通知)."""

from datetime import date
from uuid import UUID

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.queries.announcing import answered, days_to_announce
from services.applications.queries.case_page import load_page
from services.applications.rules import cases as permits
from services.applications.service.announce_day import announce_day
from services.applications.service.clear import Answer, record_answer
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, clock, go, now
from services.applications.web.case import values
from services.common.errors import ChangedMeanwhile, Invalid, NotFound, allow
from services.common.http import asking, expected_version
from services.common.regulation import ClearanceStage
from services.common.regulation.bodies import OFFICES
from services.common.web import page


@blueprint.get("/cases/<uuid:case_id>/clearances")
def clearances(tenant: str, case_id: UUID) -> ResponseReturnValue:
    return _shown(case_id)


def _shown(case_id: UUID, faults: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    who = asking()
    with db.read(who.tenant) as session:
        found = load_page(session, who, case_id)
        done = answered(session, found.application)
    stage = found.rules.programme.stage(found.application.stage)
    if "clear" not in found.may or not isinstance(stage, ClearanceStage):
        return go(who.tenant, f"/cases/{case_id}")
    answers = {each.body: each for each in found.opinions if each.stage == stage.key and each.body in done}
    offices = stage.asked_of(frozenset(found.application.kinds))
    response: Response = page(
        "applications/clearances.html",
        **values(found),
        stage=stage,
        offices=[(each, OFFICES[each], answers.get(each)) for each in offices],
        open_offices=[(each, OFFICES[each]) for each in offices if each not in answers],
        faults=faults or {},
        given=request.form,
    )
    response.status_code = status
    return response


@blueprint.post("/cases/<uuid:case_id>/clearances")
def clear(tenant: str, case_id: UUID) -> ResponseReturnValue:
    form = request.form
    on = _day(form.get("answered_on", ""))
    if on is None:
        return _shown(case_id, {"answered_on": _("请填部门答复的日期，例如 2026-03-02。")}, 422)
    said = Answer(form.get("office", ""), form.get("verdict", ""), form.get("text", ""), on)
    try:
        record_answer(asking(), case_id, said, expected=expected_version(), now=now())
    except Invalid as refused:
        return _shown(case_id, dict(refused.faults), 422)
    except ChangedMeanwhile as changed:
        return _shown(case_id, {"text": changed.says}, 412)
    flash(_("已登记部门意见"), "ok")
    return go(tenant, f"/cases/{case_id}/clearances")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        return None


@blueprint.get("/days")
def days(tenant: str) -> Response:
    return _days(tenant)


def _days(tenant: str, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    allow(permits.may_announce_days(asking()), "may_not_announce")
    with db.read(tenant) as session:
        rows = days_to_announce(session, today=clock().today())
    response = page("applications/days.html", rows=rows, faults=faults or {}, given=request.form)
    response.status_code = status
    return response


@blueprint.post("/days")
def announce(tenant: str) -> ResponseReturnValue:
    form = request.form
    year, on = form.get("year", ""), _day(form.get("day", ""))
    key = f"day-{form.get('programme', '')}-{form.get('stage', '')}"
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise NotFound("not_found")
    if on is None:
        return _days(tenant, {key: _("请填日期，例如 2026-12-01。")}, 422)
    try:
        programme, stage = form.get("programme", ""), form.get("stage", "")
        announce_day(asking(), programme, int(year), stage, on, expected=expected_version(), now=now())
    except Invalid as refused:
        return _days(tenant, {key: refused.faults["day"]}, 422)
    except ChangedMeanwhile as refused:
        return _days(tenant, {key: refused.says}, refused.status)
    flash(_("已通知日期，在办任务的期限已更新"), "ok")
    return go(tenant, "/days")
