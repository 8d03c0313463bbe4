"""A regulation's score sheet with its scores, laid out for printing (B8 form 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.common.documents.form import NO_TAIL, Tail
from services.common.documents.scores import ScoreRow, ScoreSheet
from services.common.documents.words import points
from services.common.regulation.sheet import Row, Sheet


@dataclass(frozen=True)
class Scored:
    """What an assessor gave a row, why, and by which evidence."""

    score: Decimal
    ground: str = ""
    evidence: str = ""


def regulated_score_sheet(
    sheet: Sheet,
    *,
    holder: str,
    self_scores: Mapping[str, Decimal] | None = None,
    scores: Mapping[str, Scored] | None = None,
    combined: Decimal | None = None,
    verdict: str = "",
    assessors: tuple[str, ...] = (),
    assessed_on: date | None = None,
    seal: str = "",
    annex: str = "",
    title: str = "",
    tail: Tail = NO_TAIL,
) -> ScoreSheet:
    """The sheet to print; scores by row id. `combined` is the total of several assessors where there were several."""
    selves, given = self_scores or {}, scores or {}
    rows = []
    for each in sheet.classes:
        for row in each.rows:
            got = given.get(row.id)
            rows.append(
                ScoreRow(
                    group=f"{each.title}\n（{points(each.full)} 分）",
                    item=item_text(row),
                    full=row.points,
                    self_score=selves.get(row.id),
                    score=got.score if got else None,
                    ground=got.ground if got else "",
                    evidence=got.evidence if got else "",
                )
            )
    return ScoreSheet(
        annex=annex,
        title=title or sheet.title,
        holder=holder,
        rows=tuple(rows),
        full=sheet.points,
        combined=combined,
        remarks=(sheet.note,) if sheet.note else (),
        verdict=verdict,
        assessors=assessors,
        assessed_on=assessed_on,
        seal=seal,
        tail=tail,
    )


def item_text(row: Row) -> str:
    """创建活动文件齐全（每缺 1 项扣 5 分；扣完为止）. A row that is on the wall or not is its title alone."""
    return f"{row.title}（{row.phrase()}）" if row.lose or row.earn or row.text else row.title
