"""Evidence by API: a file, a pointer, taking it off a draft, reading it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, request

from services.assessment import service
from services.assessment.api import shapes
from services.assessment.api.blueprint import blueprint
from services.assessment.api.cases import shown
from services.assessment.api.files import file_response
from services.common.errors import Invalid
from services.common.http import asking
from services.common.http.given import now


@blueprint.post("/assessments/<uuid:assessment_id>/evidence")
@blueprint.doc(summary="上传佐证文件", description="multipart: row_id, file；of=self 为自评佐证")
def post_evidence(tenant: str, assessment_id: UUID) -> Any:
    found = request.files.get("file")
    if found is None:
        raise Invalid({"file": "请选择文件"})
    service.add_file(
        asking(), assessment_id, request.form.get("row_id", ""), found.filename or "", found.stream,
        own_score=request.form.get("of") == "self", store=current_app.extensions["store"], now=now(),
    )  # fmt: skip
    return shown(assessment_id)


@blueprint.post("/assessments/<uuid:assessment_id>/evidence/pointers")
@blueprint.input(shapes.PointerIn)
@blueprint.doc(summary="引用平台上的材料作佐证")
def post_pointer(tenant: str, assessment_id: UUID, json_data: shapes.PointerIn) -> Any:
    service.add_pointer(
        asking(), assessment_id, json_data.row_id, json_data.word, json_data.href,
        own_score=request.args.get("of") == "self", now=now(),
    )  # fmt: skip
    return shown(assessment_id)


@blueprint.delete("/assessments/<uuid:assessment_id>/evidence/<uuid:evidence_id>")
@blueprint.doc(summary="撤下草稿上的佐证")
def delete_evidence(tenant: str, assessment_id: UUID, evidence_id: UUID) -> Any:
    service.remove_evidence(asking(), assessment_id, evidence_id, now=now())
    return "", 204


@blueprint.get("/assessments/<uuid:assessment_id>/evidence/<uuid:evidence_id>")
@blueprint.doc(summary="佐证原件")
def read_evidence(tenant: str, assessment_id: UUID, evidence_id: UUID) -> Response:
    return file_response(assessment_id, evidence_id)
