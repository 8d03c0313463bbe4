"""Fill once: what the platform already knows goes into a new form, with its source and date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.applications.domain.filling import Filling, Source
from services.common.regulation import Form, FormField, Held
from services.common.regulation.bodies import LEVELS
from services.common.regulation.form_figures import Repeat

EMPLOYER = frozenset({"employer", "unit", "unit_name", "employer_name"})
SUBJECT = frozenset({"team", "subject", "subject_name", "home", "name"})
UNION = frozenset({"union", "union_name"})


@dataclass(frozen=True)
class Known:
    """What the platform holds of the subject. `last_form` is what it submitted before, on `last_on`."""

    employer: str
    subject: str
    union: str
    today: date
    last_form: Mapping[str, Any] | None = None
    last_on: date | None = None
    held: Sequence[Held] = ()
    federation: str = ""


def prefill(form: Form | None, known: Known) -> Filling:
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for field in form.fields if form else ():
        found = _known(field, known)
        if found is not None:
            values[field.id], sources[field.id] = found
    return Filling(form=values, sources=sources)


def _known(field: FormField, known: Known) -> tuple[Any, Source] | None:
    origin = field.fill.from_ if field.fill else ""
    if origin == "directory":
        word = _in_directory(field.id, known)
        if word:
            return word, Source("组织目录", known.today.isoformat())
    if origin == "honours" and isinstance(field, Repeat) and known.held:
        return [_row(field, held, known.federation) for held in known.held], Source("荣誉档案", known.today.isoformat())
    last = (known.last_form or {}).get(field.id)
    if last and known.last_on:
        return last, Source("上年申报表", known.last_on.isoformat())
    return None


def _in_directory(field_id: str, known: Known) -> str:
    if field_id in EMPLOYER:
        return known.employer
    if field_id in SUBJECT:
        return known.subject
    return known.union if field_id in UNION else ""


def _row(repeat: Repeat, held: Held, federation: str) -> dict[str, str]:
    facts = {
        "when": f"{held.since:%Y-%m}",
        "where": federation,
        "what": f"{LEVELS.get(held.level, '')}“{held.honour}”",
    }
    return {inner.id: facts.get(inner.id, "") for inner in repeat.fields}
