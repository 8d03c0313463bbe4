"""From round to round on screen: each round's list, its sealed draws, and the step to the next."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.http import asking, expected_version
from services.common.http.given import now
from services.common.web import page
from services.competitions.recorded import before_next_round, rounds_for
from services.competitions.seeing import look
from services.competitions.service.contests.rounds import next_round
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import doing
from services.competitions.web.ways import ways


@blueprint.get("/contests/<uuid:contest_id>/rounds")
def rounds(tenant: str, contest_id: UUID) -> Response:
    return _page(contest_id, {})


def _page(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        found, stand = rounds_for(session, seen), before_next_round(session, seen)
    rule = seen.loaded.rules
    return page(
        "competitions/rounds.html", contest=seen.loaded.row, seen=seen, ways=ways(who, seen), rounds=found,
        stand=stand, rule=rule, faults=faults, now=rule.rounds[seen.loaded.row.round],
        parts={part.id: part.says for each in rule.rounds for part in each.parts},
    )  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/rounds/next")
def post_next_round(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    there = url_for(".rounds", tenant=tenant, contest_id=contest_id)
    return doing(
        lambda: next_round(asking(), contest_id, expected=expected_version(), now=now()),
        _("本轮已结束，下一轮名单已列出，工位已抽签封存"), there, lambda faults: _page(contest_id, faults), kind="seal",
    )  # fmt: skip
