"""A contestant's own scores, part by part, to sign where the rules ask it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.http import asking
from services.common.http.given import now
from services.common.web import page
from services.competitions.recorded import own_scores_for
from services.competitions.seeing import look
from services.competitions.service.contests.signatures import sign_score
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import doing
from services.competitions.web.ways import ways


@blueprint.get("/contests/<uuid:contest_id>/own-scores")
def own_scores(tenant: str, contest_id: UUID) -> Response:
    return _page(contest_id, {})


def _page(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        own = own_scores_for(session, who, seen)
    return page(
        "competitions/own_scores.html", contest=seen.loaded.row, seen=seen, ways=ways(who, seen), own=own,
        faults=faults, left=sum(each.signature == "waiting" for each in own),
    )  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/own-scores/<part>/<uuid:entry_id>/signature")
def post_own_signature(tenant: str, contest_id: UUID, part: str, entry_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        # What he saw is what he signs: never without it.
        digest = request.form.get("digest", "")[:64] or "—"
        sign_score(asking(), contest_id, entry_id, part, digest=digest, now=now())

    there = url_for(".own_scores", tenant=tenant, contest_id=contest_id)
    return doing(act, _("已签字"), there, lambda faults: _page(contest_id, faults), kind="seal")
