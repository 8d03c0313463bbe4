"""Passing names upward: whom, in which order and why; exceptions by two people (A6, A8)."""

from uuid import UUID

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.queries import forwarding
from services.applications.queries.federations import above
from services.applications.queries.honours import find as find_honour
from services.applications.rules import dossiers as rules
from services.applications.service import exception_, forward
from services.applications.store import db
from services.applications.web.blueprint_dossiers import blueprint, go, now, shown
from services.applications.web.paged import after, turns
from services.applications.words.honours import STANDINGS
from services.common.clock import day_of
from services.common.errors import DomainError, NotFound, Refusal, allow
from services.common.http import asking, expected_version


@blueprint.get("/forwarding")
def candidates(tenant: str) -> Response:
    return _page()


def _page(refused: Refusal | None = None, honour: str = "") -> Response:
    who = asking()
    allow(rules.may_see_dossiers(who), "may_not_see_dossiers")
    tenant = who.tenant
    with db.read(tenant) as session:
        found = forwarding.choices(session, today=day_of(now()), after=after(tenant))
        parents = above(session, tenant)
        exceptions = forwarding.exceptions(session)
        names = forwarding.honour_names(session, [each.honour_id for each in exceptions])
    pages = [turns(tenant, (), each.more) for each in found]
    return shown(
        "forwarding.html",
        refused.status if refused else 200,
        choices=found,
        pages=pages,
        here=f"?{request.query_string.decode()}" if request.args.get("cursor") else "",
        skipped=parents[1:],
        names=names,
        federations={each.code: each.name for each in parents},
        exceptions=exceptions,
        confirmed={each.honour_id: each for each in exceptions if each.status == "confirmed"},
        standings=STANDINGS,
        may_forward=rules.may_forward(who),
        wanted=honour or request.args.get("honour", ""),
        faults={"": refused.says} if refused else {},
        given=request.form,
    )


@blueprint.post("/forwarding")
def send(tenant: str) -> ResponseReturnValue:
    form = request.form
    honour = form.get("honour_id", "")
    try:
        dossier_id = forward.forward(
            asking(), honour, to_tenant=form.get("to_tenant", ""), expected=expected_version(), now=now()
        )
    except DomainError as refused:
        return _page(refused, honour)
    flash(_("案卷已封存并报送"), "seal")
    return go(tenant, f"dossiers/{dossier_id}")


@blueprint.post("/forwarding/exceptions")
def propose(tenant: str) -> ResponseReturnValue:
    form = request.form
    honour = form.get("honour_id", "")
    try:
        asked = exception_.propose(
            asking(),
            _uuid(honour),
            form.get("to_tenant", ""),
            form.get("reason", "")[:2000],
            form.get("basis", "")[:2000],
            now=now(),
        )
    except DomainError as refused:
        return _page(refused, honour)
    flash(_("已提出破格，待主席办公会成员核定"), "ok")
    return go(tenant, f"forwarding/exceptions/{asked.id}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("not_found") from None


@blueprint.get("/forwarding/exceptions/<uuid:exception_id>")
def exception(tenant: str, exception_id: UUID) -> Response:
    return _exception_page(exception_id)


def _exception_page(exception_id: UUID, refused: Refusal | None = None) -> Response:
    who = asking()
    allow(rules.may_see_dossiers(who), "may_not_see_dossiers")
    with db.read(who.tenant) as session:
        found = forwarding.find_exception(session, exception_id)
        honour = find_honour(session, found.honour_id).to_domain()
        names = {each.code: each.name for each in above(session, who.tenant)}
        people = forwarding.names_of(session, (found.proposed_by, found.confirmed_by))
    return shown(
        "level_exception.html",
        refused.status if refused else 200,
        exception=found,
        honour=honour,
        target=names.get(found.to_tenant, found.to_tenant),
        skipped=list(names.values())[:1],
        people=people,
        may_decide=rules.may_confirm_exception(who) and found.status == "proposed",
        is_proposer=who.subject == found.proposed_by,
        faults={"": refused.says} if refused else {},
    )


@blueprint.post("/forwarding/exceptions/<uuid:exception_id>")
def decide(tenant: str, exception_id: UUID) -> ResponseReturnValue:
    agreed = request.form.get("agreed") == "yes"
    try:
        exception_.decide(asking(), exception_id, agreed=agreed, expected=expected_version(), now=now())
    except DomainError as refused:
        return _exception_page(exception_id, refused)
    flash(_("已核定：同意破格") if agreed else _("已核定：不同意破格"), "seal" if agreed else "ok")
    return go(tenant, f"forwarding/exceptions/{exception_id}")
