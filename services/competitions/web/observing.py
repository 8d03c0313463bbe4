"""What a judge sees at a number beside the points: time used, and work or paper that shows whose it is."""

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
from services.competitions.recorded import observed_for
from services.competitions.seeing import look
from services.competitions.service.contests.attending import Observed, record_observation
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import doing
from services.competitions.web.marking import points_in
from services.competitions.web.ways import ways


@blueprint.get("/contests/<uuid:contest_id>/numbers")
def observations(tenant: str, contest_id: UUID) -> Response:
    return _page(contest_id, {})


def _page(contest_id: UUID, faults: Mapping[str, str], *, at: int | None = None) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        by_part = observed_for(session, who, seen)
    parts = seen.loaded.rules.rounds[seen.loaded.row.round].parts
    asked = request.values.get("part", "") or (request.view_args or {}).get("part", "")
    part = next((each for each in parts if each.id == asked), parts[-1])
    return page(
        "competitions/numbers.html", contest=seen.loaded.row, seen=seen, ways=ways(who, seen), parts=parts, part=part,
        lines=by_part[part.id], faults=faults, at=at, is_paper=part.blind == "paper_number",
    )  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/numbers/<part>/<int:number>")
def post_observation(tenant: str, contest_id: UUID, part: str, number: int) -> ResponseReturnValue:
    def act() -> None:
        said = Observed(
            seconds_used=_seconds(), identity_shown=request.form.get("identity_shown") == "yes",
            why=request.form.get("why", "")[:200],
        )  # fmt: skip
        record_observation(asking(), contest_id, number, part, said, expected=expected_version(), now=now())

    there = url_for(".observations", tenant=tenant, contest_id=contest_id, part=part)
    again = lambda faults: _page(contest_id, faults, at=number)  # noqa: E731
    return doing(act, _("%(number)s 号已登记", number=number), there, again)


def _seconds() -> Decimal | None:
    """Minutes and seconds, either of which may be empty."""
    said = [points_in(name) if request.form.get(name, "").strip() else None for name in ("minutes", "seconds")]
    if said == [None, None]:
        return None
    minutes, seconds = (each or Decimal(0) for each in said)
    if minutes < 0 or not 0 <= seconds < 60:
        raise Invalid({"seconds": _("秒数在 0 到 60 之间，60 秒进为 1 分")})
    return minutes * 60 + seconds
