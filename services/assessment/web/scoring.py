"""The sheet being filled: by the union (self score) and by each assessor. Saved as it is typed, signed once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from services.assessment import service
from services.assessment.domain import Card, read_findings, result_of
from services.assessment.domain.card import save
from services.assessment.queries.loading import load
from services.assessment.seeing import Seen, SeenCard, look
from services.assessment.store import db
from services.assessment.web import forms, sheets
from services.assessment.web.blueprint import blueprint
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotAllowed, NotFound
from services.common.http import asking, expected_version
from services.common.http.given import now
from services.common.regulation import Sheet
from services.common.web.filters import time_cn

SELF, SCORE = "self", "score"
SAVE: Final = {SELF: service.save_self_score, SCORE: service.save_scores}
SUBMIT: Final = {SELF: service.submit_self_score, SCORE: service.submit_scores}


def seen_now(assessment_id: UUID) -> Seen:
    who = asking()
    with db.read(who.tenant) as session:
        return look(session, who, assessment_id)


def edited_in(seen: Seen, mode: str) -> SeenCard:
    """The card this principal fills here; refuses those who do not."""
    if mode == SELF:
        waived = seen.assessment.self_card
        if waived is not None and not waived.is_active:
            raise DomainError("self_score_waived")
        if not seen.may_score_self:
            raise NotAllowed("not_your_union")
        card = seen.own
    else:
        if seen.why_not_score:
            raise NotAllowed(seen.why_not_score)
        card = seen.mine
    if card is None or card.card is None:
        raise NotFound("not_found")
    return card


@blueprint.get("/<uuid:assessment_id>/<any(self, score):mode>")
def sheet(tenant: str, assessment_id: UUID, mode: str) -> ResponseReturnValue:
    seen = seen_now(assessment_id)
    card = edited_in(seen, mode)
    if card.is_signed or seen.shows_result:
        return redirect(url_for(".case", tenant=tenant, assessment_id=assessment_id), 303)
    return page(seen, card, mode)


def page(
    seen: Seen, card: SeenCard, mode: str, *, faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None, status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    """The sheet; `faults` at their fields, with everything that was typed."""
    values = {"seen": seen, "case": seen.assessment, "card": card, "mode": mode, "faults": faults or {}}
    lines = sheets.editing(seen, card, typed)
    return render_template("assessment/score.html", sheet=lines, line=_line(seen), **values), status


def _line(seen: Seen) -> Any:
    return seen.assessment.terms.line(seen.assessment.sheet)


@blueprint.post("/<uuid:assessment_id>/<any(self, score):mode>")
def keep(tenant: str, assessment_id: UUID, mode: str) -> ResponseReturnValue:
    """Save; with `act=submit` sign as well. Faults bring the page again with all that was typed."""
    seen = seen_now(assessment_id)
    card = edited_in(seen, mode)
    read = read_findings(seen.assessment.sheet, forms.said(request.form, seen.assessment.sheet))
    if read.faults:
        return page(seen, card, mode, faults=read.faults, typed=request.form, status=422)
    try:
        kept, faults = _save(assessment_id, mode)
    except ChangedMeanwhile as changed:
        return meanwhile(assessment_id, mode, changed)
    if not faults and request.form.get("act") == "submit":
        try:
            SUBMIT[mode](asking(), assessment_id, expected=kept.version, now=now())
        except Invalid as lacking:
            faults = dict(lacking.faults)
    if faults:
        seen = seen_now(assessment_id)
        return page(seen, edited_in(seen, mode), mode, faults=faults, status=422)
    submitted = request.form.get("act") == "submit"
    flash(_("已签字提交，分数不再改变") if submitted else _("已保存，可以稍后接着填"), "ok")
    if submitted:
        return redirect(url_for(".case", tenant=tenant, assessment_id=assessment_id), 303)
    return redirect(url_for(".sheet", tenant=tenant, assessment_id=assessment_id, mode=mode), 303)


def meanwhile(assessment_id: UUID, mode: str, changed: ChangedMeanwhile) -> ResponseReturnValue:
    """Somebody saved in between: the page as typed, each difference named; saving again is then deliberate."""
    seen = seen_now(assessment_id)
    card = edited_in(seen, mode)
    differs = sheets.differences(seen, card, request.form)
    return page(seen, card, mode, faults={"": changed.says, **differs}, typed=request.form, status=412)


def _save(assessment_id: UUID, mode: str) -> tuple[Card, dict[str, str]]:
    """The answers first, then each chosen file; a file that is refused is named at its row."""
    who, moment = asking(), now()
    with db.read(who.tenant) as session:
        rows = load(session, who, assessment_id).assessment.sheet
    said = forms.said(request.form, rows)
    kept = SAVE[mode](who, assessment_id, said, expected=expected_version(), now=moment)
    return kept, add_files(assessment_id, rows, mode)


def add_files(assessment_id: UUID, sheet_: Sheet, mode: str) -> dict[str, str]:
    """Each chosen file goes to its row's evidence; the faults of those refused."""
    faults: dict[str, str] = {}
    for row in sheet_.rows:
        for found in request.files.getlist(f"{row.id}.file"):
            faults.update(_add(assessment_id, row.id, found, mode) if found.filename else {})
    return faults


def _add(assessment_id: UUID, row_id: str, found: FileStorage, mode: str) -> dict[str, str]:
    try:
        service.add_file(
            asking(), assessment_id, row_id, found.filename or "", found.stream, own_score=mode == SELF,
            store=current_app.extensions["store"], now=now(),
        )  # fmt: skip
    except Invalid as refused:
        return {name: str(says) for name, says in refused.faults.items()}
    return {}


@blueprint.post("/<uuid:assessment_id>/<any(self, score):mode>/draft")
def draft(tenant: str, assessment_id: UUID, mode: str) -> Response:
    """Kept while typing; answers the version that the next save must name."""
    who, moment = asking(), now()
    with db.read(who.tenant) as session:
        sheet_ = load(session, who, assessment_id).assessment.sheet
    said = forms.said(request.form, sheet_)
    kept = SAVE[mode](who, assessment_id, said, expected=expected_version(), now=moment)
    return jsonify(version=kept.version, saved_at=time_cn(kept.saved_at))


@blueprint.post("/<uuid:assessment_id>/<any(self, score):mode>/tally")
def tally(tenant: str, assessment_id: UUID, mode: str) -> str:
    """The points of what stands in the form just now; nothing is kept."""
    seen = seen_now(assessment_id)
    card = edited_in(seen, mode)
    assert card.card is not None
    found = read_findings(seen.assessment.sheet, forms.said(request.form, seen.assessment.sheet))
    trial = save(card.card, found.findings, now=now()) if not card.is_signed else card.card
    trial_seen = SeenCard(
        card.number, card.kind, card.name, card.is_own, card.is_signed, trial, trial,
        result_of(seen.assessment.sheet, trial.findings),
    )  # fmt: skip
    lines = sheets.editing(seen, trial_seen, request.form)
    return render_template("assessment/tally.html", sheet=lines, case=seen.assessment, mode=mode, line=_line(seen))


@blueprint.post("/<uuid:assessment_id>/evidence/<uuid:evidence_id>/remove")
def remove_evidence(tenant: str, assessment_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    mode = SELF if request.form.get("mode") == SELF else SCORE
    service.remove_evidence(asking(), assessment_id, evidence_id, now=now())
    flash(_("佐证已撤下"), "ok")
    return redirect(url_for(".sheet", tenant=tenant, assessment_id=assessment_id, mode=mode), 303)


@blueprint.post("/<uuid:assessment_id>/recusal")
def recusal(tenant: str, assessment_id: UUID) -> ResponseReturnValue:
    service.step_back(asking(), assessment_id, request.form.get("reason", ""), now=now())
    flash(_("已回避此案卷，经办人会另行安排考核员"), "ok")
    return redirect(url_for(".index", tenant=tenant), 303)
