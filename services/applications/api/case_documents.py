"""Domain values as the API gives them."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.deeds import Deed
from services.applications.domain.kinds import asked_kinds
from services.applications.queries.case_page import CasePage, masked_form, personal_ids
from services.applications.queries.cases import CaseLine
from services.applications.words import ACTIONS
from services.common.audit import LogEntry
from services.common.regulation import Form
from services.common.regulation.form_figures import Repeat


def line(row: CaseLine) -> dict[str, Any]:
    return {**asdict(row), "score": f"{row.score:.2f}" if row.score is not None else None}


def programme(rules: CaseRules) -> dict[str, Any]:
    each = rules.programme
    return {
        "programme": each.id,
        "title": rules.title,
        "honour": each.honour,
        "level": each.level,
        "subject": each.subject,
        "regulation": rules.regulation.id,
        "version": rules.version,
        "takes_dossiers": each.takes_dossiers,
        "stages": [
            {"key": stage.key, "word": stage.word, "title": stage.says, "by": stage.by} for stage in each.stages
        ],
        "form": form(rules.form) if rules.form else None,
        "conditions": [
            {"id": one.id, "title": one.title, "text": one.text, "proves": f"condition:{one.id}"}
            for one in each.conditions
        ],
        "materials": [
            {"id": one.id, "title": one.title, "at_least": one.at_least, "proves": f"material:{one.id}"}
            for one in each.materials
        ],
        "figures": [
            {"figure": one.figure, "title": one.title, "bound": one.bound.phrase()} for one in rules.asked_figures
        ],
        "kinds": [{"kind": kind, "title": title} for kind, title in asked_kinds(rules)],
        "declares": [{"fact": one.fact, "title": one.says, "years": one.years} for one in rules.declared_facts],
    }


def form(found: Form) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title,
        "sections": [
            {"id": section.id, "title": section.title, "fields": [_field(field) for field in section.fields]}
            for section in found.sections
        ],
    }


def _field(field: Any) -> dict[str, Any]:
    said = {"id": field.id, "title": field.title, "type": field.word, "required": field.required, "hint": field.hint}
    if hasattr(field, "options"):
        said["options"] = list(field.options)
    if isinstance(field, Repeat):
        said["fields"] = [_field(inner) for inner in field.fields]
    return said


def case(page: CasePage) -> dict[str, Any]:
    """Personal values in full to whoever is filling them in; masked to everybody else."""
    application, filling = page.application, page.filling
    personal = personal_ids(page.rules)
    shown = frozenset(personal) if "edit" in page.may else frozenset()
    values = {name: getattr(application, name) for name in _PLAIN}
    return {
        **values,
        "regulation": application.regulation_id,
        "score": _score(application.score),
        "self_score": _score(application.self_score),
        "form": masked_form(page.rules, filling, shown=shown),
        "conditions": dict(filling.conditions),
        "texts": dict(filling.texts),
        "facts": {key: dict(value) for key, value in filling.facts.items()},
        "figures": dict(filling.figures),
        "kinds": list(application.kinds or filling.kinds),
        "cleared": dict(filling.cleared),
        "sources": {key: source.says for key, source in filling.sources.items()},
        "awards": [dict(each) for each in filling.awards],
        "masked": [] if shown else [key for key in personal if filling.form.get(key)],
        "evidence": [asdict(each) for each in page.evidence],
        "opinions": [asdict(each) for each in page.opinions],
        "hearings": [asdict(each) for each in page.hearings],
        "may": sorted(page.may),
    }


def award(deed: Deed, taken: Collection[str], fallen: Collection[str]) -> dict[str, Any]:
    is_taken, is_withdrawn = deed.award_id in taken, deed.award_id in fallen
    return {**asdict(deed), "says": deed.says, "is_taken": is_taken, "is_withdrawn": is_withdrawn}


def _score(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"


_PLAIN = (
    "id",
    "number",
    "programme",
    "honour",
    "level",
    "year",
    "regulation_version",
    "subject_kind",
    "subject_unit_id",
    "subject_name",
    "employer_name",
    "union_name",
    "reviewing_unit_id",
    "reviewing_name",
    "stage",
    "status",
    "origin",
    "ground",
    "rank",
    "is_endorsed",
    "is_late",
    "assessment_id",
    "explanation",
    "docket_id",
    "notice_id",
    "honour_id",
    "dossier_id",
    "reason",
    "submitted_at",
    "version",
)


def entry(kept: LogEntry) -> dict[str, Any]:
    return {
        "seq": kept.seq,
        "hash": kept.hash,
        "at": kept.entry.at,
        "who": kept.entry.actor.name,
        "action": kept.entry.action,
        "says": str(ACTIONS.get(kept.entry.action, kept.entry.action)),
        "detail": dict(kept.entry.detail),
        "regulation_version": kept.entry.regulation_version,
    }
