"""Re-inspection, rectification and revocation by API."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, request

from services.applications.api import honour_shapes as shapes
from services.applications.api.blueprint_honours import after, answer, blueprint, now, onward
from services.applications.api.honours import shown
from services.applications.queries.honour_page import reinspection
from services.applications.queries.tenure import open_reinspections
from services.applications.rules import honours as rules
from services.applications.service import rectify, reinspect
from services.applications.service import revoke as revoking
from services.applications.store import db
from services.common.errors import allow
from services.common.http import asking, expected_version


@blueprint.get("/reinspections")
@blueprint.input(shapes.ReinspectionQueryIn, location="query")
@blueprint.output(shapes.ReinspectionsOut)
@blueprint.doc(summary="到期和进行中的复查")
def list_reinspections(tenant: str, query_data: shapes.ReinspectionQueryIn) -> Any:
    allow(rules.may_see_dockets(asking()), "may_not_open_reinspections")
    with db.read(tenant) as session:
        rows, more = open_reinspections(session, query_data.status, after=after(tenant, query_data.cursor))
    return {"rows": [reinspection(row) for row, _honour in rows], "next_cursor": onward(tenant, more)}


@blueprint.post("/reinspections/<uuid:reinspection_id>/assessment")
@blueprint.doc(summary="开始复查考核")
def post_assessment(tenant: str, reinspection_id: UUID) -> Response:
    calls = current_app.extensions["rpc"]
    found = reinspect.open_reinspection(asking(), reinspection_id, calls, now=now())
    return answer(shapes.AssessmentOut, {"assessment_id": found}, 201)


@blueprint.post("/rectifications/<uuid:rectification_id>/report")
@blueprint.doc(summary="报送整改结果", description="JSON 的 text，或带 files 的表单")
def post_report(tenant: str, rectification_id: UUID) -> Response:
    who = asking()
    said = request.get_json(silent=True)
    text = str(said.get("text", "")) if isinstance(said, dict) else request.form.get("text", "")
    uploads = [(each.filename or "", each.read()) for each in request.files.getlist("files")]
    after = rectify.report(who, rectification_id, text[:4000], uploads, expected=expected_version(), now=now())
    return shown(tenant, after.honour_id)


@blueprint.post("/honours/<uuid:honour_id>/revocation")
@blueprint.input(shapes.RevokeIn)
@blueprint.doc(summary="撤销荣誉", description="由主席办公会成员决定，情形须是规则列明的")
def post_revocation(tenant: str, honour_id: UUID, json_data: shapes.RevokeIn) -> Response:
    revoking.revoke(
        asking(), honour_id, ground=json_data.ground, reason=json_data.reason, expected=expected_version(), now=now()
    )
    return shown(tenant, honour_id)
