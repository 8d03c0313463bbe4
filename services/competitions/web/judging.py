"""A judge's sheet on a phone: numbers only, one station after the other, signed at the end."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.common.http import asking, expected_version
from services.common.http.answering import trying
from services.common.http.given import now
from services.common.web import page
from services.competitions.queries.scores import changes
from services.competitions.reckoned import reckoned
from services.competitions.seeing import look, sheet_for, shown
from services.competitions.service.contests import scoring
from services.competitions.service.contests.scoring import part_of
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.marking import at_field, points_in, taken_in


@blueprint.get("/contests/<uuid:contest_id>/judging")
def judging(tenant: str, contest_id: UUID) -> Response:
    return _sheet(contest_id, {})


def _sheet(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    """The part and the number of the address, or the first that the judge has not scored."""
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        own = sheet_for(session, who, seen.loaded)
        asked = {each.mark_id: each.status for each in changes(session, contest_id)}
    parts = own.parts
    said = request.values.get("part", "")
    part = next((each for each in parts if each.id == said), parts[-1])
    his = own.to_score(part.id)
    left = [number for number in his if own.of(number, part.id) is None]
    station = _station(his, left)
    mark = own.of(station, part.id)
    given = {each["id"]: each for each in mark.deductions.get("taken", [])} if mark else {}
    marks = {number: each for number, each in own.marks if each.part == part.id}
    return page(
        "competitions/judging.html", seen=seen, contest=seen.loaded.row, own=own, parts=parts, part=part, left=left,
        his=his, station=station, mark=mark, given=given, faults=faults, form=request.form, shown=shown,
        unsigned=sum(each.signed_at is None for each in marks.values()),
        says={number: reckoned(part, each.points, each.deductions) for number, each in marks.items()},
        change=asked.get(mark.id) if mark else None, previous=_beside(his, station, -1), next=_beside(his, station, 1),
    )  # fmt: skip


def _station(his: tuple[int, ...], left: list[int]) -> int:
    asked = request.values.get("station", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 7 and int(asked) in his:
        return int(asked)
    return left[0] if left else (his[0] if his else 0)


def _beside(stations: tuple[int, ...], station: int, by: int) -> int | None:
    if station not in stations:
        return None
    place = stations.index(station) + by
    return stations[place] if 0 <= place < len(stations) else None


@blueprint.post("/contests/<uuid:contest_id>/judging")
def post_mark(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    """One station's mark; the next one comes up."""

    def act() -> ResponseReturnValue:
        who = asking()
        with db.read(tenant) as session:
            part = part_of(look(session, who, contest_id).loaded, request.form.get("part", ""))
        number = int(request.form.get("station", "0") or 0) if request.form.get("station", "").isdigit() else 0
        with at_field(part):
            scoring.save_mark(
                who, contest_id, number, part.id, points_in("points"), taken_in(part), expected=expected_version(),
                now=now(),
            )  # fmt: skip
        flash(_("%(number)s 号工位已保存", number=number), "ok")
        return redirect(url_for(".judging", tenant=tenant, contest_id=contest_id, part=part.id), 303)

    return trying(act, lambda faults: _sheet(contest_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/judging/signature")
def post_signature(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        part = request.form.get("part", "")
        signed = scoring.sign_marks(asking(), contest_id, part, now=now())
        flash(ngettext("已签字 %(num)d 个分数", "已签字 %(num)d 个分数", signed), "seal")
        return redirect(url_for(".judging", tenant=tenant, contest_id=contest_id, part=part), 303)

    return trying(act, lambda faults: _sheet(contest_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/judging/countersignature")
def post_countersignature(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        part = request.form.get("part", "")
        signed = scoring.countersign(asking(), contest_id, part, now=now())
        flash(ngettext("已复核签字 %(num)d 个分数", "已复核签字 %(num)d 个分数", signed), "seal")
        return redirect(url_for(".judging", tenant=tenant, contest_id=contest_id, part=part), 303)

    return trying(act, lambda faults: _sheet(contest_id, faults))
