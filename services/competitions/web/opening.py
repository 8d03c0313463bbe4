"""Opening a contest of the rules in force."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common import directory
from services.common.errors import Invalid, allow
from services.common.http import asking
from services.common.http.answering import trying
from services.common.http.given import now, today
from services.common.regulation import Regulation
from services.common.web import page
from services.competitions.rules import contests as rules
from services.competitions.service.contests import opening
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.contests import day_in, id_in
from services.competitions.words import contests as words


@blueprint.get("/contests/new")
def new_contest(tenant: str) -> Response:
    allow(rules.may_open_any(asking()), "may_not_organise")
    return _new({})


def _new(faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        found = directory.regulations(session, on=today())
        units = [
            unit
            for path in who.paths(*rules.ORGANISERS)
            for unit in directory.units_below(session, path, kinds=sum(opening.OF_UNIT.values(), ()))
        ]
    contests = [
        (f"{version.regulation_id}/{rule}", f"{each.says}（{words.LEVELS[each.level]}）")
        for version in found
        if version.document.get("contests")
        for rule, each in Regulation.from_document(version.document).contests.items()
    ]
    seen = {str(unit.id): unit.name for unit in units}
    return page(
        "competitions/contest_new.html", contests=contests, units=list(seen.items()), typed=request.form, faults=faults
    )  # fmt: skip


@blueprint.post("/contests/new")
def post_new_contest(tenant: str) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        regulation, _sign, rule = request.form.get("rule", "").partition("/")
        if not rule:
            raise Invalid({"rule": _("请选择规则里的一场比武")})
        asked = opening.Opening(
            regulation, rule, title=request.form.get("title", "").strip()[:120],
            organiser_unit_id=id_in("organiser_unit_id"), held_on=day_in("held_on"), closes_on=day_in("closes_on"),
        )  # fmt: skip
        id_ = opening.open_contest(asking(), asked, now=now())
        flash(_("比武已开设，可以报名"), "ok")
        return redirect(url_for(".contest", tenant=tenant, contest_id=id_), 303)

    return trying(act, _new)
