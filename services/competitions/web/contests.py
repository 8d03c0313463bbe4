"""A contest's desk: its rules and duties, the draw, the freeze, the final word, publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.errors import Invalid
from services.common.http import asking, expected_version
from services.common.http.answering import trying
from services.common.http.given import now, today
from services.common.principal import Principal
from services.common.roles import Role
from services.common.web import page
from services.competitions.domain.running import Duty
from services.competitions.queries.scores import appeals, pending_changes
from services.competitions.rules import contests as rules
from services.competitions.seeing import OUT, Seen, blockers_for, look
from services.competitions.service.contests import drawing, duties, opening, ranking
from services.competitions.standing import part_stands
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.ways import may_see_entries, ways
from services.competitions.words import contests as words

APPOINTABLE = (Role.ASSESSOR, Role.SUPERVISOR, Role.CHAIR, Role.SECRETARY, Role.REVIEWER)
STEPS: dict[str, tuple[Callable[..., object], Callable[[], str]]] = {
    "draw": (drawing.draw_stations, lambda: _("工位已抽签并封存，裁判只看工位号")),
    "freeze": (ranking.freeze_scores, lambda: _("成绩已封存，申诉期开始")),
    "finalisation": (ranking.finalise, lambda: _("成绩已定稿")),
    "publication": (ranking.publish, lambda: _("结果已公布，奖项已授予")),
}


def id_in(name: str) -> UUID | None:
    said = request.form.get(name, "")
    try:
        return UUID(said) if said else None
    except ValueError as error:
        raise Invalid({name: _("请从列表中选择")}) from error


def day_in(name: str) -> date | None:
    said = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise Invalid({name: _("请填日期，例如 2026-04-08")}) from error


@blueprint.get("/contests/<uuid:contest_id>")
def contest(tenant: str, contest_id: UUID) -> Response:
    return desk(contest_id, {})


def desk(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        log = audit.entries_of(session, "contest", contest_id) if seen.organises else []
        stand = blockers_for(session, seen.loaded, now=now())
        people = _people(session) if seen.organises else []
        figures = _figures(session, who, seen) if seen.organises or seen.heads else []
    held = {each.subject for each in seen.loaded.duties}
    return page(
        "competitions/contest.html",
        seen=seen,
        ways=ways(who, seen),
        contest=seen.loaded.row,
        rule=seen.loaded.rules,
        words=words,
        stand=[(each.says, _mended_at(who.tenant, contest_id, each.code)) for each in stand],
        figures=figures,
        may_enter=may_see_entries(who, seen) and bool(rules.entering_paths(who)),
        people=[(str(each.id), each.name) for each in people if each.subject not in held],
        duties=[(str(duty), word) for duty, word in words.DUTIES.items()],
        log=[_logged(each) for each in reversed(log)],
        typed=request.form,
        faults=faults,
    )


MENDED_AT = {
    "nobody_scored": "progress",
    "scores_missing": "progress",
    "sheets_unsigned": "progress",
    "play_off_not_held": "ties",
    "lot_not_drawn": "ties",
    "appeals_open": "contest_results",
}


def _mended_at(tenant: str, contest_id: UUID, code: str) -> str | None:
    """The page on which a blocker is cleared; none where time clears it."""
    endpoint = MENDED_AT.get(code)
    if endpoint is None or f"competitions.{endpoint}" not in current_app.view_functions:
        return None
    anchor = "appeals" if code == "appeals_open" else None
    return url_for(f".{endpoint}", tenant=tenant, contest_id=contest_id, _anchor=anchor)


def _figures(session: Session, who: Principal, seen: Seen) -> list[dict[str, Any]]:
    """What of the contest can be counted now, each with the page where it stands."""
    where: dict[str, Any] = {"tenant": who.tenant, "contest_id": seen.loaded.row.id}
    stands = part_stands(session, seen.loaded)
    due, given, signed = (sum(getattr(each, name) for each in stands) for name in ("due", "given", "signed"))
    open_appeals = sum(each.status == "open" for each in appeals(session, seen.loaded.row.id))
    found: list[dict[str, Any]] = []
    if may_see_entries(who, seen):
        entrants = opening.entrants_of(session, seen.loaded.row.id)
        found.append({"label": _("报名"), "figure": entrants, "href": url_for(".entries", **where)})
    if stands:
        progress, asked = url_for(".progress", **where), pending_changes(session, seen.loaded.row.id)
        found += [
            {"label": _("已打分"), "figure": given, "of": due, "href": progress},
            {"label": _("已签全"), "figure": signed, "of": due, "href": progress},
            {"label": _("更正待批"), "figure": asked, "href": url_for(".changes", **where)},
        ]
    if seen.loaded.status in OUT:
        results = url_for(".contest_results", **where, _anchor="appeals")
        found.append({"label": _("申诉待裁决"), "figure": open_appeals, "href": results})
    return found if len(found) > 1 else []


def _logged(kept: audit.LogEntry) -> dict[str, Any]:
    """An entry of the log as the trail shows it."""
    entry, detail = kept.entry, kept.entry.detail
    did = str(words.ACTIONS.get(entry.action, entry.action))
    if detail.get("duty") in set(Duty):
        did = f"{did}：{words.DUTIES[Duty(detail['duty'])]}"
    elif "station" in detail or entry.action in ("entered", "entry_withdrawn"):
        did = str(_("%(did)s（%(number)s 号）", did=did, number=detail.get("station") or detail.get("number")))
    elif detail.get("why"):
        did = f"{did}：{detail['why']}"
    return {"at": entry.at, "who": entry.actor.name, "did": did, "number": kept.seq, "hash": kept.hash}


def _people(session: Session) -> list[directory.Person]:
    """Who may be given a duty: whoever has a role that judges, rules or decides."""
    found = {each.id: each for role in APPOINTABLE for each in directory.holders_of(session, role, on=today())}
    return sorted(found.values(), key=lambda each: each.name)


@blueprint.post("/contests/<uuid:contest_id>/duties")
def post_duty(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        person, duty = id_in("person_id"), request.form.get("duty", "")
        if person is None or duty not in set(Duty):
            raise Invalid({"person_id": _("请选择人员和任务")})
        duties.appoint(asking(), contest_id, person, Duty(duty), now=now())
        flash(_("已安排"), "ok")
        return back(tenant, contest_id)

    return trying(act, lambda faults: desk(contest_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/duties/<uuid:duty_id>/end")
def post_duty_end(tenant: str, contest_id: UUID, duty_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        duties.end_duty(asking(), contest_id, duty_id, now=now())
        flash(_("已解除"), "ok")
        return back(tenant, contest_id)

    return trying(act, lambda faults: desk(contest_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/draw", defaults={"step": "draw"})
@blueprint.post("/contests/<uuid:contest_id>/freeze", defaults={"step": "freeze"})
@blueprint.post("/contests/<uuid:contest_id>/finalisation", defaults={"step": "finalisation"})
@blueprint.post("/contests/<uuid:contest_id>/publication", defaults={"step": "publication"})
def post_step(tenant: str, contest_id: UUID, step: str) -> ResponseReturnValue:
    """The contest goes on by one step; which, the address says."""
    do, says = STEPS[step]

    def act() -> ResponseReturnValue:
        do(asking(), contest_id, expected=expected_version(), now=now())
        flash(says(), "seal")
        return back(tenant, contest_id)

    return trying(act, lambda faults: desk(contest_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/cancellation", defaults={"step": "cancellation"})
@blueprint.post("/contests/<uuid:contest_id>/reopening", defaults={"step": "reopening"})
def post_why(tenant: str, contest_id: UUID, step: str) -> ResponseReturnValue:
    """Called off, or open for marks again: with the reason."""
    do = opening.cancel_contest if step == "cancellation" else ranking.open_again

    def act() -> ResponseReturnValue:
        why = request.form.get("why", "")[:500]
        do(asking(), contest_id, why, expected=expected_version(), now=now())
        flash(_("已办理"), "ok")
        return back(tenant, contest_id)

    return trying(act, lambda faults: desk(contest_id, faults))


def back(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".contest", tenant=tenant, contest_id=contest_id), 303)
