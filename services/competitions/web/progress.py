"""How far the scoring has come, for whoever organises the contest and for its chief judge: numbers, no names."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from services.common.errors import allow
from services.common.http import asking
from services.common.web import page
from services.competitions.queries.scores import pending_changes
from services.competitions.seeing import look
from services.competitions.standing import part_stands
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.ways import ways


@blueprint.get("/contests/<uuid:contest_id>/progress")
def progress(tenant: str, contest_id: UUID) -> Response:
    who = asking()
    with db.read(tenant) as session:
        seen = look(session, who, contest_id)
        allow(seen.organises or seen.heads, "may_not_organise")
        stands = part_stands(session, seen.loaded)
        asked = pending_changes(session, contest_id)
    return page(
        "competitions/progress.html", contest=seen.loaded.row, seen=seen, ways=ways(who, seen), stands=stands,
        rule=seen.loaded.rules, asked=asked, left=sum(each.due - each.signed for each in stands),
    )  # fmt: skip
