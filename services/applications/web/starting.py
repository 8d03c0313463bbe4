"""Start an application: choose what is applied for and for whom."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.applications.domain.case_rules import CaseRules, submit_by
from services.applications.queries.due_days import apply_days_of
from services.applications.queries.regulated import programmes_in_force
from services.applications.queries.units import subjects_for
from services.applications.service import begin
from services.applications.store import db
from services.applications.web.blueprint_cases import blueprint, clock, go, now
from services.common.errors import DomainError, NotAllowed, NotFound
from services.common.http import asking
from services.common.principal import Principal
from services.common.regulation.bodies import LEVELS
from services.common.roles import Role
from services.common.web import page


@blueprint.get("/new")
def choose(tenant: str) -> Response:
    return _shown(request.args.get("programme", ""))


@blueprint.post("/new")
def start(tenant: str) -> ResponseReturnValue:
    who, form = asking(), request.form
    programme, unit = form.get("programme", ""), form.get("subject", "")
    if not unit:
        return _shown(programme, {"subject": _("请选择为谁申报。")}, 422)
    try:
        case = begin.start_application(
            who,
            programme=programme,
            subject_unit_id=unit,
            subject_name=form.get("subject_name", ""),
            new_merit=form.get("new_merit", ""),
            now=now(),
        )
    except (DomainError, NotAllowed, NotFound) as refused:
        field = "subject_name" if refused.code == "person_name_needed" else "subject"
        return _shown(programme, {field: refused.says}, 422)
    return go(tenant, f"/cases/{case.id}/form")


def _shown(programme: str, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    who = asking()
    with db.read(who.tenant) as session:
        open_to = [each for each in programmes_in_force(session, on=clock().today()) if each.apply_stage]
        chosen = next((each for each in open_to if each.programme.id == programme), None)
        chosen = chosen or (open_to[0] if len(open_to) == 1 else None)
        subjects = _subjects(session, who, chosen) if chosen else []
        programmes = _programmes(session, open_to)
    response = page(
        "applications/start.html",
        programmes=programmes,
        chosen=chosen,
        subjects=subjects,
        asks_merit=bool(chosen and any(bar.unless_new_merit for bar in chosen.programme.eligible.bars)),
        sentences=_sentences(chosen) if chosen else [],
        faults=faults or {},
        given=request.form,
    )
    response.status_code = status
    return response


def _subjects(session: Session, who: Principal, rules: CaseRules) -> list[tuple[str, str]]:
    found = subjects_for(session, rules.programme.subject, who.paths(Role.APPLICANT), on=clock().today())
    return [(str(unit.id), unit.name) for unit in found]


def _programmes(session: Session, open_to: Sequence[CaseRules]) -> list[dict[str, Any]]:
    today = clock().today()
    days = apply_days_of(session, *open_to, year=today.year, around=today)
    return [_programme(each, submit_by(each, today.year, own)) for each, own in zip(open_to, days, strict=True)]


def _programme(rules: CaseRules, due: date | None) -> dict[str, Any]:
    return {
        "id": rules.programme.id,
        "title": rules.title,
        "level": LEVELS[rules.programme.level],
        "regulation": rules.regulation.title,
        "version": rules.version,
        "due": due,
    }


def _sentences(rules: CaseRules) -> list[str]:
    """The rules an applicant should know before beginning, in the regulation's own words."""
    programme, eligible = rules.programme, rules.programme.eligible
    said = list(programme.round.sentences())
    groups: tuple[tuple[Any, ...], ...] = (
        eligible.never_within,
        eligible.bars,
        eligible.minimum,
        eligible.clearances,
    )
    said += [sentence for group in groups for each in group for sentence in each.sentences()]
    said += [f"申报前须{each.phrase()}。" for each in eligible.holds]
    for material in programme.materials:
        said += list(material.sentences())
    if rules.form:
        said += [sentence for sentence in rules.form.sentences() if "签署意见" in sentence or "一式" in sentence]
    return said
