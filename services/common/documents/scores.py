"""Score sheets in the notice's own layout (B8 form 3, 考核评价表), and why points were taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from services.common.documents.form import NO_TAIL, Tail, tail_lines
from services.common.documents.typesetting import qr, typeset
from services.common.documents.words import day, points, score


@dataclass(frozen=True)
class ScoreRow:
    """One row: `group` is its class with the class's points (一全（20 分））, `rule` how points are lost.

    `ground` and `evidence` explain an assessor's score below full points; they print in a table of their own.
    """

    group: str
    item: str
    full: Decimal
    self_score: Decimal | None = None
    score: Decimal | None = None
    ground: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class ScoreSheet:
    """A score sheet to print. Totals are added here from the rows, and left blank while a score is missing.

    `combined` is the total that several assessors' totals made by the regulation's rule; `full` what the sheet counts
    to; `verdict` the sentence under it (合格，不低于 90.00 分); `assessors` those who signed.
    """

    annex: str
    title: str
    holder: str
    rows: tuple[ScoreRow, ...]
    full: Decimal = Decimal(100)
    combined: Decimal | None = None
    remarks: tuple[str, ...] = ()
    verdict: str = ""
    assessors: tuple[str, ...] = ()
    assessed_on: date | None = None
    seal: str = ""
    tail: Tail = NO_TAIL

    @property
    def self_total(self) -> Decimal | None:
        return _total([row.self_score for row in self.rows])

    @property
    def total(self) -> Decimal | None:
        return self.combined if self.combined is not None else _total([row.score for row in self.rows])


def score_sheet(sheet: ScoreSheet) -> bytes:
    """The score sheet as a PDF on A4. Raises MissingGlyph."""
    on = sheet.assessed_on or sheet.tail.made_at
    return typeset("score", score_values(sheet), on=on, pictures={"qr": qr(sheet.tail.verify_url)})


def score_values(sheet: ScoreSheet) -> dict[str, Any]:
    return {
        "annex": sheet.annex,
        "title": sheet.title,
        "holder": sheet.holder,
        "rows": _rows(sheet),
        "full": points(sheet.full),
        "self_total": score(sheet.self_total),
        "total": score(sheet.total),
        "remarks": list(sheet.remarks),
        "verdict": sheet.verdict,
        "assessors": "、".join(sheet.assessors),
        "on": day(sheet.assessed_on),
        "seal": sheet.seal,
        "cuts": _cuts(sheet),
        "tail": tail_lines(sheet.tail),
    }


def _total(scores: list[Decimal | None]) -> Decimal | None:
    given = [one for one in scores if one is not None]
    return sum(given, Decimal(0)) if given and len(given) == len(scores) else None


def _rows(sheet: ScoreSheet) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for group, members in groupby(sheet.rows, key=lambda row: row.group):
        for place, row in enumerate(within := list(members)):
            rows.append(
                {
                    "number": str(len(rows) + 1),
                    "group": group,
                    "rows": len(within) if place == 0 else 0,
                    "item": row.item,
                    "full": points(row.full),
                    "self": score(row.self_score),
                    "score": score(row.score),
                }
            )
    return rows


def _cuts(sheet: ScoreSheet) -> list[dict[str, str]]:
    """Rows that an assessor gave less than full, or said something about."""
    return [
        {
            "number": str(number),
            "item": row.item,
            "cut": score(row.score - row.full) if row.score is not None else "",
            "ground": row.ground or "—",
            "evidence": row.evidence or "—",
        }
        for number, row in enumerate(sheet.rows, 1)
        if row.ground or (row.score is not None and row.score != row.full)
    ]
