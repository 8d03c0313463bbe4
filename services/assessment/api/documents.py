"""Domain to JSON, by what the caller may see."""

from __future__ import annotations

from typing import Any

from services.assessment.domain import Assessment, Card, lacking, to_document
from services.assessment.domain.outcome import text
from services.assessment.queries import Line
from services.assessment.seeing import Seen, SeenCard
from services.common.regulation import Row, Sheet, SheetResult
from services.common.regulation.bounds import plain


def case(seen: Seen) -> dict[str, Any]:
    """The whole case."""
    found = seen.assessment
    return {
        "id": found.id,
        "object_type": found.object_type,
        "object_id": found.object_id,
        "round": found.round,
        "year": found.year,
        "title": found.title,
        "subject_name": found.subject.name,
        "regulation_id": found.regulation_id,
        "regulation_version": found.regulation_version,
        "status": found.status,
        "due_on": found.due_on,
        "opened_at": found.opened_at,
        "version": found.version,
        "assessors_at_least": found.terms.assessors_at_least,
        "gap_over": plain(found.terms.gap_over) if found.terms.gap_over is not None else None,
        "pass_line": found.terms.line(found.sheet).phrase("分"),
        "sheet": sheet(found.sheet),
        "self_score": card(found, seen.own) if seen.own else None,
        "assessors": [card(found, each) for each in seen.assessors],
        "result": found.outcome.explanation if found.outcome else None,
    }


def card(assessment: Assessment, seen: SeenCard) -> dict[str, Any]:
    """State for all, findings for those who may see them."""
    said: dict[str, Any] = {
        "id": seen.source.id,
        "number": seen.number,
        "kind": seen.kind,
        "name": seen.name,
        "is_own": seen.is_own,
        "is_signed": seen.is_signed,
        "version": seen.source.version,
        "correction_pending": seen.source.correction_pending,
    }
    if seen.card is not None and seen.result is not None:
        said |= findings(assessment.sheet, seen.card, seen.result)
    return said


def findings(sheet: Sheet, found: Card, result: SheetResult) -> dict[str, Any]:
    return {
        "total": text(result.total),
        "digest": found.digest,
        "findings": to_document(found.findings),
        "evidence": [
            {"id": e.id, "row_id": e.row_id, "word": e.word, "sha256": e.sha256, "href": e.href, "size": e.size}
            for e in found.evidence
        ],
        "rows": [
            {"id": row.row_id, "given": text(row.given), "deducted": text(row.deducted), "says": row.says}
            for row in result.rows
        ],
        "lacking": {} if found.is_submitted else lacking(sheet, found),
    }


def sheet(of: Sheet) -> dict[str, Any]:
    """Classes, rows and what each row asks."""
    return {
        "id": of.id,
        "title": of.title,
        "points": plain(of.points),
        "classes": [
            {"title": each.title, "points": plain(each.full), "rows": [_row(row) for row in each.rows]}
            for each in of.classes
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    asks = [{"kind": ask.kind, "key": ask.key, "title": ask.title, "unit": ask.unit} for ask in row.wants()]
    return {"id": row.id, "title": row.title, "points": plain(row.points), "rule": row.phrase(), "asks": asks}


def line(found: Line) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title,
        "subject_name": found.subject_name,
        "round": found.round,
        "year": found.year,
        "status": found.status,
        "due_on": found.due_on,
        "score": text(found.score) if found.score is not None else None,
        "self_score": text(found.self_score) if found.self_score is not None else None,
        "gap": text(found.gap) if found.gap is not None else None,
        "passed": found.passed,
        "assessors": found.assessors,
        "signed": found.signed,
        "waits_for_me": found.mine,
    }
