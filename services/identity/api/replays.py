"""Replays of a draft by API: ask, and read what was answered."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, current_app
from pydantic import Field

from services.common.errors import allow
from services.common.http import asking
from services.common.paging import SIZE
from services.identity import rules
from services.identity.api import answers
from services.identity.api.shapes import CursorQuery, In, Out
from services.identity.domain.replays import Replay
from services.identity.models import DraftRow
from services.identity.queries import replays
from services.identity.queries.rows import own
from services.identity.service.replays import replay_draft
from services.identity.store import db
from services.identity.web.replays import place_in

blueprint = APIBlueprint(
    "replays_api", __name__, url_prefix=f"{answers.PREFIX}/regulations/drafts/<uuid:draft_id>/replays", tag="规则"
)


class YearIn(In):
    year: int


class ReplayQuery(CursorQuery):
    all: bool = Field(default=False, description="those that do not change too")


class NameOut(Out):
    application_id: str
    number: str
    honour: str
    subject_name: str
    employer_name: str
    recommender: str
    won: bool
    would: str
    turn: str
    reasons: list[str]
    score: str
    would_score: str


class ReplayOut(Out):
    year: int
    draft_version: int
    asked_at: str
    asked_by: str
    cases: int
    loses: int
    gains: int
    open: int
    left_out: int
    dropped: list[str]
    rows: list[NameOut]
    next_cursor: str | None = None


@blueprint.post("")
@blueprint.input(YearIn)
@blueprint.output(ReplayOut, status_code=201)
@blueprint.doc(summary="按草稿试算一年已办结的案卷", description="不改动任何案卷；答案保存下来，可再读取")
def ask(tenant: str, draft_id: UUID, json_data: YearIn) -> Response:
    made = replay_draft(asking(), draft_id, json_data.year, current_app.extensions["rpc"], now=answers.now())
    return answers.one(ReplayOut, _out(tenant, made, 0, False), status=201)


@blueprint.get("/<int:year>")
@blueprint.input(ReplayQuery, location="query")
@blueprint.output(ReplayOut)
@blueprint.doc(summary="试算结果", description="先列结果有变化的；all=true 列出全部")
def read(tenant: str, draft_id: UUID, year: int, query_data: ReplayQuery) -> Response:
    who = asking()
    allow(rules.may_see_drafts(who), "may_not_edit_regulations")
    start = place_in(answers.after(tenant, query_data.cursor, at=0, last=int))
    with db.read(who.tenant) as session:
        own(session, DraftRow, draft_id)
        made = replays.find(session, draft_id, year)
    return answers.one(ReplayOut, _out(tenant, made, start, query_data.all))


def _out(tenant: str, made: Replay, start: int, wants_all: bool) -> dict[str, Any]:
    cases = made.cases if wants_all else made.changed
    more = len(cases) > start + SIZE
    return {
        "year": made.year,
        "draft_version": made.draft_version,
        "asked_at": made.asked_at.isoformat(),
        "asked_by": made.asked_by,
        "cases": len(made.cases),
        "loses": made.turns["loses"],
        "gains": made.turns["gains"],
        "open": made.turns["open"],
        "left_out": made.left_out,
        "dropped": list(made.dropped),
        "rows": list(cases[start : start + SIZE]),
        "next_cursor": current_app.extensions["cursors"].sign(tenant, [start + SIZE]) if more else None,
    }
