"""Those who tie, on screen: the play-off's figures, the lot, and what was drawn by whom."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import Invalid
from services.common.http import asking, expected_version
from services.common.http.given import now
from services.common.web import page
from services.competitions.recorded import ties_for
from services.competitions.seeing import look
from services.competitions.service.contests.tying import draw_lots, record_play_off
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import doing
from services.competitions.web.marking import points_in
from services.competitions.web.ways import ways


@blueprint.get("/contests/<uuid:contest_id>/ties")
def ties(tenant: str, contest_id: UUID) -> Response:
    return _page(contest_id, {})


def _page(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        found = ties_for(session, who, seen)
    return page(
        "competitions/ties.html", contest=seen.loaded.row, seen=seen, ways=ways(who, seen), ties=found, faults=faults,
        typed=request.form, lots=[each for each in found.open if each.of == "drawn"],
        plays=[each for each in found.open if each.of == "play_off"],
    )  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/play-offs")
def post_play_off(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        record_play_off(asking(), contest_id, _figures(), expected=expected_version(), now=now())

    there = url_for(".ties", tenant=tenant, contest_id=contest_id)
    return doing(act, _("加赛成绩已登记"), there, lambda faults: _page(contest_id, faults))


def _figures() -> dict[UUID, Decimal]:
    """Of the one tie that the form showed: every field is named after its entrant."""
    found: dict[UUID, Decimal] = {}
    for name in request.form:
        if name.startswith("figure-"):
            try:
                found[UUID(name.removeprefix("figure-"))] = points_in(name)
            except ValueError as wrong:
                raise Invalid({name: _("请从列表中选择")}) from wrong
    return found


@blueprint.post("/contests/<uuid:contest_id>/lots")
def post_lots(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    there = url_for(".ties", tenant=tenant, contest_id=contest_id)
    return doing(
        lambda: draw_lots(asking(), contest_id, expected=expected_version(), now=now()),
        _("已抽签，结果和种子已存档"), there, lambda faults: _page(contest_id, faults), kind="seal",
    )  # fmt: skip
