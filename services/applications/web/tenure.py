"""Re-inspections, rectification and revocation on screen (A8)."""

from uuid import UUID

from flask import Response, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications.queries.tenure import open_reinspections
from services.applications.rules import honours as rules
from services.applications.service import rectify, reinspect
from services.applications.service import revoke as revoking
from services.applications.store import db
from services.applications.web.blueprint_honours import blueprint, now, shown, uploads
from services.applications.web.honours import _back, _page
from services.applications.web.paged import after, one_of, turns
from services.applications.words.honours import REINSPECTIONS
from services.common.errors import DomainError, Invalid, allow
from services.common.http import asking, expected_version

OPEN = ("due", "assessing")


@blueprint.get("/reinspections")
def reinspections(tenant: str) -> Response:
    who = asking()
    allow(rules.may_see_dockets(who), "may_not_open_reinspections")
    status = one_of("status", OPEN)
    with db.read(tenant) as session:
        rows, more = open_reinspections(session, status, after=after(tenant))
    return shown(
        "reinspections.html",
        rows=rows,
        words=REINSPECTIONS,
        wanted=status,
        statuses=[(key, REINSPECTIONS[key][0]) for key in OPEN],
        may_open=rules.may_open_reinspections(who),
        **turns(tenant, ("status",), more),
    )


@blueprint.post("/reinspections/<uuid:reinspection_id>/assessment")
def open_reinspection(tenant: str, reinspection_id: UUID) -> ResponseReturnValue:
    reinspect.open_reinspection(asking(), reinspection_id, current_app.extensions["rpc"], now=now())
    flash(_("已开始复查考核"), "ok")
    return redirect(f"/applications/{tenant}/reinspections", 303)


@blueprint.post("/honours/<uuid:honour_id>/rectifications/<uuid:rectification_id>")
def report(tenant: str, honour_id: UUID, rectification_id: UUID) -> ResponseReturnValue:
    try:
        rectify.report(
            asking(), rectification_id, request.form.get("report", "")[:4000], uploads("files"),
            expected=expected_version(), now=now(),
        )  # fmt: skip
    except Invalid as refused:
        return _page(honour_id, dict(refused.faults))
    except DomainError as refused:
        if refused.code != "report_needed":
            raise
        return _page(honour_id, {"report": refused.says})
    flash(_("已报送整改结果"), "ok")
    return _back(tenant, honour_id)


@blueprint.post("/honours/<uuid:honour_id>/revocation")
def revoke(tenant: str, honour_id: UUID) -> ResponseReturnValue:
    form = request.form
    if form.get("confirmed") != "yes":
        return _page(honour_id, {"confirmed": _("请先勾选，确认已核对。")})
    try:
        revoking.revoke(
            asking(), honour_id, ground=form.get("ground", ""), reason=form.get("reason", "")[:1000],
            expected=expected_version(), now=now(),
        )  # fmt: skip
    except DomainError as refused:
        if refused.code not in ("reason_needed", "ground_not_in_regulation"):
            raise
        field = "reason" if refused.code == "reason_needed" else "ground"
        return _page(honour_id, {field: refused.says})
    flash(_("荣誉已撤销"), "seal")
    return _back(tenant, honour_id)
