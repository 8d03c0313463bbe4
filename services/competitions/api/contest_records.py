"""What is recorded beside the marks, by API: rounds, the door, numbers, ties, entrants' signatures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from services.common.http import asking, expected_version
from services.common.http.given import now
from services.competitions.api import contest_record_shapes as shapes
from services.competitions.api.blueprint import blueprint
from services.competitions.api.contests import shown
from services.competitions.domain.contests import Arrival
from services.competitions.models.round import AttendanceRow
from services.competitions.recorded import door_for, rounds_for, ties_for
from services.competitions.seeing import look
from services.competitions.service.contests import attending, rounds, signatures, tying
from services.competitions.store import db


@blueprint.get("/contests/<uuid:contest_id>/rounds")
@blueprint.output(shapes.RoundsOut)
@blueprint.doc(summary="各轮名单和抽签封存码")
def read_rounds(tenant: str, contest_id: UUID) -> Any:
    with db.read(tenant) as session:
        return {"rows": rounds_for(session, look(session, asking(), contest_id))}


@blueprint.post("/contests/<uuid:contest_id>/rounds/next")
@blueprint.doc(summary="结束本轮，列出下一轮名单并抽签", description="If-Match: 比武的 version")
def post_next_round(tenant: str, contest_id: UUID) -> Response:
    rounds.next_round(asking(), contest_id, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.get("/contests/<uuid:contest_id>/attendance")
@blueprint.output(shapes.DoorOut)
@blueprint.doc(summary="本轮到场、用时和选手签字")
def read_attendance(tenant: str, contest_id: UUID) -> Any:
    with db.read(tenant) as session:
        lines = door_for(session, asking(), look(session, asking(), contest_id))
    return {
        "rows": [
            shapes.DoorLineOut(
                entry_id=each.entry.id, name=each.entry.name, part=each.part.id, status=each.row.status,
                minutes_late=each.row.minutes_late, identity_checked=each.row.identity_checked, why=each.row.why,
                seconds_used=each.row.seconds_used, identity_shown=each.row.identity_shown,
                shown_why=each.row.shown_why, version=each.row.version, signature=each.signature, digest=each.digest,
            )
            for each in lines
        ]
    }  # fmt: skip


def _version(row: AttendanceRow) -> dict[str, Any]:
    return {"status": row.status, "why": row.why, "version": row.version}


@blueprint.put("/contests/<uuid:contest_id>/attendance/<part>/<uuid:entry_id>")
@blueprint.input(shapes.ArrivalIn)
@blueprint.doc(summary="登记选手到场或缺考", description="If-Match: 登记的 version，第一次为 0")
def put_attendance(tenant: str, contest_id: UUID, part: str, entry_id: UUID, json_data: shapes.ArrivalIn) -> Any:
    said = Arrival(**json_data.model_dump())
    return _version(
        attending.record_arrival(asking(), contest_id, entry_id, part, said, expected=expected_version(), now=now())
    )


@blueprint.post("/contests/<uuid:contest_id>/attendance/<part>/all")
@blueprint.input(shapes.RestIn)
@blueprint.doc(summary="其余选手全部登记为到场", description="If-Match: 比武的 version")
def post_rest(tenant: str, contest_id: UUID, part: str, json_data: shapes.RestIn) -> Any:
    rest = attending.record_rest(
        asking(), contest_id, part, identity_checked=json_data.identity_checked, expected=expected_version(), now=now()
    )
    return {"present": rest}


@blueprint.post("/contests/<uuid:contest_id>/attendance/<part>/<uuid:entry_id>/signature")
@blueprint.input(shapes.ScoreSignatureIn)
@blueprint.doc(summary="选手在成绩下签字，或登记拒签")
def post_score_signature(
    tenant: str, contest_id: UUID, part: str, entry_id: UUID, json_data: shapes.ScoreSignatureIn
) -> Any:
    signatures.sign_score(
        asking(), contest_id, entry_id, part, digest=json_data.digest, refused=json_data.refused, now=now()
    )
    return "", 204


@blueprint.post("/contests/<uuid:contest_id>/attendance/<part>/all/signature")
@blueprint.doc(summary="登记本项全部选手已在纸面成绩单上签字")
def post_all_score_signatures(tenant: str, contest_id: UUID, part: str) -> Any:
    return {"signed": signatures.sign_all_scores(asking(), contest_id, part, now=now())}


@blueprint.put("/contests/<uuid:contest_id>/numbers/<part>/<int:number>")
@blueprint.input(shapes.ObservedIn)
@blueprint.doc(summary="裁判按号登记用时和泄露身份", description="If-Match: 登记的 version，第一次为 0")
def put_observation(tenant: str, contest_id: UUID, part: str, number: int, json_data: shapes.ObservedIn) -> Any:
    said = attending.Observed(**json_data.model_dump())
    row = attending.record_observation(asking(), contest_id, number, part, said, expected=expected_version(), now=now())
    return {"version": row.version}


@blueprint.get("/contests/<uuid:contest_id>/ties")
@blueprint.output(shapes.TiesOut)
@blueprint.doc(summary="待加赛、待抽签的并列，以及已经办过的")
def read_ties(tenant: str, contest_id: UUID) -> Any:
    with db.read(tenant) as session:
        seen = ties_for(session, asking(), look(session, asking(), contest_id))
    return {
        "open": [{"of": each.of, "entries": [one.id for one in each.entries]} for each in seen.open],
        "made": [
            {
                "of": each.row.of, "made_by": each.row.made_name, "made_at": each.row.made_at, "seal": each.row.seal,
                "secret": bytes(each.row.secret).hex() if each.row.secret else "", "figures": each.row.figures,
            }
            for each in seen.made
        ],
    }  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/play-offs")
@blueprint.input(shapes.PlayOffIn)
@blueprint.doc(summary="登记加赛成绩：一组并列的全部选手", description="If-Match: 比武的 version")
def post_play_off(tenant: str, contest_id: UUID, json_data: shapes.PlayOffIn) -> Response:
    figures = {each.entry_id: each.figure for each in json_data.figures}
    tying.record_play_off(asking(), contest_id, figures, expected=expected_version(), now=now())
    return shown(contest_id)


@blueprint.post("/contests/<uuid:contest_id>/lots")
@blueprint.doc(summary="给仍并列的选手抽签", description="If-Match: 比武的 version")
def post_lots(tenant: str, contest_id: UUID) -> Response:
    tying.draw_lots(asking(), contest_id, expected=expected_version(), now=now())
    return shown(contest_id)
