"""试算: a draft over a year's closed cases. Asking is a POST; the page shows the answer that was kept."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.common.errors import Invalid, allow
from services.common.http import asking
from services.common.paging import SIZE
from services.common.web import page
from services.identity import rules
from services.identity.domain.replays import Replay
from services.identity.exports import CSV, XLSX, replay_table
from services.identity.models import DraftRow
from services.identity.queries import replays
from services.identity.queries.rows import own
from services.identity.service.replays import replay_draft
from services.identity.store import db
from services.identity.web import given
from services.identity.web.drafts import editor_page
from services.identity.web.words import TURNS

blueprint = Blueprint("replays", __name__, url_prefix="/identity/<tenant>/regulations/drafts/<uuid:draft_id>/replays")
TYPES = {"csv": CSV, "xlsx": XLSX}


@blueprint.post("")
def ask(tenant: str, draft_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        year = year_in(request.form.get("year", ""))
        made = replay_draft(asking(), draft_id, year, current_app.extensions["rpc"], now=given.now())
        number = len(made.changed)
        said = ngettext("试算完成，%(num)d 件结果有变化", "试算完成，%(num)d 件结果有变化", number)
        flash(said if number else _("试算完成，没有结果变化"), "ok")
        return redirect(f"/identity/{tenant}/regulations/drafts/{draft_id}/replays/{year}", 303)

    return given.trying(act, lambda faults: editor_page(draft_id, faults))


def year_in(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) == 4):
        raise Invalid({"year": _("请填四位年度，例如 2025")})
    return int(said)


@blueprint.get("/<int:year>")
def shown(tenant: str, draft_id: UUID, year: int) -> ResponseReturnValue:
    draft, made = _found(draft_id, year)
    wants_all = request.args.get("all") == "1"
    cases = made.cases if wants_all else made.changed
    start = place_in(given.place(tenant))
    more = current_app.extensions["cursors"].sign(tenant, [start + SIZE]) if len(cases) > start + SIZE else None
    return page(
        "identity/replay.html", draft=draft, replay=made, cases=cases[start : start + SIZE], turns=made.turns,
        words=TURNS, wants_all=wants_all, cursor=more, is_stale=draft.version != made.draft_version,
        may_edit=rules.may_edit_regulations(asking()), shown_from=start + 1,
    )  # fmt: skip


def place_in(after: list[str] | None) -> int:
    """The answer is kept whole and never changes, so that a place in it is a number."""
    if after is None:
        return 0
    if len(after) != 1 or not after[0].isdigit():
        raise Invalid({"cursor": "bad_cursor"}, "bad_cursor")
    return int(after[0])


@blueprint.get("/<int:year>.csv")
def as_csv(tenant: str, draft_id: UUID, year: int) -> Response:
    return _taken_away(draft_id, year, "csv")


@blueprint.get("/<int:year>.xlsx")
def as_workbook(tenant: str, draft_id: UUID, year: int) -> Response:
    return _taken_away(draft_id, year, "xlsx")


def _taken_away(draft_id: UUID, year: int, kind: str) -> Response:
    """The whole list as a table; taking names away is logged."""
    _draft, made = _found(draft_id, year)
    content = replay_table(asking(), made, kind, now=given.now())
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="replay-{year}.{kind}"'
    return response


def _found(draft_id: UUID, year: int) -> tuple[DraftRow, Replay]:
    who = asking()
    allow(rules.may_see_drafts(who), "may_not_edit_regulations")
    with db.read(who.tenant) as session:
        return own(session, DraftRow, draft_id), replays.find(session, draft_id, year)
