"""The result with every number explained: class by class, row by row, assessor by assessor (X3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.assessment.domain.assessment import Assessment, Outcome, Status, combined
from services.assessment.domain.card import Card, inputs, result_of
from services.assessment.domain.finding import Findings
from services.common.regulation import (
    Blended,
    Bound,
    Row,
    Sheet,
    SheetClass,
    SheetResult,
    band_of,
    blend,
    measured,
    unmet_gates,
)
from services.common.regulation.bounds import plain


def complete(assessment: Assessment, *, now: datetime) -> Assessment:
    """Put the result down. Only when all have signed and no third is called; never twice."""
    if assessment.outcome is not None or assessment.status is not Status.COMPLETED:
        return assessment
    sheet, terms = assessment.sheet, assessment.terms
    found = combined(assessment)
    findings = [card.findings for card in assessment.assessors]
    results = [result_of(sheet, each) for each in findings]
    own = assessment.self_card
    self_score = own.total if own is not None and own.is_active else None
    totals = [card.total for card in assessment.assessors if card.total is not None]
    whole = whole_of(sheet, totals, self_score=self_score, below=assessment.below)
    says = f"{found.says}；{whole.says}" if whole.says else found.says
    refusals = refusals_of(sheet, terms.line(sheet), whole, results, findings)
    outcome = Outcome(whole.total, not refusals, found.gap, self_score, {}, now)
    explained = replace(outcome, explanation=explain(assessment, outcome, results, refusals, says))
    return replace(assessment, outcome=explained)


def whole_of(sheet: Sheet, totals: Sequence[Decimal], *, self_score: Decimal | None, below: Decimal | None) -> Blended:
    """The assessors' score alone, or several scores by weight where the sheet says so."""
    score = sheet.combine.one(tuple(totals))
    if sheet.spot_check and self_score is not None:
        return sheet.spot_check.changed(self_score, score, sheet.combine)
    if not sheet.blend:
        return Blended(score, "")
    return blend(sheet.blend, {"assessors": score, "self": self_score, "below": below}, sheet.combine)


def refusals_of(
    sheet: Sheet, line: Bound, whole: Blended, results: Sequence[SheetResult], findings: Sequence[Findings]
) -> list[str]:
    """Why it does not pass, the line first; empty when it passes."""
    return [
        *_line(whole.total, line.admits(whole.total), line.phrase("分")),
        *whole.refusals,
        *_floors(sheet, results),
        *unmet_gates(sheet, _figures(sheet, findings)),
        *_vetoes(results),
    ]


def _figures(sheet: Sheet, findings: Sequence[Findings]) -> dict[str, Decimal]:
    """Each measure as the assessors found it, combined as the totals are."""
    each = [measured(sheet, inputs(found)) for found in findings]
    names = dict.fromkeys(name for figures in each for name in figures)
    return {name: sheet.combine.one(tuple(found[name] for found in each if name in found)) for name in names}


def _vetoes(results: Sequence[SheetResult]) -> list[str]:
    """One assessor's finding is enough: it stands on a ground and evidence, and a correction can take it back."""
    said = [veto for result in results for row in result.rows for veto in row.vetoes]
    return list(dict.fromkeys(said))


def _line(total: Decimal, passes: bool, phrase: str) -> list[str]:
    return [] if passes else [f"考核分 {total:.2f}，合格应{phrase}"]


def _floors(sheet: Sheet, results: Sequence[SheetResult]) -> list[str]:
    """Class minimums and mandatory rows are held against the combined figures too."""
    said: list[str] = []
    for place, each in enumerate(sheet.classes):
        given = sheet.combine.one(tuple(result.classes[place].given for result in results))
        floor = sheet.floor_of(each)
        if floor is not None and given < floor:
            said.append(f"“{each.title}”得 {given:.2f} 分，应不低于 {plain(floor)} 分")
    for row in sheet.rows:
        if row.mandatory and row_mean(sheet, results, row.id) < row.points:
            said.append(f"必达项“{row.title}”未得满分")
    return said


def row_mean(sheet: Sheet, results: Sequence[SheetResult], row_id: str) -> Decimal:
    """A row's points combined as the totals are."""
    return sheet.combine.one(tuple(result.row(row_id).given for result in results))


def explain(
    assessment: Assessment, outcome: Outcome, results: Sequence[SheetResult], refusals: Sequence[str], says: str
) -> dict[str, Any]:
    """As JSON: numbers as text, assessors by number, never by name."""
    sheet, cards = assessment.sheet, assessment.assessors
    own = assessment.self_card
    self_result = result_of(sheet, own.findings) if own is not None and own.is_submitted else None
    return {
        "sheet": {"id": sheet.id, "title": sheet.title, "points": plain(sheet.points)},
        "regulation": {"id": assessment.regulation_id, "version": assessment.regulation_version},
        "pass_line": assessment.terms.line(sheet).phrase("分"),
        "score": text(outcome.score),
        "self_score": text(outcome.self_score) if outcome.self_score is not None else "",
        "passed": outcome.passed,
        "band": band_of(sheet, outcome.score) or "",
        "refusals": list(refusals),
        "gap": text(outcome.gap),
        "says": says,
        "assessors": [{"number": n, "total": text(card.total or Decimal(0))} for n, card in enumerate(cards, 1)],
        "classes": [_class(sheet, each, results, cards, self_result) for each in sheet.classes],
    }


def _class(
    sheet: Sheet, each: SheetClass, results: Sequence[SheetResult], cards: Sequence[Card], own: SheetResult | None
) -> dict[str, Any]:
    place = sheet.classes.index(each)
    return {
        "title": each.title,
        "points": plain(each.full),
        "score": text(sheet.combine.one(tuple(result.classes[place].given for result in results))),
        "self_score": text(own.classes[place].given) if own else "",
        "rows": [_row(sheet, row, results, cards, own) for row in each.rows],
    }


def _row(
    sheet: Sheet, row: Row, results: Sequence[SheetResult], cards: Sequence[Card], own: SheetResult | None
) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "rule": row.phrase(),
        "points": plain(row.points),
        "score": text(row_mean(sheet, results, row.id)),
        "self_score": text(own.row(row.id).given) if own else "",
        "assessors": [
            _given(number, row, result, card)
            for number, (result, card) in enumerate(zip(results, cards, strict=True), 1)
        ],
    }


def _given(number: int, row: Row, result: SheetResult, card: Card) -> dict[str, Any]:
    given = result.row(row.id)
    found = card.findings.get(row.id)
    return {
        "number": number,
        "given": text(given.given),
        "deducted": text(given.deducted),
        "says": given.says,
        "ground": found.ground if found else "",
        "evidence": [{"word": each.word, "sha256": each.sha256} for each in card.evidence_for(row.id)],
    }


def text(value: Decimal) -> str:
    """At least two decimals: 92.00, 92.125."""
    return f"{value:.2f}" if value == value.quantize(Decimal("0.01")) else plain(value)
