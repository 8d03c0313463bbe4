"""The case page: where it is and why, who is next, what was said, the log (look 03)."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask import session as browser
from flask.typing import ResponseReturnValue

from services.applications import files
from services.applications.queries.case_page import CasePage, load_page
from services.applications.queries.dossiers import received_of_case
from services.applications.rules.dossiers import may_see_dossiers
from services.applications.rules.honours import may_see_dockets
from services.applications.service import recommend, reveal, submit
from services.applications.service.send_back import send_back
from services.applications.store import db
from services.applications.web import case_view as view
from services.applications.web.blueprint_cases import blueprint, clock, go, now, store
from services.applications.web.case_why import why
from services.applications.words.cases import stage_title
from services.common.errors import Refusal
from services.common.http import asking, expected_version
from services.common.web import page

LOOKS_LAST_SECONDS = 300


@blueprint.get("/cases/<uuid:case_id>")
def case(tenant: str, case_id: UUID) -> Response:
    return shown(case_id)


def shown(case_id: UUID, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        found = load_page(session, who, case_id)
        dossier = received_of_case(session, found.application.dossier_id)
    response = page(
        "applications/case.html",
        **values(found),
        dossier=dossier if may_see_dossiers(who) else None,
        faults=faults or {},
        given=request.form,
    )
    response.status_code = status
    return response


def values(found: CasePage) -> dict[str, Any]:
    return {
        "case": found.application,
        "rules": found.rules,
        "may": found.may,
        "state": view.state(found),
        "rungs": view.rungs(found),
        "why": why(found),
        "opinions": view.opinions(found),
        "hearings": view.hearings(found),
        "changes": found.changes(masked="reveal" not in found.may),
        "log": view.log(found),
        "summary": view.summary(found, _revealed(found)),
        "files": view.files(found),
        "explanation": view.explanation(found),
        "due": found.due_on,
        "sees_meetings": may_see_dockets(asking()),
        "sends_back": _sends_back(found),
    }


def _sends_back(found: CasePage) -> list[tuple[str, str]]:
    """The stages that this one may return a case to."""
    programme = found.rules.programme
    keys = getattr(programme.stage(found.application.stage), "may_return_to", ())
    return [(key, stage_title(programme, key)) for key in keys]


def _revealed(found: CasePage) -> frozenset[str]:
    """The fields this browser asked to see, for some minutes; the values themselves never rest in the cookie."""
    if "edit" in found.may:
        return frozenset(view.personal(found))
    kept = browser.get("revealed", {})
    until = kept.get(str(found.application.id), {})
    moment = clock().now().timestamp()
    return frozenset(name for name, end in until.items() if end > moment)


@blueprint.post("/cases/<uuid:case_id>/reveal")
def reveal_one(tenant: str, case_id: UUID) -> ResponseReturnValue:
    name = request.form.get("field", "")
    reveal.reveal(asking(), case_id, name, now=now())
    mine = {**browser.get("revealed", {}).get(str(case_id), {}), name: clock().now().timestamp() + LOOKS_LAST_SECONDS}
    browser["revealed"] = {str(case_id): mine}
    return go(tenant, f"/cases/{case_id}#summary")


@blueprint.get("/cases/<uuid:case_id>/files/<uuid:evidence_id>")
def file(tenant: str, case_id: UUID, evidence_id: UUID) -> Response:
    return files.give(store(), asking(), case_id, evidence_id)


@blueprint.post("/cases/<uuid:case_id>/withdraw")
def withdraw(tenant: str, case_id: UUID) -> ResponseReturnValue:
    try:
        submit.withdraw_application(
            asking(), case_id, request.form.get("reason", ""), expected=expected_version(), now=now()
        )
    except Refusal as refused:
        if refused.code != "reason_needed":
            raise
        return shown(case_id, {"reason": refused.says}, 422)
    return go(tenant, f"/cases/{case_id}")


@blueprint.post("/cases/<uuid:case_id>/return")
def return_(tenant: str, case_id: UUID) -> ResponseReturnValue:
    form = request.form
    try:
        send_back(
            asking(), case_id, form.get("stage", ""), form.get("reason", ""), expected=expected_version(), now=now()
        )
    except Refusal as refused:
        if refused.code != "reason_needed":
            raise
        return shown(case_id, {"reason": refused.says}, 422)
    return go(tenant, f"/cases/{case_id}")


@blueprint.post("/cases/<uuid:case_id>/unendorse")
def unendorse(tenant: str, case_id: UUID) -> ResponseReturnValue:
    recommend.unendorse(asking(), case_id, expected=expected_version(), now=now())
    return go(tenant, f"/cases/{case_id}/review")
