"""Contests by API: the list, one, opening, calling off, duties, the draw and what follows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, make_response

from services.common.http import asking, expected_version, with_etag
from services.common.http.given import cursors, now
from services.common.paging import SIZE
from services.competitions.api import contest_shapes as shapes
from services.competitions.api.blueprint import blueprint
from services.competitions.domain.running import Duty
from services.competitions.queries.contests import Filter, counts, find
from services.competitions.queries.rounds import team_results
from services.competitions.seeing import line_of, look, results_for
from services.competitions.service.contests import appealing, awarding, drawing, duties, opening, ranking
from services.competitions.store import db


@blueprint.get("/contests")
@blueprint.input(shapes.ContestsQuery, location="query")
@blueprint.output(shapes.ContestsOut)
@blueprint.doc(summary="比武列表")
def list_contests(tenant: str, query_data: shapes.ContestsQuery) -> Any:
    asking()
    place = cursors().read(tenant, query_data.cursor)
    wanted = Filter(query_data.status, query_data.level, query_data.year, query_data.text)
    with db.read(tenant) as session:
        found = find(session, wanted, after=UUID(place[0]) if place else None)
        counted = counts(session)
    more = cursors().sign(tenant, [found[SIZE - 1].id]) if len(found) > SIZE else None
    return {"rows": [vars(each) for each in found[:SIZE]], "counts": counted, "next_cursor": more}


@blueprint.post("/contests")
@blueprint.input(shapes.OpenIn)
@blueprint.doc(summary="按规则开设一场比武")
def post_contest(tenant: str, json_data: shapes.OpenIn) -> Any:
    id_ = opening.open_contest(asking(), opening.Opening(**json_data.model_dump()), now=now())
    return shown(id_), 201


@blueprint.get("/contests/<uuid:contest_id>")
@blueprint.output(shapes.ContestOut)
@blueprint.doc(summary="一场比武")
def read_contest(tenant: str, contest_id: UUID) -> Any:
    return shown(contest_id)


def shown(contest_id: UUID) -> Response:
    """As the caller sees it; the ETag is its version."""
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
    row = seen.loaded.row
    names = ("id", "title", "level", "trade", "status", "organiser_name", "version", "held_on", "closes_at")
    body = shapes.ContestOut(
        **{name: getattr(row, name) for name in names}, says=list(seen.loaded.rules.sentences()), seal=seen.seal,
        duties=[
            shapes.DutyOut(id=each.id, duty=each.duty, name=each.name, number=each.number)
            for each in seen.loaded.duties
        ],
        finalised_by=row.finalised_name, without_awards=row.without_awards,
    )  # fmt: skip
    return with_etag(make_response(body.model_dump(mode="json")), row.version)


@blueprint.post("/contests/<uuid:contest_id>/cancellation")
@blueprint.input(shapes.WhyIn)
@blueprint.doc(summary="取消比武", description="If-Match: 比武的 version")
def post_cancellation(tenant: str, contest_id: UUID, json_data: shapes.WhyIn) -> Any:
    opening.cancel_contest(asking(), contest_id, json_data.why, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.post("/contests/<uuid:contest_id>/duties")
@blueprint.input(shapes.DutyIn)
@blueprint.output(shapes.IdOut, status_code=201)
@blueprint.doc(summary="安排裁判、裁判长、仲裁人、定稿人")
def post_duty(tenant: str, contest_id: UUID, json_data: shapes.DutyIn) -> Any:
    return {"id": duties.appoint(asking(), contest_id, json_data.person_id, Duty(json_data.duty), now=now())}


@blueprint.post("/contests/<uuid:contest_id>/duties/<uuid:duty_id>/end")
@blueprint.doc(summary="解除任务")
def post_duty_end(tenant: str, contest_id: UUID, duty_id: UUID) -> Any:
    duties.end_duty(asking(), contest_id, duty_id, now=now())
    return "", 204


@blueprint.post("/contests/<uuid:contest_id>/draw")
@blueprint.doc(summary="抽签定工位并封存", description="If-Match: 比武的 version")
def post_draw(tenant: str, contest_id: UUID) -> Any:
    drawing.draw_stations(asking(), contest_id, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.post("/contests/<uuid:contest_id>/freeze")
@blueprint.doc(summary="封存成绩并公布", description="If-Match: 比武的 version")
def post_freeze(tenant: str, contest_id: UUID) -> Any:
    ranking.freeze_scores(asking(), contest_id, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.post("/contests/<uuid:contest_id>/reopening")
@blueprint.input(shapes.WhyIn)
@blueprint.doc(summary="重新开放评分", description="If-Match: 比武的 version")
def post_reopening(tenant: str, contest_id: UUID, json_data: shapes.WhyIn) -> Any:
    ranking.open_again(asking(), contest_id, json_data.why, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.post("/contests/<uuid:contest_id>/finalisation")
@blueprint.doc(summary="定稿", description="If-Match: 比武的 version")
def post_finalisation(tenant: str, contest_id: UUID) -> Any:
    ranking.finalise(asking(), contest_id, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.post("/contests/<uuid:contest_id>/publication")
@blueprint.doc(summary="公布结果并授奖", description="If-Match: 比武的 version")
def post_publication(tenant: str, contest_id: UUID) -> Any:
    ranking.publish(asking(), contest_id, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.get("/contests/<uuid:contest_id>/results")
@blueprint.output(shapes.ResultsOut)
@blueprint.doc(summary="名次")
def read_results(tenant: str, contest_id: UUID) -> Any:
    who = asking()
    with db.read(tenant) as session:
        seen = look(session, who, contest_id)
        rows = [line_of(each) for each in results_for(session, who, seen.loaded)]
        teams = team_results(session, contest_id)
    names = ("unit_id", "unit_name", "place", "is_shared", "counted", "says", "award")
    return {
        "rows": rows,
        "teams": [{**{name: getattr(each, name) for name in names}, "total": f"{each.total:f}"} for each in teams],
    }


@blueprint.post("/contests/<uuid:contest_id>/awards/<uuid:award_id>/removal")
@blueprint.input(shapes.WhyIn)
@blueprint.doc(summary="撤销奖项；规则写明递补的，后面的依次递补")
def post_award_removal(tenant: str, contest_id: UUID, award_id: UUID, json_data: shapes.WhyIn) -> Any:
    return {"moved_up": awarding.withdraw_award(asking(), contest_id, award_id, json_data.why, now=now())}


@blueprint.post("/contests/<uuid:contest_id>/appeals")
@blueprint.input(shapes.AppealIn)
@blueprint.output(shapes.IdOut, status_code=201)
@blueprint.doc(summary="申诉")
def post_appeal(tenant: str, contest_id: UUID, json_data: shapes.AppealIn) -> Any:
    return {"id": appealing.appeal(asking(), contest_id, json_data.entry_id, json_data.grounds, now=now())}


@blueprint.post("/contests/<uuid:contest_id>/appeals/<uuid:appeal_id>/decision")
@blueprint.input(shapes.RulingIn)
@blueprint.doc(summary="裁决申诉")
def post_ruling(tenant: str, contest_id: UUID, appeal_id: UUID, json_data: shapes.RulingIn) -> Any:
    appealing.rule_on_appeal(
        asking(), contest_id, appeal_id, upheld=json_data.upheld, ruling=json_data.ruling, now=now()
    )
    return "", 204
