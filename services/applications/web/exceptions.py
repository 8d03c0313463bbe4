"""Exceptions from rules that hold in principle: asked for by the union, decided by the body that the rule names."""

from uuid import UUID

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.domain.rule_exception import rules_of
from services.applications.queries.case_page import load_page
from services.applications.queries.exceptions import exceptions_of, find_exception
from services.applications.service import rule_exception
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, go, now
from services.common.errors import Invalid
from services.common.http import asking, expected_version
from services.common.regulation.bodies import ACTING_BODIES, RECORDS
from services.common.web import page


@blueprint.get("/cases/<uuid:case_id>/exceptions")
def exceptions(tenant: str, case_id: UUID) -> Response:
    return _shown(case_id)


def _shown(case_id: UUID, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        found = load_page(session, who, case_id)
        asked = exceptions_of(session, found.application)
    taken = {each.rule_id for each in asked if each.status != "refused"}
    rules = [
        {
            "id": rule.id,
            "says": rule.in_principle.phrase(),
            "by": ACTING_BODIES[rule.exception.by],
            "records": [(each, RECORDS[each]) for each in rule.exception.must_record],
        }
        for rule in rules_of(found.rules.programme)
        if rule.id not in taken
    ]
    response = page(
        "applications/exceptions.html",
        case=found.application,
        rules=rules if "edit" in found.may else [],
        asked=asked,
        faults=faults or {},
        given=request.form,
    )
    response.status_code = status
    return response


@blueprint.post("/cases/<uuid:case_id>/exceptions")
def ask(tenant: str, case_id: UUID) -> ResponseReturnValue:
    form = request.form
    records = {name.removeprefix("record-"): text for name, text in form.items() if name.startswith("record-")}
    try:
        rule_exception.ask(asking(), case_id, form.get("rule", ""), records, now=now())
    except Invalid as refused:
        return _shown(case_id, dict(refused.faults), 422)
    flash(_("已提出例外申请，等待决定"), "ok")
    return go(tenant, f"/cases/{case_id}/exceptions")


@blueprint.get("/exceptions/<uuid:exception_id>")
def exception(tenant: str, exception_id: UUID) -> Response:
    who = asking()
    with db.read(tenant) as session:
        found = find_exception(session, who, exception_id)
    return page("applications/rule_exception.html", found=found, is_signer=who.subject in found.kept.signers)


@blueprint.post("/exceptions/<uuid:exception_id>")
def decide(tenant: str, exception_id: UUID) -> ResponseReturnValue:
    agreed = request.form.get("agreed") == "yes"
    rule_exception.decide(asking(), exception_id, agreed=agreed, expected=expected_version(), now=now())
    flash(_("已登记决定"), "ok")
    return go(tenant, f"/exceptions/{exception_id}")
