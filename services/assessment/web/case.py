"""The case: where it stands, who is next, and in the end every number explained."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.assessment import queries, rules, service, words
from services.assessment.api.files import file_response
from services.assessment.domain import Status, combined
from services.assessment.refusals import SENTENCES
from services.assessment.seeing import Seen, look
from services.assessment.store import db
from services.assessment.web import sheets
from services.assessment.web.blueprint import blueprint
from services.common import audit
from services.common.http import asking, expected_version
from services.common.http.answering import PDF, XLSX, download
from services.common.http.given import now


@blueprint.get("/<uuid:assessment_id>")
def case(tenant: str, assessment_id: UUID) -> str:
    who = asking()
    with db.read(tenant) as session:
        seen = look(session, who, assessment_id)
        log = audit.entries_of(session, "assessment", assessment_id) if seen.reads_log else []
        asked = queries.corrections_of(session, assessment_id) if seen.named else []
    found = seen.assessment
    return render_template(
        "assessment/case.html",
        seen=seen,
        case=found,
        classes=sheets.beside(seen),
        sums_differ=sheets.sums_differ(seen),
        cards=[card for card in seen.assessors if card.result is not None],
        line=found.terms.line(found.sheet),
        matter=words.matter(found.title, found.subject.name),
        verdict=words.verdict(found.status, found.outcome.passed if found.outcome else None),
        so_far=combined(found) if may_follow(seen) else None,
        next_step=next_step(seen),
        corrections=[each for each in asked if may_see_correction(seen, each.card_id)],
        may_decide={each.id: rules.may_decide_correction(who, found, found.card(each.card_id)) for each in asked},
        numbers={card.source.id: card.number for card in seen.assessors},
        log=[_logged(each) for each in log],
        may_waive=may_waive(seen),
    )


def _logged(kept: audit.LogEntry) -> dict[str, Any]:
    """An entry of the log as the trail shows it."""
    entry = kept.entry
    did = words.ACTIONS.get(entry.action, entry.action)
    detail = {key: entry.detail[key] for key in ("total", "score") if key in entry.detail}
    said = "".join(f" {value}" for value in detail.values())
    return {"at": entry.at, "who": entry.actor.name, "did": f"{did}{said}", "number": kept.seq, "hash": kept.hash}


def may_waive(seen: Seen) -> bool:
    found = seen.assessment
    overdue = found.due_on is not None and current_app.extensions["clock"].today() > found.due_on
    return seen.may_appoint and found.status is Status.SELF_SCORING and overdue


def may_follow(seen: Seen) -> bool:
    """The gap is shown to whoever may see all the signed scores, once there are two."""
    shown = [card for card in seen.assessors if card.result is not None and card.is_signed]
    signed = [card for card in seen.assessors if card.is_signed]
    return len(signed) >= 2 and len(shown) == len(signed)


def may_see_correction(seen: Seen, card_id: UUID) -> bool:
    return any(card.source.id == card_id and card.card is not None for card in seen.assessors)


def next_step(seen: Seen) -> str:
    """Why it is here and who is next, in a sentence."""
    found = seen.assessment
    signed = sum(card.is_signed for card in seen.assessors)
    match found.status:
        case Status.SELF_SCORING:
            return str(_("等申报的基层工会填报自评分。"))
        case Status.APPOINTING:
            return str(_("等总工会经办人安排不少于 %(n)s 名考核员。", n=found.terms.assessors_at_least))
        case Status.SCORING:
            said = {"signed": signed, "all": len(seen.assessors)}
            return str(_("考核员各自独立打分，已签字 %(signed)s 人，共 %(all)s 人。", **said))
        case Status.THIRD_NEEDED:
            return str(_("两名考核员的分差超过规定，等总工会经办人增派一名考核员。"))
        case _:
            return str(_("考核已经完成，分数不再改变。"))


@blueprint.get("/<uuid:assessment_id>/evidence/<uuid:evidence_id>")
def evidence(tenant: str, assessment_id: UUID, evidence_id: UUID) -> Response:
    return file_response(assessment_id, evidence_id)


@blueprint.get("/<uuid:assessment_id>/print.pdf")
def printed(tenant: str, assessment_id: UUID) -> Response:
    name, content = service.print_sheet(asking(), assessment_id, now=now())
    return download(content, name, PDF, inline=True)


@blueprint.get("/results.xlsx")
def results(tenant: str) -> Response:
    year = request.args.get("year", "")
    wanted = int(year) if year.isdigit() and len(year) == 4 else None
    content = service.export_results(asking(), wanted, now=now())
    return download(content, f"考核成绩汇总{wanted or ''}.xlsx", XLSX)


@blueprint.get("/<uuid:assessment_id>/assessors")
def assessors(tenant: str, assessment_id: UUID) -> str:
    return appointing_page(assessment_id)


def appointing_page(assessment_id: UUID, faults: dict[str, Any] | None = None) -> str:
    found = service.candidates_for(asking(), assessment_id, on=current_app.extensions["clock"].today())
    with db.read(asking().tenant) as session:
        seen = look(session, asking(), assessment_id)
    return render_template(
        "assessment/assessors.html",
        seen=seen,
        case=seen.assessment,
        free=[who for who, reason in found if reason is None],
        recused=[(who, reason) for who, reason in found if reason is not None],
        needed=max(seen.assessment.terms.assessors_at_least - len(seen.assessors), 1),
        is_staffing=seen.assessment.status in (Status.APPOINTING, Status.SCORING, Status.THIRD_NEEDED),
        faults=faults or {},
        named=lambda people: [(str(who.person_id), who.name) for who in people],
        reason_says=lambda code: SENTENCES[code],
    )


@blueprint.post("/<uuid:assessment_id>/assessors")
def appoint(tenant: str, assessment_id: UUID) -> ResponseReturnValue:
    chosen = [UUID(each) for each in request.form.getlist("person_ids") if _is_id(each)]
    if not chosen:
        return appointing_page(assessment_id, {"person_ids": _("请至少选一名考核员")}), 422
    service.appoint_assessors(asking(), assessment_id, chosen, expected=expected_version(), now=now())
    flash(_("考核员已安排，打分任务已送到本人待办"), "ok")
    return redirect(url_for(".case", tenant=tenant, assessment_id=assessment_id), 303)


@blueprint.post("/<uuid:assessment_id>/self/waiver")
def waive(tenant: str, assessment_id: UUID) -> ResponseReturnValue:
    service.go_on_without_self_score(asking(), assessment_id, request.form.get("reason", ""), now=now())
    flash(_("已继续考核，请安排考核员"), "ok")
    return redirect(url_for(".assessors", tenant=tenant, assessment_id=assessment_id), 303)


def _is_id(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True


@blueprint.post("/<uuid:assessment_id>/assessors/<uuid:card_id>/release")
def release(tenant: str, assessment_id: UUID, card_id: UUID) -> ResponseReturnValue:
    service.release_assessor(asking(), assessment_id, card_id, request.form.get("reason", ""), now=now())
    flash(_("已更换，请另行安排考核员"), "ok")
    return redirect(url_for(".assessors", tenant=tenant, assessment_id=assessment_id), 303)
