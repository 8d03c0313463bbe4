"""Conferring, the roll, plaques and rewards by API."""

from typing import Any
from uuid import UUID

from flask import Response, make_response

from services.applications import given
from services.applications.api import honour_shapes as shapes
from services.applications.api.blueprint_honours import after, answer, blueprint, now, onward, pdf
from services.applications.api.case_documents import entry
from services.applications.api.case_shapes import LogsOut
from services.applications.models import ApplicationRow
from services.applications.papers import printed
from services.applications.queries import honours as queries
from services.applications.queries.honour_page import honour_page, line
from services.applications.queries.honour_papers import certificate_of, plaque_of
from services.applications.queries.honours import RollQuery
from services.applications.rules import honours as rules
from services.applications.service import confer, plaque
from services.applications.store import db
from services.applications.web.archive import dossier_bytes
from services.common import audit, documents
from services.common.errors import NotFound, allow
from services.common.files import FileKey
from services.common.http import asking, expected_version
from services.common.paging import cut


@blueprint.get("/honours")
@blueprint.input(shapes.RollQueryIn, location="query")
@blueprint.output(shapes.RollOut)
@blueprint.doc(summary="荣誉名册", description="只含调用者职责范围内的")
def list_honours(tenant: str, query_data: shapes.RollQueryIn) -> Any:
    who = asking()
    wanted = RollQuery(query_data.q, query_data.honour, query_data.year, query_data.standing)
    place = after(tenant, query_data.cursor)
    with db.read(tenant) as session:
        found = queries.roll(session, wanted, after=place, seen=rules.honours_visible_to(who))
    rows, more = cut(found, lambda row: (row.conferred_on, row.id))
    return {"rows": [line(row) for row in rows], "next_cursor": onward(tenant, more)}


@blueprint.get("/honours/good-standing")
@blueprint.input(shapes.GoodStandingQueryIn, location="query")
@blueprint.output(shapes.RollOut)
@blueprint.doc(summary="荣誉有效的单位")
def good_standing(tenant: str, query_data: shapes.GoodStandingQueryIn) -> Any:
    said, who = query_data, asking()
    with db.read(tenant) as session:
        rows, more = queries.in_good_standing(session, who, said.programme, after=after(tenant, said.cursor))
    return {"rows": [line(each) for each in rows], "next_cursor": onward(tenant, more)}


def shown(tenant: str, honour_id: UUID, status: int = 200) -> Response:
    with db.read(tenant) as session:
        page = honour_page(session, asking(), honour_id)
    return answer(shapes.HonourOut, page, status, version=page["version"])


@blueprint.get("/honours/<uuid:honour_id>")
@blueprint.doc(summary="一项荣誉")
def read_honour(tenant: str, honour_id: UUID) -> Response:
    return shown(tenant, honour_id)


@blueprint.get("/conferrals")
@blueprint.output(shapes.WaitingToConferOut)
@blueprint.doc(summary="等待命名的各轮和案卷", description="按考核分先后，也就是编号的先后")
def list_conferrals(tenant: str) -> Any:
    allow(rules.may_confer(asking()), "may_not_confer")
    with db.read(tenant) as session:
        return {
            "rows": [
                {**vars(each), "cases": [_waiting(row) for row in confer.waiting(session, each.programme, each.year)]}
                for each in confer.waiting_rounds(session)
            ]
        }


def _waiting(row: ApplicationRow) -> dict[str, Any]:
    return {
        "application_id": row.id,
        "subject_name": row.subject_name,
        "employer_name": row.employer_name,
        "score": row.score,
        "version": row.version,
    }


@blueprint.post("/conferrals")
@blueprint.input(shapes.ConferIn)
@blueprint.doc(summary="命名一批", description="公示期满、等待命名的全部案卷，编号按考核分先后")
def post_conferrals(tenant: str, json_data: shapes.ConferIn) -> Response:
    found = confer.confer_batch(asking(), json_data.programme, json_data.year, now=now())
    return answer(shapes.HonoursOut, {"rows": [line(each) for each in found]}, 201)


@blueprint.post("/cases/<uuid:case_id>/conferral")
@blueprint.doc(summary="命名一个")
def post_conferral(tenant: str, case_id: UUID) -> Response:
    honour = confer.confer(asking(), case_id, expected=expected_version(), now=now())
    return shown(tenant, honour.id, 201)


@blueprint.put("/honours/<uuid:honour_id>/plaque")
@blueprint.input(shapes.HangIn)
@blueprint.doc(summary="登记牌匾悬挂地点", description="photo 为现场照片的 Base64，可以不给")
def put_plaque(tenant: str, honour_id: UUID, json_data: shapes.HangIn) -> Response:
    said = json_data
    photo = (said.photo_name, bytes(said.photo)) if said.photo else None
    plaque.hang_plaque(asking(), honour_id, said.where, said.on, photo, expected=expected_version(), now=now())
    return shown(tenant, honour_id)


@blueprint.get("/honours/<uuid:honour_id>/photo")
@blueprint.doc(summary="牌匾悬挂照片")
def plaque_photo(tenant: str, honour_id: UUID) -> Response:
    with db.read(tenant) as session:
        queries.find_seen(session, asking(), honour_id)
        kept = queries.plaque_of(session, honour_id)
    if kept is None or not kept.photo_sha256:
        raise NotFound("not_found")
    response = make_response(given.store().get(FileKey(tenant, kept.photo_sha256)))
    response.content_type = kept.photo_mime
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.get("/honours/<uuid:honour_id>/log")
@blueprint.output(LogsOut)
@blueprint.doc(summary="荣誉日志")
def honour_log(tenant: str, honour_id: UUID) -> Any:
    with db.read(tenant) as session:
        queries.find_seen(session, asking(), honour_id)
        return {"entries": [entry(each) for each in audit.entries_of(session, "honour", honour_id)]}


@blueprint.post("/honours/<uuid:honour_id>/recall")
@blueprint.input(shapes.RecallIn)
@blueprint.doc(summary="登记牌匾收回")
def post_recall(tenant: str, honour_id: UUID, json_data: shapes.RecallIn) -> Response:
    plaque.record_recall(asking(), honour_id, json_data.on, json_data.note, now=now())
    return shown(tenant, honour_id)


@blueprint.post("/honours/<uuid:honour_id>/rewards")
@blueprint.input(shapes.RewardIn)
@blueprint.doc(summary="登记奖励发放")
def post_reward(tenant: str, honour_id: UUID, json_data: shapes.RewardIn) -> Response:
    said = json_data
    plaque.record_reward(
        asking(), honour_id, kind=said.kind, given_by=said.given_by, amount=said.amount, what=said.what,
        paid_on=said.paid_on, now=now(), spent=said.spent,
    )  # fmt: skip
    return shown(tenant, honour_id, 201)


@blueprint.get("/honours/<uuid:honour_id>/certificate.pdf")
@blueprint.doc(summary="证书（PDF）")
def certificate_pdf(tenant: str, honour_id: UUID) -> Response:
    with db.read(tenant) as session:
        sheet = certificate_of(session, queries.find_seen(session, asking(), honour_id))
    return pdf(printed(documents.certificate, sheet), "certificate")


@blueprint.get("/honours/<uuid:honour_id>/plaque.pdf")
@blueprint.doc(summary="牌匾样式（PDF）")
def plaque_pdf(tenant: str, honour_id: UUID) -> Response:
    with db.read(tenant) as session:
        sheet = plaque_of(session, queries.find_seen(session, asking(), honour_id))
    return pdf(printed(documents.plaque, sheet), "plaque")


@blueprint.get("/cases/<uuid:case_id>/dossier.pdf")
@blueprint.doc(summary="整卷档案（PDF）")
def dossier_pdf(tenant: str, case_id: UUID) -> Response:
    return pdf(dossier_bytes(asking(), case_id), "dossier")
