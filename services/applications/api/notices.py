"""Notices and objections by API; what is public needs no sign-in."""

from typing import Any
from uuid import UUID

from flask import Response, request

from services.applications.api import meeting_shapes as shapes
from services.applications.api.blueprint_honours import after, answer, blueprint, now, onward, pdf
from services.applications.api.honour_shapes import PublicHonourOut
from services.applications.files import given_out
from services.applications.limits import objection_limit
from services.applications.models.meeting import ObjectionRow
from services.applications.papers import printed
from services.applications.queries import notices as queries
from services.applications.queries.honour_page import columns
from services.applications.queries.honour_papers import notice_of
from services.applications.queries.honours import find_by_token
from services.applications.queries.public_honour import public_honour
from services.applications.rules import honours as rules
from services.applications.service import objection as service
from services.applications.service.objecting import Raised, raise_objection
from services.applications.store import db
from services.common.clock import day_of
from services.common.documents import notice
from services.common.errors import KeyNeeded, NotFound, allow
from services.common.http import asking, expected_version
from services.common.http.asking import public
from services.common.http.once import HEADER, only_looks
from services.common.principal import Principal
from services.common.web.csrf import without_token

NOTICE = "id number title status starts_on ends_on working_days"
ENTRY = "application_id ordinal subject_name employer_name recommended_by score outcome"
OBJECTION = (
    "id notice_id application_id facts file_count received_at answer_by"
    " status handler finding answer answered_at version"
)


@blueprint.get("/public/notices")
@blueprint.input(shapes.NoticeQueryIn, location="query")
@blueprint.output(shapes.NoticesOut)
@blueprint.doc(summary="公示列表（公开）")
@public
def list_notices(tenant: str, query_data: shapes.NoticeQueryIn) -> Any:
    said = query_data
    wanted = queries.NoticeQuery(said.state, said.year)
    with db.read(tenant) as session:
        rows, more = queries.notices(session, wanted, today=day_of(now()), after=after(tenant, said.cursor))
    return {"rows": [columns(row, NOTICE) for row in rows], "next_cursor": onward(tenant, more)}


@blueprint.get("/public/notices/<uuid:notice_id>")
@blueprint.output(shapes.NoticeOut)
@blueprint.doc(summary="一份公示（公开）")
@public
def read_notice(tenant: str, notice_id: UUID) -> Any:
    with db.read(tenant) as session:
        row = queries.find_notice(session, notice_id)
        entries = [columns(entry, ENTRY) for entry in queries.entries_of(session, notice_id)]
    return {**columns(row, NOTICE + " issued_on objection_days"), "entries": entries}


@blueprint.get("/public/notices/<uuid:notice_id>/notice.pdf")
@blueprint.doc(summary="公示文（PDF，公开）")
@public
def notice_pdf(tenant: str, notice_id: UUID) -> Response:
    with db.read(tenant) as session:
        sheet = notice_of(session, queries.find_notice(session, notice_id))
    return pdf(printed(notice, sheet), "notice")


@blueprint.get("/public/honours/<token>")
@blueprint.doc(summary="扫码查验一项荣誉（公开）", description="token 是牌匾二维码地址的末段；答的是此刻的状态")
@public
def verify_honour(tenant: str, token: str) -> Response:
    with db.read(tenant) as session:
        row = find_by_token(session, token)
        if row is None:
            raise NotFound("not_found")
        found = public_honour(session, row)
    return answer(PublicHonourOut, {**found, "steps": [vars(each) for each in found["steps"]]})


@blueprint.post("/public/notices/<uuid:notice_id>/objections")
@blueprint.input(shapes.ObjectionIn)
@blueprint.doc(
    summary="提出异议（公开）",
    description="返回回执编号，凭它查看答复；姓名、联系方式和附件加密保存。须带 Idempotency-Key，重发不会多出一件。",
)
@without_token
@public
def post_objection(tenant: str, notice_id: UUID, json_data: shapes.ObjectionIn) -> Response:
    key = request.headers.get(HEADER, "")[:200]
    if not key:
        raise KeyNeeded
    files = [(each.name, bytes(each.content)) for each in json_data.files]
    said = Raised(str(json_data.application_id), json_data.facts, json_data.name, json_data.contact, files)
    with objection_limit():
        receipt = raise_objection(tenant, notice_id, said, now=now(), key=key)
    return answer(shapes.ReceiptOut, {"receipt": receipt}, 201)


@blueprint.get("/public/receipts/<receipt>")
@blueprint.output(shapes.FollowOut)
@blueprint.doc(summary="凭回执查看答复（公开）")
@public
def follow(tenant: str, receipt: str) -> Any:
    with objection_limit("60 per hour"), db.read(tenant) as session:
        return vars(queries.follow(session, receipt))


def handler() -> Principal:
    who = asking()
    allow(rules.may_see_objections(who), "may_not_handle_objections")
    return who


@blueprint.get("/objections")
@blueprint.input(shapes.ObjectionQueryIn, location="query")
@blueprint.output(shapes.ObjectionsOut)
@blueprint.doc(summary="异议列表", description="不含提出人；查看提出人是单独一步并记入日志")
def list_objections(tenant: str, query_data: shapes.ObjectionQueryIn) -> Any:
    handler()
    with db.read(tenant) as session:
        rows, more = queries.objections(session, query_data.status, after=after(tenant, query_data.cursor))
    return {"rows": [_document(row, name) for row, name in rows], "next_cursor": onward(tenant, more)}


def _document(row: ObjectionRow, name: str) -> dict[str, Any]:
    return {**columns(row, OBJECTION), "subject_name": name}


def shown(tenant: str, objection_id: UUID) -> Response:
    with db.read(tenant) as session:
        row, entry, _notice = queries.find_objection(session, objection_id)
        document = _document(row, entry.subject_name)
    files = [
        {"number": number, "name": each.name, "mime": each.mime, "size": each.size}
        for number, each in enumerate(service.attached(asking(), row), 1)
    ]
    return answer(shapes.ObjectionFullOut, {**document, "files": files}, version=row.version)


@blueprint.get("/objections/<uuid:objection_id>")
@blueprint.doc(summary="一件异议")
def read_objection(tenant: str, objection_id: UUID) -> Response:
    handler()
    return shown(tenant, objection_id)


@blueprint.post("/objections/<uuid:objection_id>/handler")
@blueprint.doc(summary="受理异议", description="参与审定的人不能受理")
def post_handler(tenant: str, objection_id: UUID) -> Response:
    service.take_up_objection(asking(), objection_id, expected=expected_version(), now=now())
    return shown(tenant, objection_id)


@blueprint.post("/objections/<uuid:objection_id>/objector")
@blueprint.doc(summary="查看提出人", description="只对承办人开放，每次查看记入日志")
@only_looks
def post_objector(tenant: str, objection_id: UUID) -> Response:
    found = service.reveal_objector(asking(), objection_id, now=now())
    return answer(shapes.ObjectorOut, {"name": found.name, "contact": found.contact})


@blueprint.post("/objections/<uuid:objection_id>/files/<int:number>")
@blueprint.doc(summary="查看异议附件", description="只对承办人开放，每次查看记入日志")
@only_looks
def post_attachment(tenant: str, objection_id: UUID, number: int) -> Response:
    return given_out(*service.open_attachment(asking(), objection_id, number, now=now()))


@blueprint.post("/objections/<uuid:objection_id>/answer")
@blueprint.input(shapes.AnswerIn)
@blueprint.doc(summary="答复异议", description="成立的终止办理；不成立的公示期满后继续")
def post_answer(tenant: str, objection_id: UUID, json_data: shapes.AnswerIn) -> Response:
    said = json_data
    service.answer_objection(
        asking(), objection_id, upheld=said.upheld, finding=said.finding, answer=said.answer,
        expected=expected_version(), now=now(),
    )  # fmt: skip
    return shown(tenant, objection_id)
