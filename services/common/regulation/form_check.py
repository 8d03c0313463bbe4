"""What is missing in a form and what is wrong in it; a draft may lack things, it may not be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.common.regulation.form import Form
from services.common.regulation.form_fields import FormField, UnfitError
from services.common.regulation.form_figures import Repeat


@dataclass(frozen=True)
class FormFault:
    """`field` is the field's id; of a row of many, `awards.2.when` (rows from 1)."""

    field: str
    says: str


def check_form(form: Form, values: Mapping[str, Any], *, today: date) -> tuple[FormFault, ...]:
    """Everything wrong in what is filled in; what is not filled in yet is not wrong."""
    faults: list[FormFault] = []
    read: dict[str, Any] = {}
    for field in form.fields:
        found, value = _check_field(field, values.get(field.id), today)
        faults += found
        if not found:
            read[field.id] = value
    known = {field.id for field in form.fields}
    faults += [FormFault(name, "申报表里没有这一栏，请删去。") for name in values if name not in known]
    wrong = (rule.wrong(read, form.title_of) for rule in form.agree)
    return (*faults, *(FormFault(*each) for each in wrong if each))


def _check_field(field: FormField, raw: Any, today: date) -> tuple[list[FormFault], Any]:
    if field.is_blank(raw):
        return [], None
    try:
        value = field.read(raw, today=today)
    except UnfitError as unfit:
        return [FormFault(field.id, unfit.says)], None
    if not isinstance(field, Repeat):
        return [], value
    return list(_check_rows(field, value, today)), value


def _check_rows(field: Repeat, rows: list[Mapping[str, Any]], today: date) -> Iterator[FormFault]:
    for number, row in enumerate(rows, 1):
        for inner in field.fields:
            found, _ = _check_field(inner, row.get(inner.id), today)
            for fault in found:
                yield FormFault(f"{field.id}.{number}.{fault.field}", fault.says)


def missing(form: Form, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of required fields that are blank, in the form's order; within rows `awards.2.when`."""
    return tuple(name for field in form.fields for name in _missing(field, values.get(field.id)))


def _missing(field: FormField, raw: Any) -> Iterator[str]:
    if field.is_blank(raw):
        if field.required:
            yield field.id
    elif isinstance(field, Repeat) and isinstance(raw, list):
        for number, row in enumerate(raw, 1):
            for inner in field.fields:
                value = row.get(inner.id) if isinstance(row, Mapping) else None
                for name in _missing(inner, value):
                    yield f"{field.id}.{number}.{name}"
