"""Dossiers by API: sent and received ones, their contents, verifying again, returning, files in and out."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, request

from services.applications import given
from services.applications.api import dossier_documents as documents
from services.applications.api import dossier_shapes as shapes
from services.applications.api.blueprint_dossiers import blueprint
from services.applications.api.cases import now
from services.applications.api.forwarding import shown
from services.applications.files import named
from services.applications.queries import dossiers, sealed_file
from services.applications.queries.case import find_case
from services.applications.queries.rungs import rungs
from services.applications.service import outside, reopen, returns, revoked_below
from services.applications.store import db
from services.common.errors import DomainError, Invalid
from services.common.http import asking, expected_version
from services.common.http.once import only_looks

ZIP = "application/zip"


@blueprint.get("/dossiers")
@blueprint.input(shapes.ListQuery, location="query")
@blueprint.output(shapes.DossiersOut)
@blueprint.doc(summary="报出和收到的封存案卷")
def list_dossiers(tenant: str, query_data: shapes.ListQuery) -> Any:
    who = asking()
    cursors = current_app.extensions["cursors"]
    after = cursors.read(tenant, query_data.cursor)
    with db.read(tenant) as session:
        rows, more = dossiers.listed(
            session, who, direction=query_data.direction, status=query_data.status, after=after
        )
        said = documents.lines(session, rows)
    return {"rows": said, "next_cursor": cursors.sign(tenant, more) if more else None}


@blueprint.get("/dossiers/<uuid:dossier_id>")
@blueprint.doc(summary="一份封存案卷及上级的决定", responses=[200, 404])
def read_dossier(tenant: str, dossier_id: UUID) -> Any:
    return shown(asking(), dossier_id)


@blueprint.get("/dossiers/<uuid:dossier_id>/contents")
@blueprint.output(shapes.ContentsOut)
@blueprint.doc(summary="案卷内容", description="先核验再读出；本案卷在前，所附下级案卷依次在后；个人信息已遮盖")
def read_contents(tenant: str, dossier_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        found = sealed_file.opened(session, given.store(), row)
    return {"levels": [sealed_file.in_words(each) for each in sealed_file.levels(found)]}


@blueprint.get("/dossiers/<uuid:dossier_id>/evidence")
@blueprint.input(shapes.FileQuery, location="query")
@blueprint.doc(summary="案卷内的佐证原件")
def read_sealed_evidence(tenant: str, dossier_id: UUID, query_data: shapes.FileQuery) -> Response:
    who = asking()
    with db.read(tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        found = sealed_file.opened(session, given.store(), row)
    found = sealed_file.at_depth(found, query_data.depth)
    content, said = sealed_file.evidence_file(found, query_data.stage, query_data.file)
    return named(content, str(said["name"]), str(said["mime"]))


@blueprint.post("/dossiers/<uuid:dossier_id>/revealed")
@blueprint.input(shapes.RevealIn)
@blueprint.doc(summary="查看案卷中的一项个人信息", description="每次查看都记入日志")
@only_looks
def post_sealed_reveal(tenant: str, dossier_id: UUID, json_data: shapes.RevealIn) -> Any:
    said = json_data
    value = reopen.reveal(asking(), dossier_id, depth=said.depth, stage=said.stage, field=said.field, now=now())
    body = shapes.RevealedOut(field=said.field, value=value).model_dump_json()
    # A stream is not kept for replays: the value must not rest beside the idempotency key.
    return Response(iter([body]), content_type="application/json", headers={"Cache-Control": "no-store"})


@blueprint.post("/dossiers/<uuid:dossier_id>/verification")
@blueprint.output(shapes.VerifiedOut)
@blueprint.doc(summary="从库中重新核验")
def post_verification(tenant: str, dossier_id: UUID) -> Any:
    who = asking()
    outcome = reopen.verify_again(who, dossier_id, now=now())
    with db.read(tenant) as session:
        return documents.verified(dossiers.find(session, who, dossier_id), outcome)


@blueprint.post("/dossiers/<uuid:dossier_id>/return")
@blueprint.input(shapes.ReturnIn)
@blueprint.doc(summary="退回下级", description="写明理由；本级案卷就此办结。If-Match 为 case_version")
def post_return(tenant: str, dossier_id: UUID, json_data: shapes.ReturnIn) -> Any:
    who = asking()
    returns.return_dossier(who, dossier_id, json_data.reason, expected=expected_version(), now=now())
    return shown(who, dossier_id)


@blueprint.post("/dossiers/<uuid:dossier_id>/revocation-note")
@blueprint.input(shapes.NoteIn)
@blueprint.doc(summary="登记对下级撤销荣誉的处理意见", description="下级撤销所依据的荣誉之后，本级研究的结果")
def post_revocation_note(tenant: str, dossier_id: UUID, json_data: shapes.NoteIn) -> Any:
    who = asking()
    revoked_below.note(who, dossier_id, json_data.note, now=now())
    return shown(who, dossier_id)


@blueprint.get("/dossiers/<uuid:dossier_id>/file")
@blueprint.doc(summary="封存文件")
def read_sealed_file(tenant: str, dossier_id: UUID) -> Response:
    who = asking()
    with db.read(tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        content = sealed_file.sealed_bytes(given.store(), row)
    if not content:
        raise DomainError("file_gone")
    return named(content, f"{row.subject_name}-{row.honour}.dossier", ZIP)


@blueprint.post("/dossiers/import")
@blueprint.doc(summary="导入平台外的封存文件", description="multipart：file。案卷则受理立案，决定则记到原案卷")
def post_import(tenant: str) -> Any:
    who, sent = asking(), request.files.get("file")
    if sent is None:
        raise Invalid({"file": "请选择封存文件，扩展名为 .dossier 或 .decision。"})
    dossier_id = outside.take_file(who, sent.stream.read(), now=now())
    answer = shown(who, dossier_id, 201)
    answer.headers["Location"] = f"/api/v1/tenants/{tenant}/applications/dossiers/{dossier_id}"
    return answer


@blueprint.post("/dossiers/<uuid:dossier_id>/decision-file")
@blueprint.doc(summary="导出决定文件", description="给平台外的报送单位；用本单位密钥签名")
def post_decision_file(tenant: str, dossier_id: UUID) -> Response:
    content, name = outside.decision_file(asking(), dossier_id, now=now())
    return named(content, name, ZIP)


@blueprint.get("/cases/<uuid:case_id>/rungs")
@blueprint.output(shapes.RungsOut)
@blueprint.doc(summary="一份申报在县、市、省、全国各级的进展")
def read_rungs(tenant: str, case_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        case = find_case(session, who, case_id).application
        return {"rungs": [documents.rung(each) for each in rungs(session, case)]}
