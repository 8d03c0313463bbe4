"""A judge's sheet on a phone: numbers only, one station after the other, signed at the end."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.common.errors import Invalid
from services.common.http import asking, expected_version
from services.common.http.answering import trying
from services.common.http.given import now
from services.common.regulation.contest_parts import ContestPart
from services.common.web import page
from services.competitions.domain.contests import Taken
from services.competitions.seeing import look, sheet_for, shown
from services.competitions.service.contests import scoring
from services.competitions.service.contests.scoring import part_of
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint


@blueprint.get("/contests/<uuid:contest_id>/judging")
def judging(tenant: str, contest_id: UUID) -> Response:
    return _sheet(contest_id, {})


def _sheet(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    """The part and the station of the address, or the first that the judge has not scored."""
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        own = sheet_for(session, who, seen.loaded)
    parts = [part for each in seen.loaded.rules.rounds for part in each.parts]
    said = request.values.get("part", "")
    part = next((each for each in parts if each.id == said), parts[-1])
    asked = request.values.get("station", "")
    his = own.to_score(part.id)
    left = [number for number in his if own.of(number, part.id) is None]
    first = left[0] if left else (his[0] if his else 0)
    station = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in his else first
    mark = own.of(station, part.id)
    unsigned = sum(each.part == part.id and each.signed_at is None for _number, each in own.marks)
    given = {each["id"]: each for each in mark.deductions.get("taken", [])} if mark else {}
    return page(
        "competitions/judging.html", seen=seen, contest=seen.loaded.row, own=own, parts=parts, part=part, left=left,
        his=his,
        station=station, mark=mark, given=given, unsigned=unsigned, faults=faults, form=request.form, shown=shown,
        previous=_beside(his, station, -1), next=_beside(his, station, 1),
    )  # fmt: skip


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
        scoring.save_mark(
            who, contest_id, number, part.id, points_in("points"), taken_in(part), expected=expected_version(),
            now=now(),
        )  # fmt: skip
        flash(_("%(number)s 号工位已保存", number=number), "ok")
        return redirect(url_for(".judging", tenant=tenant, contest_id=contest_id, part=part.id), 303)

    return trying(act, lambda faults: _sheet(contest_id, faults))


def points_in(name: str) -> Decimal:
    try:
        found = Decimal(request.form.get(name, "").strip())
    except InvalidOperation as wrong:
        raise Invalid({name: _("请填数字，例如 96.40")}) from wrong
    if not found.is_finite() or abs(found) > 100_000:
        raise Invalid({name: _("请填数字，例如 96.40")})
    return found


def taken_in(part: ContestPart) -> list[Taken]:
    """How often each ground was seen; what was not seen is left empty."""
    found = []
    for each in part.deduct:
        times = request.form.get(f"times-{each.id}", "").strip()
        if not times or times == "0":
            continue
        if not (times.isascii() and times.isdigit() and len(times) < 4):
            raise Invalid({f"times-{each.id}": _("请填次数，例如 1")})
        ground = request.form.get(f"ground-{each.id}", "")[:200]
        found.append(Taken(deduct_id=each.id, times=int(times), ground=ground))
    return found


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
