"""参赛企业汇总表 (B8 form 2): what the entries say, in the notice's own layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.common.documents.typesetting import typeset


@dataclass(frozen=True)
class EntriesLine:
    unit: str
    industry: str
    participants: int
    leader: str
    phone: str


@dataclass(frozen=True)
class EntriesSheet:
    """`union` is the reviewing union whose form it is; the totals are counted by whoever made the lines."""

    title: str
    union: str
    lines: Sequence[EntriesLine]
    employers: int
    workers: int
    remarks: Sequence[str] = ()


def entries_form(sheet: EntriesSheet) -> bytes:
    """A4 across. Raises MissingGlyph."""
    values = {
        "title": sheet.title,
        "union_label": "乡镇（街道、园区）、县直属产业（行业）工会（工委）",
        "union": sheet.union,
        "rows": [
            [str(number), line.unit, line.industry, str(line.participants), line.leader, line.phone]
            for number, line in enumerate(sheet.lines, 1)
        ],
        "employers": str(sheet.employers),
        "workers": str(sheet.workers),
        "remarks": list(sheet.remarks),
    }
    return typeset("entries", values)
