"""Fill in an application, step by step: saved as one goes, faults at their fields, conflicts shown with both words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import files
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.deeds import Deed, takes_deeds
from services.applications.domain.evidence import needs_of
from services.applications.domain.filling import Filling, section_key, shown, typed
from services.applications.domain.gaps import CONDITIONS, MATERIALS, SAFETY, WORKERS, Gap, Held, file_field
from services.applications.domain.hearing import read_hearing
from services.applications.domain.steps import CHECK, Step, steps_of
from services.applications.queries.awards import known_awards
from services.applications.queries.case import Case, find_case
from services.applications.queries.case_page import acts_of, due_of, gaps_of
from services.applications.queries.regulated import case_rules
from services.applications.service import deeds, fill, review, submit
from services.applications.store import db
from services.applications.web import filling_view as view
from services.applications.web.blueprint_cases import blueprint, clock, go, now, store
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotFound, Unavailable
from services.common.files import FileRefused
from services.common.http import asking, expected_version
from services.common.regulation import Section
from services.common.web import page


@blueprint.get("/cases/<uuid:case_id>/form")
def form(tenant: str, case_id: UUID) -> ResponseReturnValue:
    """To the first step that is not done."""
    loaded = _load(case_id)
    undone = next((step for step in loaded.steps if step.state not in ("done", "locked")), loaded.steps[-1])
    return go(tenant, f"/cases/{case_id}/form/{undone.key}")


class _Loaded:
    """A draft with its rules, steps and gaps."""

    def __init__(
        self,
        case: Case,
        rules: CaseRules,
        found: tuple[Gap, ...],
        held: Held,
        may: frozenset[str],
        due: date | None,
        won: Sequence[Deed],
    ) -> None:
        self.case, self.rules, self.gaps, self.held, self.may, self.due = case, rules, found, held, may, due
        self.won = won
        self.steps = steps_of(rules, case.filling, held, found)


def _load(case_id: UUID) -> _Loaded:
    who = asking()
    with db.read(who.tenant) as session:
        case = find_case(session, who, case_id)
        rules = case_rules(session, case.application)
        may = acts_of(who, case.application, rules)
        if "edit" not in may:
            raise DomainError("not_editable")
        found, held = gaps_of(session, case, rules, today=clock().today())
        due = due_of(session, case.application, rules)
        won = known_awards(session, case.application) if takes_deeds(rules) else []
    return _Loaded(case, rules, found, held, may, due, won)


@blueprint.get("/cases/<uuid:case_id>/form/<step>")
def show_step(tenant: str, case_id: UUID, step: str) -> Response:
    loaded = _load(case_id)
    check = "check" in request.args
    faults = {gap.field: gap.says for gap in loaded.gaps if gap.step == step and (gap.is_wrong or check)}
    return _shown(loaded, step, faults)


def _shown(
    loaded: _Loaded,
    step: str,
    faults: Mapping[str, str],
    status: int = 200,
    *,
    filling: Filling | None = None,
    differences: list[dict[str, str]] | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    here = next((each for each in loaded.steps if each.key == step), None)
    if here is None:
        raise NotFound("not_found")
    case, rules = loaded.case.application, loaded.rules
    values = view.of_step(rules, filling or loaded.case.filling, loaded.held, step, loaded.won)
    response = page(
        f"applications/fill_{values['kind']}.html",
        case=case,
        rules=rules,
        step=here,
        items=view.items(case, loaded.steps, step),
        number=loaded.steps.index(here) + 1,
        count=len(loaded.steps),
        previous=_previous(loaded.steps, here),
        saved_at=loaded.case.saved_at,
        due=loaded.due,
        faults=faults,
        gaps=loaded.gaps,
        differences=differences or [],
        step_titles={each.key: each.title for each in loaded.steps},
        given=given or {},
        may=loaded.may,
        **values,
    )
    response.status_code = status
    return response


def _previous(steps: tuple[Step, ...], here: Step) -> Step | None:
    at = steps.index(here)
    return steps[at - 1] if at else None


@blueprint.post("/cases/<uuid:case_id>/form/<step>")
def save_step(tenant: str, case_id: UUID, step: str) -> ResponseReturnValue:
    if step == CHECK:
        return _submit(tenant, case_id)
    if step == WORKERS:
        return _hear(tenant, case_id)
    loaded = _load(case_id)
    change = _change(loaded.rules, step, request.form)
    uploads, refused = _uploads(loaded.rules, tenant, step)
    try:
        saved = fill.save(asking(), case_id, change, expected=expected_version(), now=now(), uploads=uploads)
    except ChangedMeanwhile:
        if request.headers.get("X-Autosave"):
            raise
        return _conflict(loaded, step, change)
    if request.headers.get("X-Autosave"):
        return jsonify(version=saved.application.version, saved_at=view.clock_time(now()))
    if refused:
        return _shown(_load(case_id), step, refused, 422)
    return _onward(tenant, case_id, step)


def _onward(tenant: str, case_id: UUID, step: str) -> ResponseReturnValue:
    """After saving: stay, go back to the case, or on to the next step when this one is done."""
    removed = request.form.get("remove")
    if removed:
        fill.detach(asking(), case_id, removed, now=now())
    act = request.form.get("act", "")
    if act == "awards" or request.form.get("drop_award"):
        return _deeds(tenant, case_id, step)
    if act == "save" and not removed:
        return go(tenant, f"/cases/{case_id}")
    if act != "next" or removed:
        return go(tenant, f"/cases/{case_id}/form/{step}")
    loaded = _load(case_id)
    if any(gap.step == step for gap in loaded.gaps):
        return go(tenant, f"/cases/{case_id}/form/{step}?check=1")
    keys = [each.key for each in loaded.steps]
    return go(tenant, f"/cases/{case_id}/form/{keys[keys.index(step) + 1]}")


def _deeds(tenant: str, case_id: UUID, step: str) -> ResponseReturnValue:
    """After what was typed is kept: take the contests' awards over, or leave one out."""
    who, drops = asking(), request.form.get("drop_award", "")
    expected = _load(case_id).case.application.version
    try:
        if drops:
            deeds.drop_deed(who, case_id, drops, expected=expected, now=now())
        else:
            calls = current_app.extensions["rpc"]
            deeds.take_deeds(who, case_id, calls, expected=expected, now=now())
    except (DomainError, Unavailable) as refused:
        return _shown(_load(case_id), step, {"awards": refused.says}, refused.status)
    return go(tenant, f"/cases/{case_id}/form/{step}")


def _change(rules: CaseRules, step: str, given: Mapping[str, str]) -> fill.Change:
    section = section_of(rules, step)
    if section is not None:
        return fill.form_change(typed(section, given))
    if step == CONDITIONS:
        return fill.beside_change(conditions=_after(given, "condition-"))
    if step == MATERIALS:
        return fill.beside_change(texts=_after(given, "text-"), cleared=_after(given, "cleared-"))
    if step == SAFETY:
        happened = {key: value for key, value in _after(given, "fact-").items() if not key.endswith("-on")}
        return fill.beside_change(
            figures=_after(given, "figure-"),
            kinds=request.form.getlist("kinds"),
            facts={key: {"happened": value, "on": given.get(f"fact-{key}-on", "")} for key, value in happened.items()},
        )
    raise NotFound("not_found")


def _after(given: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in given.items() if name.startswith(prefix)}


def section_of(rules: CaseRules, step: str) -> Section | None:
    form_ = rules.form
    return next((each for each in form_.sections if section_key(form_, each) == step), None) if form_ else None


def _uploads(rules: CaseRules, tenant: str, step: str) -> tuple[list[fill.Upload], dict[str, str]]:
    """The good files of this request, and what is wrong with the others, at their fields."""
    kinds = {CONDITIONS: ("condition",), MATERIALS: ("material", "clearance")}.get(step, ())
    good: list[fill.Upload] = []
    faults: dict[str, str] = {}
    for need in needs_of(rules.programme):
        field = file_field(need.proves)
        for sent in request.files.getlist(field) if need.kind in kinds else ():
            if not sent.filename:
                continue
            try:
                accepted = files.accept(sent.filename, sent.stream)
            except FileRefused as refused:
                faults[field] = _("“%(name)s”：%(says)s", name=sent.filename, says=refused.says)
                continue
            good.append(files.put(store(), tenant, need.proves, accepted))
    return good, faults


def _conflict(loaded: _Loaded, step: str, change: fill.Change) -> Response:
    """Both words, side by side; mine stay in the fields, and saving again is a choice made knowingly."""
    theirs = loaded.case.filling
    mine = change(theirs, loaded.rules)
    section = section_of(loaded.rules, step)
    rows = [
        {
            "label": field.title,
            "before": shown(field, theirs.form.get(field.id)),
            "after": shown(field, mine.form[field.id]),
        }
        for field in (section.fields if section else ())
        if mine.form.get(field.id, "") != theirs.form.get(field.id, "") and field.id in mine.form
    ]
    rows += view.beside_differences(loaded.rules, theirs, mine)
    return _shown(loaded, step, {}, 412, filling=mine, differences=rows)


def _hear(tenant: str, case_id: UUID) -> ResponseReturnValue:
    """What the union's own stage asks to be recorded."""
    given = request.form
    try:
        hearing = read_hearing(given, today=clock().today())
    except Invalid as refused:
        return _shown(_load(case_id), WORKERS, refused.faults, 422, given=given)
    review.record_hearing(asking(), case_id, hearing, now=now())
    return go(tenant, f"/cases/{case_id}/form/{WORKERS}")


def _submit(tenant: str, case_id: UUID) -> ResponseReturnValue:
    given: Mapping[str, Any] = request.form
    opinions = {
        body: {"text": given.get(f"opinion-{body}", ""), "signer": given.get(f"signer-{body}", "")}
        for body in submit.SIGNS_BEFORE
        if f"opinion-{body}" in given
    }
    who = asking()
    try:
        saved = fill.save(who, case_id, fill.beside_change(opinions=opinions), expected=expected_version(), now=now())
    except ChangedMeanwhile:
        return _conflict(_load(case_id), CHECK, fill.beside_change(opinions=opinions))
    if request.headers.get("X-Autosave"):
        return jsonify(version=saved.application.version, saved_at=view.clock_time(now()))
    if given.get("act") == "save":
        return go(tenant, f"/cases/{case_id}")
    try:
        submit.submit(who, case_id, expected=saved.application.version, now=now())
    except submit.NotReady as refused:
        return _shown(_load(case_id), CHECK, refused.faults, 422)
    return go(tenant, f"/cases/{case_id}")
