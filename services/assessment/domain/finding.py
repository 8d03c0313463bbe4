"""What a scorer found for a row, as kept and as read: answers, not points; the sheet makes the points (B8 form 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from services.common.regulation import Ask, Row, RowInput, Sheet

NUMBER: Final = re.compile(r"\d{1,6}(\.\d{1,2})?")
"""No more digits than are shown: what is compared is what is read (rule 7)."""
WHOLE: Final = re.compile(r"\d{1,4}")
GROUND_LIMIT: Final = 500


@dataclass(frozen=True)
class Finding:
    """pieces: True is there, False is missing; one not named has not been looked at."""

    pieces: Mapping[str, bool] = field(default_factory=dict)
    present: bool | None = None
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    filed_on: date | None = None
    due_on: date | None = None
    points: Decimal | None = None
    ground: str = ""

    def to_input(self) -> RowInput:
        return RowInput(
            missing=frozenset(piece for piece, there in self.pieces.items() if not there),
            present=self.present,
            measures=self.measures,
            counts=self.counts,
            facts=self.facts,
            filed_on=self.filed_on,
            due_on=self.due_on,
            points=self.points,
            ground=self.ground,
        )

    def to_document(self) -> dict[str, Any]:
        """As kept: only what was answered, decimals and days as text."""
        said: dict[str, Any] = {
            "pieces": dict(self.pieces),
            "present": self.present,
            "measures": {name: str(value) for name, value in self.measures.items()},
            "counts": dict(self.counts),
            "facts": sorted(self.facts),
            "filed_on": self.filed_on.isoformat() if self.filed_on else None,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "points": str(self.points) if self.points is not None else None,
            "ground": self.ground,
        }
        return {key: value for key, value in said.items() if value not in (None, {}, [], "")}


Findings = Mapping[str, Finding]


def to_document(findings: Findings) -> dict[str, Any]:
    return {row_id: said for row_id, found in findings.items() if (said := found.to_document())}


@dataclass(frozen=True)
class Read:
    """`faults`: field → sentence; a field is "row.kind.key", such as effect.measure.awareness."""

    findings: Findings
    faults: Mapping[str, str]


def read_findings(sheet: Sheet, said: Mapping[str, Any]) -> Read:
    """From JSON as kept or as sent; `missing` may name the pieces that are not there, all others being there."""
    findings: dict[str, Finding] = {}
    faults: dict[str, str] = {}
    rows = {row.id: row for row in sheet.rows}
    for row_id, answer in said.items():
        row = rows.get(str(row_id))
        if row is None or not isinstance(answer, Mapping):
            faults[str(row_id)] = f"评价表里没有“{row_id}”这一行，请按表内代号填写"
            continue
        findings[row.id] = _read_row(row, answer, faults)
    return Read(findings, faults)


def field_of(row_id: str, ask: Ask) -> str:
    """The name of an answer's field: row.kind.key, or row.kind where the row asks it once."""
    if ask.kind == "day":
        return f"{row_id}.{ask.key}"
    return f"{row_id}.{ask.kind}.{ask.key}" if ask.key else f"{row_id}.{ask.kind}"


def _read_row(row: Row, answer: Mapping[str, Any], faults: dict[str, str]) -> Finding:
    asks = row.wants()
    of_kind = {kind: [ask for ask in asks if ask.kind == kind] for kind in ("piece", "measure", "count", "fact", "day")}
    present = answer.get("present")
    return Finding(
        pieces=_pieces(of_kind["piece"], answer),
        present=present if isinstance(present, bool) else None,
        measures=_numbers(row, of_kind["measure"], _of(answer, "measures"), faults),
        counts=_counts(row, of_kind["count"], _of(answer, "counts"), faults),
        facts=frozenset(ask.key for ask in of_kind["fact"] if ask.key in (answer.get("facts") or ())),
        filed_on=_day(row, "filed_on", answer, faults) if of_kind["day"] else None,
        due_on=_day(row, "due_on", answer, faults) if of_kind["day"] else None,
        points=_points(row, answer, faults),
        ground=_ground(row, answer, faults),
    )


def _of(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = answer.get(name)
    return found if isinstance(found, Mapping) else {}


def _pieces(asks: list[Ask], answer: Mapping[str, Any]) -> dict[str, bool]:
    if "missing" in answer:
        missing = set(answer["missing"] or ())
        return {ask.key: ask.key not in missing for ask in asks}
    said = _of(answer, "pieces")
    return {ask.key: said[ask.key] for ask in asks if isinstance(said.get(ask.key), bool)}


def _numbers(row: Row, asks: list[Ask], said: Mapping[str, Any], faults: dict[str, str]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for ask in asks:
        text = str(said.get(ask.key, "")).strip().removesuffix("%")
        if not text:
            continue
        if not NUMBER.fullmatch(text) or (ask.is_share and Decimal(text) > 100):
            top = "100" if ask.is_share else "999999"
            faults[field_of(row.id, ask)] = f"{ask.title}请填 0 到 {top} 之间的数，例如 96.40"
        else:
            found[ask.key] = Decimal(text)
    return found


def _counts(row: Row, asks: list[Ask], said: Mapping[str, Any], faults: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for ask in asks:
        text = str(said.get(ask.key, "")).strip()
        if text and not WHOLE.fullmatch(text):
            faults[field_of(row.id, ask)] = f"{ask.title}请填 0 到 9999 之间的整数，例如 2"
        elif text:
            found[ask.key] = int(text)
    return found


def _points(row: Row, answer: Mapping[str, Any], faults: dict[str, str]) -> Decimal | None:
    text = str(answer.get("points") or "").strip() if row.is_direct else ""
    if not text:
        return Decimal(0) if row.is_direct and str(answer.get("points")) == "0" else None
    if not NUMBER.fullmatch(text) or Decimal(text) > row.points:
        faults[f"{row.id}.points"] = f"请填 0 到 {row.points:f} 之间的数，例如 {row.points:.2f}"
        return None
    return Decimal(text)


def _day(row: Row, name: str, answer: Mapping[str, Any], faults: dict[str, str]) -> date | None:
    text = str(answer.get(name) or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults[f"{row.id}.{name}"] = "请填日期，例如 2026-11-25"
        return None


def _ground(row: Row, answer: Mapping[str, Any], faults: dict[str, str]) -> str:
    text = str(answer.get("ground") or "").strip()
    if len(text) > GROUND_LIMIT:
        faults[f"{row.id}.ground"] = f"扣分依据请写在 {GROUND_LIMIT} 字以内，详情可上传为佐证"
    return text[:GROUND_LIMIT]
