"""The reviewer's page: what came, what differs, how workers were heard, the opinion (A4)."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.domain.hearing import METHODS, read_hearing
from services.applications.queries.case_page import load_page
from services.applications.service import review
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, clock, go, now
from services.applications.web.case import values
from services.applications.words.cases import stage_title
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, Refusal
from services.common.http import asking, expected_version
from services.common.regulation import Review
from services.common.regulation.bodies import RECORDS
from services.common.web import page


@blueprint.get("/cases/<uuid:case_id>/review")
def review_page(tenant: str, case_id: UUID) -> ResponseReturnValue:
    return _shown(case_id)


def _shown(case_id: UUID, faults: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    who = asking()
    with db.read(who.tenant) as session:
        found = load_page(session, who, case_id)
    stage = found.rules.programme.stage(found.application.stage)
    if "review" not in found.may or not isinstance(stage, Review):
        return go(who.tenant, f"/cases/{case_id}")
    recorded = {each.kind for each in found.hearings}
    response: Response = page(
        "applications/review.html",
        **values(found),
        stage=stage,
        kinds=[(each, RECORDS[each]) for each in stage.must_record],
        lacking=[RECORDS[each] for each in stage.must_record if each not in recorded],
        methods=list(METHODS.items()),
        returns=[(key, stage_title(found.rules.programme, key)) for key in stage.may_return_to],
        faults=faults or {},
        given=request.form,
    )
    response.status_code = status
    return response


@blueprint.post("/cases/<uuid:case_id>/hearings")
def hear(tenant: str, case_id: UUID) -> ResponseReturnValue:
    try:
        hearing = read_hearing(request.form, today=clock().today())
    except Invalid as refused:
        return _shown(case_id, dict(refused.faults), 422)
    review.record_hearing(asking(), case_id, hearing, now=now())
    return go(tenant, f"/cases/{case_id}/review#opinion")


@blueprint.post("/cases/<uuid:case_id>/opinion")
def opine(tenant: str, case_id: UUID) -> ResponseReturnValue:
    form = request.form
    said = review.Opined(
        form.get("verdict", ""), form.get("text", ""), form.get("supply", ""), form.get("return_to", "")
    )
    try:
        after = review.give_opinion(asking(), case_id, said, expected=expected_version(), now=now())
    except Invalid as refused:
        return _shown(case_id, dict(refused.faults), 422)
    except ChangedMeanwhile:
        return _shown(case_id, {"text": _("案卷刚有变化，请核对最新内容后再签署。")}, 412)
    except DomainError as refused:
        return _refused(case_id, refused)
    if after.is_endorsed:
        return go(tenant, f"/batches/{after.programme}/{after.year}/{after.reviewing_unit_id or 'federation'}")
    return go(tenant, f"/cases/{case_id}")


def _refused(case_id: UUID, refused: Refusal) -> ResponseReturnValue:
    if refused.code == "record_missing":
        return _shown(case_id, {"method": refused.says}, 422)
    raise refused
