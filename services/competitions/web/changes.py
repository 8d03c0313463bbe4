"""Changes of signed marks: a judge asks with the reason, another decides, and both stay."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.errors import Invalid
from services.common.http import asking
from services.common.http.answering import trying
from services.common.http.given import now
from services.common.web import page
from services.competitions.changing import changes_for, own_signed
from services.competitions.seeing import look, shown
from services.competitions.service.contests import mark_changes
from services.competitions.store import db
from services.competitions.web.blueprint import blueprint
from services.competitions.web.contests import id_in
from services.competitions.web.marking import at_field, points_in, taken_in
from services.competitions.web.ways import ways
from services.competitions.words import contests as words


@blueprint.get("/contests/<uuid:contest_id>/changes")
def changes(tenant: str, contest_id: UUID) -> Response:
    return _list(contest_id, {})


def _list(contest_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        lines = changes_for(session, who, seen)
    return page(
        "competitions/changes.html", contest=seen.loaded.row, seen=seen, ways=ways(who, seen), lines=lines,
        waiting=sum(each.may_decide for each in lines), words=words, faults=faults,
    )  # fmt: skip


@blueprint.get("/contests/<uuid:contest_id>/marks/<uuid:mark_id>/change")
def change(tenant: str, contest_id: UUID, mark_id: UUID) -> Response:
    return _form(contest_id, mark_id, {})


def _form(contest_id: UUID, mark_id: UUID, faults: Mapping[str, str]) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        seen = look(session, who, contest_id)
        own = own_signed(session, seen, mark_id)
    given = {each["id"]: each for each in own.row.deductions.get("taken", [])}
    return page(
        "competitions/change.html", contest=seen.loaded.row, own=own, part=own.part, given=given, shown=shown,
        form=request.form, faults=faults,
    )  # fmt: skip


@blueprint.post("/contests/<uuid:contest_id>/changes")
def post_change(tenant: str, contest_id: UUID) -> ResponseReturnValue:
    mark_id = id_in("mark_id")
    if mark_id is None:
        raise Invalid({"mark_id": _("请从评分表里选择要更正的分数")})

    def act() -> ResponseReturnValue:
        who = asking()
        with db.read(tenant) as session:
            own = own_signed(session, look(session, who, contest_id), mark_id)
        with at_field(own.part):
            reason = request.form.get("reason", "")[:500]
            points, taken = points_in("points"), taken_in(own.part)
            mark_changes.ask_for_change(who, contest_id, mark_id, points, taken, reason, now=now())
        flash(_("更正申请已提交，批准前仍以原分数为准"), "ok")
        return redirect(url_for(".changes", tenant=tenant, contest_id=contest_id), 303)

    return trying(act, lambda faults: _form(contest_id, mark_id, faults))


@blueprint.post("/contests/<uuid:contest_id>/changes/<uuid:change_id>/decision")
def post_change_decision(tenant: str, contest_id: UUID, change_id: UUID) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        grant = request.form.get("grant", "")
        if grant not in ("yes", "no"):
            raise Invalid({f"grant-{change_id}": _("请选择同意或不同意")})
        why = request.form.get("why", "")[:500]
        mark_changes.decide_on_change(asking(), contest_id, change_id, grant=grant == "yes", why=why, now=now())
        flash(_("已同意更正，新旧分数都留存") if grant == "yes" else _("未同意更正，仍以原分数为准"), "seal")
        return redirect(url_for(".changes", tenant=tenant, contest_id=contest_id), 303)

    def again(faults: Mapping[str, str]) -> Response:
        named = {f"why-{change_id}" if name == "why" else name: says for name, says in faults.items()}
        return _list(contest_id, named)

    return trying(act, again)
