"""Evidence, review, ranking, recommendation and assessment by API."""

import json
from typing import Any
from uuid import UUID

from flask import Response, current_app, jsonify, request

from services.applications import files
from services.applications.api import case_documents as documents
from services.applications.api import case_shapes as shapes
from services.applications.api.blueprint_cases import blueprint
from services.applications.api.cases import now, shown
from services.applications.domain.hearing import Hearing
from services.applications.domain.ranking import order_version
from services.applications.queries.assessing import batches_to_assess
from services.applications.queries.batches import BatchKey, load_batch, waiting_batches
from services.applications.rules import cases as permits
from services.applications.service import assess, fill, recommend, reveal, review
from services.applications.store import db
from services.applications.web.printing import printed
from services.common.errors import Invalid, allow
from services.common.files import FileRefused
from services.common.http import asking, expected_version, with_etag
from services.common.http.once import only_looks


@blueprint.post("/cases/<uuid:case_id>/evidence")
@blueprint.output(shapes.EvidenceOut, status_code=201)
@blueprint.doc(summary="上传佐证", description="multipart：file、proves（condition:… 或 material:…）、caption")
def post_evidence(tenant: str, case_id: UUID) -> Any:
    who, sent = asking(), request.files.get("file")
    if sent is None:
        raise Invalid({"file": "请选择要上传的文件。"})
    try:
        accepted = files.accept(sent.filename or "", sent.stream)
    except FileRefused as refused:
        raise Invalid({"file": refused.says}, refused.code) from refused
    upload = files.put(
        current_app.extensions["store"],
        tenant,
        request.form.get("proves", ""),
        accepted,
        request.form.get("caption", ""),
    )
    return vars(fill.attach(who, case_id, upload, now=now()))


@blueprint.get("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>")
@blueprint.doc(summary="佐证原件")
def read_evidence(tenant: str, case_id: UUID, evidence_id: UUID) -> Response:
    return files.give(current_app.extensions["store"], asking(), case_id, evidence_id)


@blueprint.delete("/cases/<uuid:case_id>/evidence/<uuid:evidence_id>")
@blueprint.doc(summary="移除佐证")
def delete_evidence(tenant: str, case_id: UUID, evidence_id: UUID) -> Any:
    fill.detach(asking(), case_id, evidence_id, now=now())
    return "", 204


@blueprint.post("/cases/<uuid:case_id>/hearings")
@blueprint.input(shapes.HearingIn)
@blueprint.doc(summary="记录听取职工意见的情况")
def post_hearing(tenant: str, case_id: UUID, json_data: shapes.HearingIn) -> Any:
    who = asking()
    review.record_hearing(who, case_id, Hearing(**json_data.model_dump()), now=now())
    return shown(who, case_id, 201)


@blueprint.post("/cases/<uuid:case_id>/opinions")
@blueprint.input(shapes.OpinionIn)
@blueprint.doc(
    summary="签署审核意见", description="agree 同意推荐、disagree 不同意、return 退回补正；If-Match 为当前版本"
)
def post_opinion(tenant: str, case_id: UUID, json_data: shapes.OpinionIn) -> Any:
    who = asking()
    said = review.Opined(**json_data.model_dump())
    review.give_opinion(who, case_id, said, expected=expected_version(), now=now())
    return shown(who, case_id, 201)


@blueprint.post("/cases/<uuid:case_id>/unendorsement")
@blueprint.doc(summary="移出推荐名单，重新审核", description="If-Match 为当前版本")
def post_unendorsement(tenant: str, case_id: UUID) -> Any:
    who = asking()
    recommend.unendorse(who, case_id, expected=expected_version(), now=now())
    return shown(who, case_id)


@blueprint.post("/cases/<uuid:case_id>/revealed")
@blueprint.input(shapes.RevealIn)
@blueprint.doc(summary="查看一项个人信息", description="每次查看都记入日志")
@only_looks
def post_reveal(tenant: str, case_id: UUID, json_data: shapes.RevealIn) -> Any:
    value = reveal.reveal(asking(), case_id, json_data.field, now=now())
    said = json.dumps({"field": json_data.field, "value": value}, ensure_ascii=False)
    # A stream is not kept for replays: the value must not rest beside the idempotency key.
    return Response(iter([said]), content_type="application/json", headers={"Cache-Control": "no-store"})


@blueprint.get("/cases/<uuid:case_id>/form.pdf")
@blueprint.doc(summary="申报表 PDF，按原表样式", description="copy：第几份，决定留存单位")
def read_form(tenant: str, case_id: UUID) -> Response:
    copy = request.args.get("copy", "1")
    return printed(asking(), case_id, copy=int(copy) if copy.isascii() and copy.isdigit() else 1)


@blueprint.get("/batches")
@blueprint.output(shapes.WaitingsOut)
@blueprint.doc(summary="等待排序推荐的批次")
def list_batches(tenant: str) -> Any:
    who = asking()
    with db.read(tenant) as session:
        return {"rows": [vars(each) for each in waiting_batches(session, who)]}


@blueprint.get("/assessments/batches")
@blueprint.output(shapes.ToAssessesOut)
@blueprint.doc(summary="考核批次的进度")
def list_to_assess(tenant: str) -> Any:
    allow(permits.may_open_assessments(asking()), "may_not_open")
    with db.read(tenant) as session:
        return {"rows": [vars(each) for each in batches_to_assess(session)]}


@blueprint.get("/batches/<programme>/<int:year>/<unit>")
@blueprint.output(shapes.BatchOut)
@blueprint.doc(summary="待推荐名单，按名次", description="unit 为审核工会的 id，或 federation")
def read_batch(tenant: str, programme: str, year: int, unit: str) -> Response:
    return _batch(BatchKey(programme, year, unit))


def _batch(key: BatchKey) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        found = load_batch(session, who, key)
    said = {
        "programme": key.programme,
        "year": key.year,
        "unit": key.unit,
        "due_on": found.due_on,
        "cases": [documents.line(row) for row in found.lines],
    }
    body = shapes.BatchOut.model_validate(said).model_dump(mode="json")
    return with_etag(jsonify(body), order_version([row.id for row in found.lines]))


@blueprint.put("/batches/<programme>/<int:year>/<unit>/order")
@blueprint.input(shapes.OrderIn)
@blueprint.output(shapes.BatchOut)
@blueprint.doc(summary="排定名次", description="给出名单上全部申报的 id，最好的在前；If-Match 是名单的 ETag")
def put_order(tenant: str, programme: str, year: int, unit: str, json_data: shapes.OrderIn) -> Response:
    key = BatchKey(programme, year, unit)
    order = list(json_data.order)
    recommend.reorder(asking(), key, lambda _before: order, expected=expected_version(), now=now())
    return _batch(key)


@blueprint.post("/batches/<programme>/<int:year>/<unit>/recommendation")
@blueprint.input(shapes.ChosenIn)
@blueprint.doc(summary="推荐到总工会", description="一次推荐所选的全部，要么都成，要么都不成")
def post_recommendation(tenant: str, programme: str, year: int, unit: str, json_data: shapes.ChosenIn) -> Any:
    done = recommend.recommend_batch(asking(), BatchKey(programme, year, unit), json_data.cases, now=now())
    return {"recommended": [{"id": str(each.id), "rank": each.rank, "is_late": each.is_late} for each in done]}


@blueprint.post("/assessments/opening")
@blueprint.input(shapes.OpenIn)
@blueprint.output(shapes.ProgressOut)
@blueprint.doc(summary="开始考核", description="一次至多 40 件；left 不为 0 时再请求一次")
def post_opening(tenant: str, json_data: shapes.OpenIn) -> Any:
    calls = current_app.extensions["rpc"]
    return vars(assess.open_assessments(asking(), json_data.programme, json_data.year, calls, now=now()))
