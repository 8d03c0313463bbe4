"""A posted score sheet to what `read_findings` reads, and back to what the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.assessment.domain import Finding, field_of
from services.common.regulation import Ask, Row, Sheet

YES, NO = "yes", "no"


def said(form: Mapping[str, str], sheet: Sheet) -> dict[str, Any]:
    """Row by row, in JSON's words; what was left blank is left out."""
    return {row.id: _row(form, row) for row in sheet.rows}


def _row(form: Mapping[str, str], row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"pieces": {}, "measures": {}, "counts": {}, "facts": []}
    for ask in row.wants():
        value = form.get(field_of(row.id, ask), "").strip()
        if value:
            _put(found, ask, value)
    found["ground"] = form.get(f"{row.id}.ground", "")
    return found


def _put(found: dict[str, Any], ask: Ask, value: str) -> None:
    match ask.kind:
        case "piece":
            found["pieces"][ask.key] = value == YES
        case "present":
            found["present"] = value == YES
        case "measure":
            found["measures"][ask.key] = value
        case "count":
            found["counts"][ask.key] = value
        case "fact":
            found["facts"].append(ask.key)
        case "day":
            found[ask.key] = value
        case "points":
            found["points"] = value


def shown(found: Finding, ask: Ask) -> str:
    """The answer as the field shows it."""
    match ask.kind:
        case "piece":
            return _choice(found.pieces.get(ask.key))
        case "present":
            return _choice(found.present)
        case "measure":
            return str(found.measures.get(ask.key, ""))
        case "count":
            return str(found.counts.get(ask.key, ""))
        case "fact":
            return YES if ask.key in found.facts else ""
        case "day":
            day = found.filed_on if ask.key == "filed_on" else found.due_on
            return day.isoformat() if day else ""
        case _:
            return str(found.points) if found.points is not None else ""


def _choice(value: bool | None) -> str:
    return "" if value is None else YES if value else NO
