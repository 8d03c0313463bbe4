"""The chairmen's meeting by API."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from services.applications.api import meeting_shapes as shapes
from services.applications.api.blueprint_honours import after, answer, blueprint, now, onward, pdf
from services.applications.domain.docket import Decision, DocketCase, Presence
from services.applications.queries import dockets as queries
from services.applications.queries.docket_page import docket_page
from services.applications.queries.minute_bytes import minutes_bytes
from services.applications.rules import honours as rules
from services.applications.service import docket
from services.applications.store import db
from services.common.clock import SHANGHAI
from services.common.errors import allow
from services.common.http import asking, expected_version
from services.common.principal import Principal


def seer() -> Principal:
    who = asking()
    allow(rules.may_see_dockets(who), "may_not_keep_dockets")
    return who


@blueprint.get("/dockets/waiting")
@blueprint.output(shapes.WaitingsOut)
@blueprint.doc(summary="等待会议审批的批次")
def waiting(tenant: str) -> Any:
    seer()
    with db.read(tenant) as session:
        return {"rows": [vars(each) for each in queries.waiting_rounds(session)]}


@blueprint.get("/dockets")
@blueprint.input(shapes.DocketQueryIn, location="query")
@blueprint.output(shapes.DocketsOut)
@blueprint.doc(summary="议题单列表")
def list_dockets(tenant: str, query_data: shapes.DocketQueryIn) -> Any:
    seer()
    wanted = queries.DocketQuery(query_data.status, query_data.year)
    with db.read(tenant) as session:
        rows, more = queries.dockets(session, wanted, after=after(tenant, query_data.cursor))
    return {"rows": [row._asdict() for row in rows], "next_cursor": onward(tenant, more)}


@blueprint.post("/dockets")
@blueprint.input(shapes.DocketIn)
@blueprint.doc(summary="整理议题单", description="列入这一批所有等待审批的案卷，按考核分从高到低")
def post_docket(tenant: str, json_data: shapes.DocketIn) -> Response:
    who, said = asking(), json_data
    made = docket.make_docket(who, said.regulation_id, said.regulation_version, said.programme, said.year, now=now())
    return shown(tenant, made, 201)


def shown(tenant: str, docket_id: UUID, status: int = 200) -> Response:
    with db.read(tenant) as session:
        page = docket_page(session, docket_id)
    return answer(shapes.DocketOut, page, status, version=page["version"])


@blueprint.get("/dockets/<uuid:docket_id>")
@blueprint.doc(summary="一份议题单", description="missing 列出签发前还差什么")
def read_docket(tenant: str, docket_id: UUID) -> Response:
    seer()
    return shown(tenant, docket_id)


@blueprint.put("/dockets/<uuid:docket_id>/meeting")
@blueprint.input(shapes.MeetingIn)
@blueprint.doc(summary="记录会议和到会情况")
def put_meeting(tenant: str, docket_id: UUID, json_data: shapes.MeetingIn) -> Response:
    said = json_data
    presences = {each.subject: (Presence(each.presence), each.absent_reason) for each in said.members}
    docket.record_meeting(
        asking(), docket_id, presences, presiding=said.presiding, held_at=_local(said.held_at), place=said.place,
        expected=expected_version(), now=now(),
    )  # fmt: skip
    return shown(tenant, docket_id)


def _local(moment: datetime | None) -> datetime | None:
    """A moment without a zone is Beijing time."""
    return moment.replace(tzinfo=SHANGHAI) if moment is not None and moment.tzinfo is None else moment


@blueprint.put("/dockets/<uuid:docket_id>/decisions")
@blueprint.input(shapes.DecisionsIn)
@blueprint.doc(summary="记录表决", description="没有给出的案卷保持原样；须回避的人自动计入回避")
def put_decisions(tenant: str, docket_id: UUID, json_data: shapes.DecisionsIn) -> Response:
    who = asking()
    with db.read(tenant) as session:
        known = {
            case.application_id: case for case in queries.load_docket(session, queries.find(session, docket_id)).cases
        }
    told = {
        each.application_id: _told(known[each.application_id], each)
        for each in json_data.cases
        if each.application_id in known
    }
    docket.record_decisions(who, docket_id, told, expected=expected_version(), now=now())
    return shown(tenant, docket_id)


def _told(case: DocketCase, said: shapes.CaseDecisionIn) -> DocketCase:
    return replace(
        case,
        decision=Decision(said.decision),
        reason=said.reason,
        return_to=said.return_to,
        in_favour=said.in_favour,
        against=said.against,
        abstained=said.abstained,
        recused=frozenset(said.recused),
    )


@blueprint.post("/dockets/<uuid:docket_id>/plain-agreement")
@blueprint.doc(summary="将无异常的记为同意")
def post_plain(tenant: str, docket_id: UUID) -> Response:
    docket.agree_to_plain(asking(), docket_id, expected=expected_version(), now=now())
    return shown(tenant, docket_id)


@blueprint.post("/dockets/<uuid:docket_id>/signature")
@blueprint.output(shapes.SignedOut)
@blueprint.doc(summary="签发会议纪要", description="由主持人签发；同意的进入公示，其余按决定办结")
def post_signature(tenant: str, docket_id: UUID) -> Any:
    return {"notice_id": docket.sign_docket(asking(), docket_id, expected=expected_version(), now=now())}


@blueprint.get("/dockets/<uuid:docket_id>/minutes.pdf")
@blueprint.doc(summary="会议纪要（PDF）", description="签发后为定稿，签发前为草稿")
def minutes_pdf(tenant: str, docket_id: UUID) -> Response:
    seer()
    return pdf(minutes_bytes(tenant, docket_id), "minutes")
