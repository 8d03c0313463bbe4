"""What an assessor records for a row, and what the sheet makes of it, every point explained (B8 form 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Ask:
    """One answer that a row wants of its scorer. kind: present, piece, measure, count, fact, day or points."""

    kind: str
    key: str
    title: str
    unit: str = ""
    is_share: bool = False


@dataclass(frozen=True)
class RowInput:
    """Findings, not points: the sheet turns them into points.

    missing: names of the pieces that are not there. present: is it there at all (all or nothing, zero when absent).
    measures: figures by measure id, in percent points or units. counts: cases or pieces by rule id.
    filed_on / due_on: for rows that lose by lateness. facts: graver facts found.
    points: points given directly, where the row has no rule of its own; ground says why.
    """

    missing: frozenset[str] = frozenset()
    present: bool | None = None
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    filed_on: date | None = None
    due_on: date | None = None
    points: Decimal | None = None
    ground: str = ""


@dataclass(frozen=True)
class Move:
    """Points taken or given by one rule: never negative; `says` explains it in Chinese."""

    rule: str
    points: Decimal
    says: str
    zeroes: str | None = None
    """row, class or sheet: a graver fact that takes everything there."""
    vetoes: bool = False
    """Takes the award and leaves the score."""


@dataclass(frozen=True)
class RowResult:
    row_id: str
    title: str
    points: Decimal
    given: Decimal
    deducted: Decimal
    deductions: tuple[Move, ...] = ()
    earned: tuple[Move, ...] = ()
    is_complete: bool = True
    asks: tuple[str, ...] = ()
    """What still has to be recorded before the row can be scored."""

    @property
    def vetoes(self) -> tuple[str, ...]:
        """Why the award is out of the question, whatever the score."""
        return tuple(move.says for move in self.deductions if move.vetoes)

    @property
    def says(self) -> str:
        """All explanations in one sentence; 不扣分 when there is nothing."""
        return "；".join(move.says for move in (*self.deductions, *self.earned)) or "不扣分"


@dataclass(frozen=True)
class ClassResult:
    title: str
    points: Decimal
    given: Decimal
    is_enough: bool
    rows: tuple[RowResult, ...]
    says: str = ""


@dataclass(frozen=True)
class SheetResult:
    classes: tuple[ClassResult, ...]
    total: Decimal
    passed: bool
    band: str | None = None
    refusals: tuple[str, ...] = ()
    """Why it does not pass, in Chinese; empty when it passes."""
    bars: tuple[str, ...] = ()
    """Those of the refusals that have nothing to do with the pass line: floors, mandatory rows, gates, vetoes."""

    @property
    def rows(self) -> tuple[RowResult, ...]:
        return tuple(row for each in self.classes for row in each.rows)

    @property
    def is_complete(self) -> bool:
        return all(row.is_complete for row in self.rows)

    def row(self, row_id: str) -> RowResult:
        return next(row for row in self.rows if row.row_id == row_id)


@dataclass(frozen=True)
class Combined:
    """Several assessors' totals made one."""

    total: Decimal
    passed: bool
    gap: Decimal
    needs_another: bool
    says: str
