"""Assessments by API: list, one case, self score, assessors, scores."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response

from services.assessment import queries, service
from services.assessment.api import documents, shapes
from services.assessment.api.blueprint import blueprint
from services.assessment.queries import Filter
from services.assessment.refusals import SENTENCES
from services.assessment.seeing import look
from services.assessment.store import db
from services.common.http import asking, expected_version, with_etag
from services.common.http.given import now
from services.common.paging import SIZE


@blueprint.get("/assessments")
@blueprint.input(shapes.ListQuery, location="query")
@blueprint.output(shapes.PageOut)
@blueprint.doc(summary="考核列表")
def list_assessments(tenant: str, query_data: shapes.ListQuery) -> Any:
    who = asking()
    cursors = current_app.extensions["cursors"]
    place = cursors.read(tenant, query_data.cursor)
    wanted = Filter(query_data.status, query_data.text, query_data.year, query_data.passed)
    with db.read(tenant) as session:
        found = queries.find(session, who, wanted, after=UUID(place[0]) if place else None)
        counted = queries.counts(session, who)
    more = cursors.sign(tenant, [found[SIZE - 1].id]) if len(found) > SIZE else None
    return {"rows": [documents.line(each) for each in found[:SIZE]], "counts": counted, "next_cursor": more}


@blueprint.get("/assessments/<uuid:assessment_id>")
@blueprint.output(shapes.CaseOut)
@blueprint.doc(summary="一个考核案卷")
def read_assessment(tenant: str, assessment_id: UUID) -> Any:
    return shown(assessment_id)


def shown(assessment_id: UUID, version: int | None = None) -> Response:
    """The case as the caller sees it; the ETag is the case's version, or that of the card that was just saved."""
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, assessment_id)
    body = shapes.CaseOut.model_validate(documents.case(seen)).model_dump(mode="json", exclude_none=True)
    return with_etag(make_response(body), seen.assessment.version if version is None else version)


@blueprint.put("/assessments/<uuid:assessment_id>/self-score")
@blueprint.input(shapes.FindingsIn)
@blueprint.doc(summary="保存自评", description="If-Match: 自评卡的 version")
def put_self_score(tenant: str, assessment_id: UUID, json_data: shapes.FindingsIn) -> Any:
    card = service.save_self_score(asking(), assessment_id, json_data.said(), expected=expected_version(), now=now())
    return shown(assessment_id, card.version)


@blueprint.post("/assessments/<uuid:assessment_id>/self-score/submission")
@blueprint.doc(summary="签字并提交自评分")
def post_self_score(tenant: str, assessment_id: UUID) -> Any:
    service.submit_self_score(asking(), assessment_id, expected=expected_version(), now=now())
    return shown(assessment_id)


@blueprint.put("/assessments/<uuid:assessment_id>/scores")
@blueprint.input(shapes.FindingsIn)
@blueprint.doc(summary="保存本人的考核分", description="If-Match: 本人评分卡的 version")
def put_scores(tenant: str, assessment_id: UUID, json_data: shapes.FindingsIn) -> Any:
    card = service.save_scores(asking(), assessment_id, json_data.said(), expected=expected_version(), now=now())
    return shown(assessment_id, card.version)


@blueprint.post("/assessments/<uuid:assessment_id>/scores/submission")
@blueprint.doc(summary="签字并提交考核分")
def post_scores(tenant: str, assessment_id: UUID) -> Any:
    service.submit_scores(asking(), assessment_id, expected=expected_version(), now=now())
    return shown(assessment_id)


@blueprint.post("/assessments/<uuid:assessment_id>/self-score/waiver")
@blueprint.input(shapes.ReasonIn)
@blueprint.doc(summary="自评逾期未报，继续考核")
def post_waiver(tenant: str, assessment_id: UUID, json_data: shapes.ReasonIn) -> Any:
    service.go_on_without_self_score(asking(), assessment_id, json_data.reason, now=now())
    return shown(assessment_id)


@blueprint.get("/assessments/<uuid:assessment_id>/candidates")
@blueprint.output(shapes.CandidatesOut)
@blueprint.doc(summary="可安排的考核员与应回避的原因")
def list_candidates(tenant: str, assessment_id: UUID) -> Any:
    found = service.candidates_for(asking(), assessment_id, on=current_app.extensions["clock"].today())
    return {
        "rows": [
            {
                "person_id": each.person_id,
                "name": each.name,
                "may_assess": reason is None,
                "reason": str(SENTENCES[reason]) if reason else "",
            }
            for each, reason in found
        ]
    }


@blueprint.post("/assessments/<uuid:assessment_id>/assessors")
@blueprint.input(shapes.AppointIn)
@blueprint.doc(summary="安排考核员", description="If-Match: 案卷的 version")
def post_assessors(tenant: str, assessment_id: UUID, json_data: shapes.AppointIn) -> Any:
    who = asking()
    service.appoint_assessors(who, assessment_id, json_data.person_ids, expected=expected_version(), now=now())
    return shown(assessment_id)


@blueprint.post("/assessments/<uuid:assessment_id>/recusal")
@blueprint.input(shapes.ReasonIn)
@blueprint.doc(summary="考核员申请回避")
def post_recusal(tenant: str, assessment_id: UUID, json_data: shapes.ReasonIn) -> Any:
    service.step_back(asking(), assessment_id, json_data.reason, now=now())
    return "", 204


@blueprint.post("/assessments/<uuid:assessment_id>/assessors/<uuid:card_id>/release")
@blueprint.input(shapes.ReasonIn)
@blueprint.doc(summary="更换尚未签字的考核员")
def post_release(tenant: str, assessment_id: UUID, card_id: UUID, json_data: shapes.ReasonIn) -> Any:
    service.release_assessor(asking(), assessment_id, card_id, json_data.reason, now=now())
    return shown(assessment_id)
