"""Corrections and declared relations."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.assessment import queries, service
from services.assessment.store import db
from services.assessment.web import forms, sheets
from services.assessment.web.blueprint import blueprint
from services.assessment.web.scoring import SCORE, add_files, edited_in, seen_now
from services.common import directory
from services.common.errors import DomainError, Invalid
from services.common.http import asking
from services.common.http.given import now
from services.common.paging import cut, place_of
from services.common.roles import Role


@blueprint.get("/<uuid:assessment_id>/corrections/new")
def correction(tenant: str, assessment_id: UUID) -> ResponseReturnValue:
    return correction_page(assessment_id)


def correction_page(
    assessment_id: UUID, faults: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    seen = seen_now(assessment_id)
    card = edited_in(seen, SCORE)
    if not card.is_signed:
        raise DomainError("not_signed_yet")
    return render_template(
        "assessment/correction.html",
        seen=seen,
        case=seen.assessment,
        card=card,
        sheet=sheets.editing(seen, card, typed),
        line=seen.assessment.terms.line(seen.assessment.sheet),
        faults=faults or {},
        reason=(typed or {}).get("reason", ""),
    ), (422 if faults else 200)


@blueprint.post("/<uuid:assessment_id>/corrections")
def ask(tenant: str, assessment_id: UUID) -> ResponseReturnValue:
    seen = seen_now(assessment_id)
    said = forms.said(request.form, seen.assessment.sheet)
    reason = request.form.get("reason", "")
    faults = add_files(assessment_id, seen.assessment.sheet, SCORE)
    if faults:
        return correction_page(assessment_id, faults, request.form)
    try:
        service.ask_for_correction(asking(), assessment_id, said, reason, now=now())
    except Invalid as refused:
        return correction_page(assessment_id, {k: str(v) for k, v in refused.faults.items()}, request.form)
    flash(_("更正申请已送总工会经办人，批准前原分数有效"), "ok")
    return redirect(url_for(".case", tenant=tenant, assessment_id=assessment_id), 303)


@blueprint.post("/<uuid:assessment_id>/corrections/<uuid:correction_id>")
def decide(tenant: str, assessment_id: UUID, correction_id: UUID) -> ResponseReturnValue:
    grant = request.form.get("act") == "grant"
    reason = request.form.get("reason", "")
    service.decide_on_correction(asking(), assessment_id, correction_id, grant=grant, reason=reason, now=now())
    flash(_("更正已批准，原分数留存备查") if grant else _("已答复不同意更正"), "ok")
    return redirect(url_for(".case", tenant=tenant, assessment_id=assessment_id), 303)


@blueprint.get("/relations")
def relations(tenant: str) -> ResponseReturnValue:
    return relations_page({})


def relations_page(faults: Mapping[str, str], status: int = 200) -> ResponseReturnValue:
    who = asking()
    sees_all = who.holds(Role.SECRETARY) or who.holds(Role.AUDITOR)
    cursors = current_app.extensions["cursors"]
    place = place_of(cursors.read(who.tenant, request.args.get("cursor")), UUID)
    with db.read(who.tenant) as session:
        found = queries.declared_relations(
            session, subject=None if sees_all else who.subject, after=place[0] if place else None
        )
        rows, last = cut(found, lambda row: (row.id,))
        names = queries.names_of(session, [row.subject for row in rows])
        units = directory.units_below(session, "", kinds=("township", "industry", "employer_union", "employer"))
    return render_template(
        "assessment/relations.html",
        rows=rows,
        names=names,
        units=[(str(unit.id), unit.name) for unit in units],
        faults=faults,
        typed=request.form,
        me=who.subject,
        may_end_all=who.holds(Role.SECRETARY),
        first=url_for(".relations", tenant=who.tenant) if place else None,
        next=url_for(".relations", tenant=who.tenant, cursor=cursors.sign(who.tenant, last)) if last else None,
    ), status


@blueprint.post("/relations")
def declare(tenant: str) -> ResponseReturnValue:
    unit = request.form.get("unit_id", "")
    if not unit:
        return relations_page({"unit_id": _("请选择单位")}, 422)
    try:
        service.declare_relation(asking(), UUID(unit), request.form.get("says", ""), now=now())
    except Invalid as refused:
        return relations_page({k: str(v) for k, v in refused.faults.items()}, 422)
    flash(_("已申明，今后安排考核员时自动回避"), "ok")
    return redirect(url_for(".relations", tenant=tenant), 303)


@blueprint.post("/relations/<uuid:relation_id>/end")
def end(tenant: str, relation_id: UUID) -> ResponseReturnValue:
    service.end_relation(asking(), relation_id, now=now())
    flash(_("申明已撤销"), "ok")
    return redirect(url_for(".relations", tenant=tenant), 303)
