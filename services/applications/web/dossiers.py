"""Sealed files sent and received: by whom sealed, unchanged or not, what is in them, what was decided above (X2)."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import given
from services.applications.files import named
from services.applications.queries import dossiers, sealed_file
from services.applications.queries.federations import names
from services.applications.queries.sealed_file import Checked
from services.applications.rules import dossiers as rules
from services.applications.service import outside, reopen, returns, revoked_below
from services.applications.store import db
from services.applications.web import dossier_view as view
from services.applications.web.blueprint_dossiers import blueprint, go, now, shown
from services.applications.web.paged import after, one_of, turns
from services.applications.words.dossiers import STATUSES
from services.common.errors import DomainError, NotFound, Refusal
from services.common.http import asking, expected_version

ZIP = "application/zip"
LOOKS_LAST_SECONDS = 300


@blueprint.get("/dossiers")
def listing(tenant: str) -> Response:
    return _listing()


def _listing(faults: dict[str, str] | None = None, status: int = 200) -> Response:
    who = asking()
    direction, status_asked = one_of("direction", ("sent", "received")), one_of("status", list(STATUSES))
    with db.read(who.tenant) as session:
        rows, more = dossiers.listed(session, who, direction=direction, status=status_asked, after=after(who.tenant))
        told_as = names(session, (code for row in rows for code in (row.from_tenant, row.to_tenant)))
    return shown(
        "dossiers.html",
        status,
        rows=rows,
        names=told_as,
        direction=direction,
        wanted=status_asked,
        statuses=list(STATUSES.items()),
        may_take_in=rules.may_take_in(who),
        faults=faults or {},
        **turns(who.tenant, ("direction", "status"), more),
    )


@blueprint.post("/dossiers")
def take_in(tenant: str) -> ResponseReturnValue:
    """A sealed file from outside this deployment."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _listing({"file": _("请选择封存文件，扩展名为 .dossier 或 .decision。")}, 422)
    try:
        dossier_id = outside.take_file(asking(), sent.stream.read(), now=now())
    except DomainError as refused:
        return _listing({"file": refused.says}, 422)
    flash(_("核验通过，已导入"), "ok")
    return go(tenant, f"dossiers/{dossier_id}")


@blueprint.get("/dossiers/<uuid:dossier_id>")
def dossier(tenant: str, dossier_id: UUID) -> Response:
    return _page(dossier_id)


def _page(dossier_id: UUID, refused: Refusal | None = None) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        is_turned_away = row.direction == "received" and row.status == "refused"
        checked = Checked(None, None) if is_turned_away else sealed_file.checked(session, given.store(), row)
        values: dict[str, Any] = view.values(session, row, checked, _revealed(dossier_id))
    return shown(
        "dossier.html",
        refused.status if refused else 200,
        **{**values, "may_return": rules.may_return(who) and values["may_return"]},
        is_turned_away=is_turned_away,
        may_take_in=rules.may_take_in(who),
        may_reveal=rules.may_reveal_sealed(who),
        faults={"note" if refused.code in ("note_needed", "not_revoked_below") else "reason": refused.says}
        if refused
        else {},
        given=request.form,
    )


@blueprint.post("/dossiers/<uuid:dossier_id>/verification")
def verify(tenant: str, dossier_id: UUID) -> ResponseReturnValue:
    outcome = reopen.verify_again(asking(), dossier_id, now=now())
    if outcome.broken is None:
        flash(_("重新核验通过：封存文件无改动"), "ok")
    else:
        flash(_("核验不通过：%(why)s", why=outcome.broken.says), "risk")
    return go(tenant, f"dossiers/{dossier_id}")


@blueprint.post("/dossiers/<uuid:dossier_id>/return")
def send_back(tenant: str, dossier_id: UUID) -> ResponseReturnValue:
    reason = request.form.get("reason", "")[:2000]
    try:
        returns.return_dossier(asking(), dossier_id, reason, expected=expected_version(), now=now())
    except DomainError as refused:
        return _page(dossier_id, refused)
    flash(_("已退回下级，理由已告知"), "ok")
    return go(tenant, f"dossiers/{dossier_id}")


@blueprint.post("/dossiers/<uuid:dossier_id>/revocation-note")
def note_revocation(tenant: str, dossier_id: UUID) -> ResponseReturnValue:
    try:
        revoked_below.note(asking(), dossier_id, request.form.get("note", "")[:2000], now=now())
    except DomainError as refused:
        return _page(dossier_id, refused)
    flash(_("已登记处理意见"), "ok")
    return go(tenant, f"dossiers/{dossier_id}")


@blueprint.post("/dossiers/<uuid:dossier_id>/reveal")
def reveal(tenant: str, dossier_id: UUID) -> ResponseReturnValue:
    form = request.form
    depth, stage, field = form.get("depth", "0"), form.get("stage", ""), form.get("field", "")
    if not depth.isdigit() or len(depth) > 1:
        raise NotFound("not_found")
    reopen.reveal(asking(), dossier_id, depth=int(depth), stage=stage, field=field, now=now())
    until = now().timestamp() + LOOKS_LAST_SECONDS
    mine = {**browser.get("revealed", {}).get(str(dossier_id), {}), f"{depth}/{stage}/{field}": until}
    browser["revealed"] = {str(dossier_id): mine}
    return go(tenant, f"dossiers/{dossier_id}#level-{depth}")


def _revealed(dossier_id: UUID) -> frozenset[str]:
    """Which fields this browser asked to see, for some minutes; the values never rest in the cookie."""
    moment = now().timestamp()
    kept = browser.get("revealed", {}).get(str(dossier_id), {})
    return frozenset(name for name, end in kept.items() if end > moment)


@blueprint.get("/dossiers/<uuid:dossier_id>/evidence/<int:depth>/<stage>/<path:file>")
def evidence(tenant: str, dossier_id: UUID, depth: int, stage: str, file: str) -> Response:
    who = asking()
    with db.read(tenant) as session:
        found = sealed_file.opened(session, given.store(), dossiers.find(session, who, dossier_id))
    content, said = sealed_file.evidence_file(sealed_file.at_depth(found, min(depth, 9)), stage, file)
    return named(content, str(said["name"]), str(said["mime"]))


@blueprint.get("/dossiers/<uuid:dossier_id>/file")
def sealed(tenant: str, dossier_id: UUID) -> Response:
    who = asking()
    with db.read(tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        content = sealed_file.sealed_bytes(given.store(), row)
    if not content:
        raise DomainError("file_gone")
    return named(content, f"{row.subject_name}-{row.honour}.dossier", ZIP)


@blueprint.post("/dossiers/<uuid:dossier_id>/decision-file")
def decision(tenant: str, dossier_id: UUID) -> Response:
    content, name = outside.decision_file(asking(), dossier_id, now=now())
    return named(content, name, ZIP)
