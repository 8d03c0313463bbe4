"""The list: what waits for the principal, and everything he may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from services.assessment import queries, words
from services.assessment.domain import Status
from services.assessment.queries import MINE, STAFFING, Filter
from services.assessment.store import db
from services.assessment.web.blueprint import blueprint
from services.common.http import asking
from services.common.paging import SIZE
from services.common.principal import Principal
from services.common.roles import Role


@blueprint.get("/")
def index(tenant: str) -> str:
    who = asking()
    wanted = wanted_of(request.args)
    cursors = current_app.extensions["cursors"]
    place = cursors.read(tenant, request.args.get("cursor"))
    with db.read(tenant) as session:
        found = queries.find(session, who, wanted, after=UUID(place[0]) if place else None)
        counted = queries.counts(session, who)
        years = queries.years(session, who)
    more = cursors.sign(tenant, [found[SIZE - 1].id]) if len(found) > SIZE else None
    kept = kept_in(wanted)
    return render_template(
        "assessment/list.html",
        lines=found[:SIZE],
        counts=counted,
        wanted=wanted,
        years=[(each, str(each)) for each in years],
        headline=headline(who, counted),
        statuses=[
            (MINE, _("等我办理")),
            (STAFFING, _("待安排或增派考核员")),
            *((str(status), word) for status, (word, _kind) in words.STATUS.items()),
        ],
        verdict=words.verdict,
        matter=words.matter,
        may_export=bool(who.paths(Role.SECRETARY, Role.AUDITOR)),
        is_assessor=who.holds(Role.ASSESSOR),
        next=url_for(".index", tenant=tenant, **kept, cursor=more) if more else None,
        first=url_for(".index", tenant=tenant, **kept) if place else None,
        is_filtered=bool(kept),
    )


def wanted_of(said: Any) -> Filter:
    year = str(said.get("year", ""))
    status = str(said.get("status", ""))
    known = {MINE, STAFFING, *map(str, Status)}
    return Filter(
        status=status if status in known else "",
        text=str(said.get("text", "")).strip()[:60],
        year=int(year) if year.isdigit() and len(year) == 4 else None,
        passed=str(said.get("passed", "")) if said.get("passed") in ("yes", "no") else "",
    )


def kept_in(wanted: Filter) -> dict[str, Any]:
    """What the address keeps of the filter."""
    said = {"status": wanted.status, "text": wanted.text, "year": wanted.year, "passed": wanted.passed}
    return {key: value for key, value in said.items() if value}


def headline(who: Principal, counted: dict[str, int]) -> str:
    """The page answers first: how much waits for the principal."""
    waiting = counted[MINE]
    if waiting == 0:
        return str(_("没有等您办理的考核"))
    if who.holds(Role.SECRETARY):
        return str(ngettext("%(num)d 个案卷等您安排考核员", "%(num)d 个案卷等您安排考核员", waiting))
    if who.holds(Role.ASSESSOR):
        return str(ngettext("您有 %(num)d 个案卷待打分", "您有 %(num)d 个案卷待打分", waiting))
    return str(ngettext("您有 %(num)d 个班组待自评", "您有 %(num)d 个班组待自评", waiting))
