"""At the door on screen: who came, who is absent, how late, identity checked; and who signed under his score."""

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
from services.competitions.domain.contests import Arrival
from services.competitions.recorded import DoorLine, door_for
from services.competitions.seeing import look
from services.competitions.service.contests.attending import record_arrival, record_rest
from services.competitions.service.contests.signatures import sign_all_scores, sign_score
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.doing import doing
from services.competitions.web.marking import points_in
from services.competitions.web.ways import ways


@blueprint.get("/contests/<uuid:contest_id>/attendance")
def attendance(tenant: str, contest_id: UUID) -> Response:
    return _page(contest_id, {})


def _page(contest_id: UUID, faults: Mapping[str, str], *, at: UUID | None = None) -> Response:
    """One part after the other; `at` is the entrant whose line was refused."""
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        lines = door_for(session, who, seen)
    parts = list(dict.fromkeys(each.part for each in lines))
    asked = request.values.get("part", "") or (request.view_args or {}).get("part", "")
    part = next((each for each in parts if each.id == asked), parts[0] if parts else None)
    own = [each for each in lines if each.part == part]
    return page(
        "competitions/attendance.html", contest=seen.loaded.row, seen=seen, ways=ways(who, seen), lines=own,
        parts=parts, part=part, faults=faults, at=at, typed=request.form, late=seen.loaded.rules.entry.late_start,
        signs="entrant" in seen.loaded.rules.signatures, left=sum(not each.row.status for each in own),
        unsigned=sum(each.signature == "waiting" for each in own), says=_says,
    )  # fmt: skip


def _says(line: DoorLine) -> tuple[str, str]:
    """As `state` shows it."""
    if line.row.status == "absent":
        return _("缺考"), "risk"
    if line.row.status == "present":
        return _("已到场"), "ok"
    return _("未登记"), "off"


def _there(tenant: str, contest_id: UUID, part: str) -> str:
    return url_for(".attendance", tenant=tenant, contest_id=contest_id, part=part)


@blueprint.post("/contests/<uuid:contest_id>/attendance/<part>/<uuid:entry_id>")
def post_attendance(tenant: str, contest_id: UUID, part: str, entry_id: UUID) -> ResponseReturnValue:
    def act() -> None:
        status = request.form.get("status", "")
        if not status:
            raise Invalid({"status": _("请选择到场或缺考")})
        said = Arrival(
            status=status, minutes_late=_minutes(), identity_checked=request.form.get("identity_checked") == "yes",
            why=request.form.get("why", "")[:200],
        )  # fmt: skip
        record_arrival(asking(), contest_id, entry_id, part, said, expected=expected_version(), now=now())

    again = lambda faults: _page(contest_id, faults, at=entry_id)  # noqa: E731
    return doing(act, _("已登记"), _there(tenant, contest_id, part), again)


def _minutes() -> Decimal | None:
    if not request.form.get("minutes_late", "").strip():
        return None
    found = points_in("minutes_late")
    if found < 0:
        raise Invalid({"minutes_late": _("请填迟到的分钟，例如 5")})
    return found


@blueprint.post("/contests/<uuid:contest_id>/attendance/<part>/all")
def post_rest(tenant: str, contest_id: UUID, part: str) -> ResponseReturnValue:
    def act() -> None:
        checked = request.form.get("identity_checked") == "yes"
        record_rest(asking(), contest_id, part, identity_checked=checked, expected=expected_version(), now=now())

    again = lambda faults: _page(contest_id, faults)  # noqa: E731
    return doing(act, _("其余选手已全部登记为到场"), _there(tenant, contest_id, part), again)


@blueprint.post("/contests/<uuid:contest_id>/attendance/<part>/<uuid:entry_id>/signature")
def post_score_signature(tenant: str, contest_id: UUID, part: str, entry_id: UUID) -> ResponseReturnValue:
    """By the desk, with the paper before it, or who refuses."""

    def act() -> None:
        digest, refused = request.form.get("digest", "")[:64], request.form.get("refused", "")[:200]
        if request.form.get("refuses") == "yes" and not refused.strip():
            raise Invalid({"refused": _("请写明选手为什么拒绝签字")})
        sign_score(asking(), contest_id, entry_id, part, digest=digest, refused=refused, now=now())

    again = lambda faults: _page(contest_id, faults, at=entry_id)  # noqa: E731
    return doing(act, _("签字已登记"), _there(tenant, contest_id, part), again)


@blueprint.post("/contests/<uuid:contest_id>/attendance/<part>/all/signature")
def post_all_score_signatures(tenant: str, contest_id: UUID, part: str) -> ResponseReturnValue:
    return doing(
        lambda: sign_all_scores(asking(), contest_id, part, now=now()),
        _("本项全部选手的签字已登记"), _there(tenant, contest_id, part), lambda faults: _page(contest_id, faults),
        kind="seal",
    )  # fmt: skip
