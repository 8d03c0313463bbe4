"""What an assessment would have scored by another sheet: the same findings, the other points. Pure, nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.assessment.domain.card import result_of
from services.assessment.domain.finding import Findings, read_findings
from services.assessment.domain.outcome import refusals_of, whole_of
from services.common.regulation import Bound, Sheet, SheetResult


@dataclass(frozen=True)
class Rescored:
    """Without a score the findings do not answer the sheet, and `reasons` names what nobody looked at."""

    score: Decimal | None
    passed: bool
    reasons: tuple[str, ...]


def rescore(
    sheet: Sheet, line: Bound, signed: Sequence[Mapping[str, Any]], self_said: Mapping[str, Any] | None
) -> Rescored:
    """`signed` are the assessors' findings as kept; an answer that the sheet no longer asks for falls away."""
    findings = [_read(sheet, said) for said in signed]
    results = [result_of(sheet, each) for each in findings]
    untold = tuple(dict.fromkeys(_untold(results)))
    if untold or not results:
        return Rescored(None, False, untold or ("没有考核员的评分记录",))
    own = result_of(sheet, _read(sheet, self_said)) if self_said is not None else None
    whole = whole_of(
        sheet, [each.total for each in results], self_score=own.total if own and own.is_complete else None, below=None
    )
    refusals = refusals_of(sheet, line, whole, results, findings)
    return Rescored(whole.total, not refusals, tuple(refusals))


def _read(sheet: Sheet, said: Mapping[str, Any]) -> Findings:
    known = {row.id for row in sheet.rows}
    return read_findings(sheet, {key: value for key, value in said.items() if key in known}).findings


def _untold(results: Sequence[SheetResult]) -> Iterator[str]:
    for result in results:
        for row in result.rows:
            if not row.is_complete:
                yield f"“{row.title}”当时没有可用的记录，不能按新表计分"
