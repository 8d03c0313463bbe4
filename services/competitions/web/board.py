"""The board: a page that stands without script, and the events that keep it true."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Response, current_app, request

from services.common.clock import SHANGHAI
from services.common.http import asking
from services.common.http.given import now
from services.common.web import page
from services.competitions.domain.board import WINDOW
from services.competitions.queries.contests import load
from services.competitions.queries.rounds import team_results
from services.competitions.seeing import OUT
from services.competitions.showing import HOLD_SECONDS, Boards, Streams, board_in, may_watch, stream
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint

BOARDS: Final = Boards()
PLACES: Final = Streams()
TEAMS: Final = 10


def _first(default: int = 0) -> int:
    said = request.args.get("first", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else default


@blueprint.get("/contests/<uuid:contest_id>/board")
def board(tenant: str, contest_id: UUID) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        loaded = load(session, contest_id)
        may_watch(who, loaded)
        teams = team_results(session, contest_id) if loaded.status in OUT else ()
    groups = BOARDS.of(who.tenant, contest_id)
    whole = board_in(groups, request.args.get("group", ""))
    find = request.args.get("find", "")[:40]
    row = whole.row_of(find)
    first = (row if row is not None else _first()) // WINDOW * WINDOW
    shown = whole.window(first)
    rule = loaded.rules
    parts = [part.says for each in rule.rounds for part in each.parts]
    titles = {**rule.trade_titles, **rule.class_titles}
    return page(
        "competitions/board.html", contest=loaded.row, rule=rule, parts=parts, board=shown, whole=whole, first=first,
        size=WINDOW, find=find,
        teams=teams[:TEAMS], found=whole.lines[row] if row is not None else None, at=now().astimezone(SHANGHAI),
        groups=[(name, "、".join(titles.get(one, one) for one in name.split("/"))) for name in groups],
    )  # fmt: skip


@blueprint.get("/contests/<uuid:contest_id>/board/events")
def board_events(tenant: str, contest_id: UUID) -> Response:
    """Held for some seconds where there is a place, else answered at once; either way the browser comes again."""
    who = asking()
    with db.read(who.tenant) as session:
        may_watch(who, load(session, contest_id))
    group, first, code = request.args.get("group", ""), _first(), who.tenant
    board_in(BOARDS.of(code, contest_id), group)
    give_back = PLACES.take()
    events = stream(
        lambda: board_in(BOARDS.of(code, contest_id), group).window(first),
        request.headers.get("Last-Event-ID", ""),
        hold=HOLD_SECONDS if give_back else 0.0,
    )
    response = current_app.response_class(events, mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    if give_back:
        response.call_on_close(give_back)
    return response
