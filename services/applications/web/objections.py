"""Objections on the desk of the supervisor: who objected is opened only by whoever handles it (A5, rule 8)."""

from uuid import UUID

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.files import given_out
from services.applications.queries import notices as queries
from services.applications.rules import honours as rules
from services.applications.service import objection as service
from services.applications.service.protected import Objector
from services.applications.store import db
from services.applications.web.blueprint_honours import blueprint, now, shown
from services.applications.web.notice_list import notice_list
from services.applications.web.paged import after, one_of, turns
from services.applications.words.honours import OBJECTIONS
from services.common.errors import DomainError, allow
from services.common.http import asking, expected_version
from services.common.http.once import only_looks
from services.common.principal import Principal


def handler() -> Principal:
    who = asking()
    allow(rules.may_see_objections(who), "may_not_handle_objections")
    return who


@blueprint.get("/notices")
def notices(tenant: str) -> Response:
    asking()
    return shown("notices.html", **notice_list(tenant))


@blueprint.get("/objections")
def objections(tenant: str) -> Response:
    handler()
    status = one_of("status", list(OBJECTIONS))
    with db.read(tenant) as session:
        rows, more = queries.objections(session, status, after=after(tenant))
    return shown(
        "objections.html",
        rows=rows,
        words=OBJECTIONS,
        wanted=status,
        statuses=[(key, word[0]) for key, word in OBJECTIONS.items()],
        **turns(tenant, ("status",), more),
    )


@blueprint.get("/objections/<uuid:objection_id>")
def objection(tenant: str, objection_id: UUID) -> Response:
    return _page(objection_id)


def _page(objection_id: UUID, faults: dict[str, str] | None = None, objector: Objector | None = None) -> Response:
    who = handler()
    with db.read(who.tenant) as session:
        row, entry, notice = queries.find_objection(session, objection_id)
    return shown(
        "objection.html",
        422 if faults else 200,
        objection=row,
        entry=entry,
        notice=notice,
        words=OBJECTIONS,
        files=service.attached(who, row),
        is_mine=row.handler == who.subject,
        is_decider=who.subject in notice.deciders,
        objector=objector,
        faults=faults or {},
        given=request.form,
    )


@blueprint.post("/objections/<uuid:objection_id>/handler")
def take_up(tenant: str, objection_id: UUID) -> ResponseReturnValue:
    service.take_up_objection(asking(), objection_id, expected=expected_version(), now=now())
    return redirect(f"/applications/{tenant}/objections/{objection_id}", 303)


@blueprint.post("/objections/<uuid:objection_id>/files/<int:number>")
@only_looks
def attachment(tenant: str, objection_id: UUID, number: int) -> Response:
    return given_out(*service.open_attachment(asking(), objection_id, number, now=now()))


@blueprint.post("/objections/<uuid:objection_id>/objector")
@only_looks
def reveal(tenant: str, objection_id: UUID) -> Response:
    """Shown in the answer itself, so that no address leads to it."""
    return _page(objection_id, objector=service.reveal_objector(asking(), objection_id, now=now()))


@blueprint.post("/objections/<uuid:objection_id>/answer")
def answer(tenant: str, objection_id: UUID) -> ResponseReturnValue:
    form = request.form
    if form.get("outcome") not in ("upheld", "dismissed"):
        return _page(objection_id, {"outcome": _("请选择异议是否成立。")})
    try:
        service.answer_objection(
            asking(), objection_id, upheld=form["outcome"] == "upheld", finding=form.get("finding", "")[:2000],
            answer=form.get("answer", "")[:2000], expected=expected_version(), now=now(),
        )  # fmt: skip
    except DomainError as refused:
        field = {"finding_needed": "finding", "answer_needed": "answer"}.get(refused.code)
        if field is None:
            raise
        return _page(objection_id, {field: refused.says})
    flash(_("已答复"), "ok")
    return redirect(f"/applications/{tenant}/objections", 303)
