"""Scoring: from what was found to points, each deduction explained; exact decimals throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from services.common.regulation.bounds import Bound, plain
from services.common.regulation.sheet import Row, Sheet, SheetClass
from services.common.regulation.sheet_combining import WAYS
from services.common.regulation.sheet_earning import Earning
from services.common.regulation.sheet_inputs import ClassResult, Combined, Move, RowInput, RowResult, SheetResult
from services.common.regulation.sheet_losing import Losing

ZERO = Decimal("0.00")


def score(sheet: Sheet, facts: Mapping[str, RowInput], *, pass_: Bound | None = None) -> SheetResult:
    """The whole sheet. `pass_` is the stage's own line where it differs."""
    classes = [_class(sheet, each, facts) for each in sheet.classes]
    wiped = any(move.zeroes == "sheet" for each in classes for row in each.rows for move in row.deductions)
    total = ZERO if wiped else sum((each.given for each in classes), ZERO)
    total = sheet.combine.rounded(total)
    bars = tuple(_bars(sheet, classes, measured(sheet, facts)))
    refusals = (*_open_or_short(classes, total, pass_ or sheet.pass_), *bars)
    return SheetResult(tuple(classes), total, not refusals, band_of(sheet, total), refusals, bars)


def band_of(sheet: Sheet, total: Decimal) -> str | None:
    """The title of the band the total falls into."""
    return next((each.title for each in sheet.bands if each.bound.admits(total)), None)


def measured(sheet: Sheet, facts: Mapping[str, RowInput]) -> dict[str, Decimal]:
    """Every figure that was found, by its measure."""
    return {name: value for row in sheet.rows if row.id in facts for name, value in facts[row.id].measures.items()}


def unmet_gates(sheet: Sheet, figures: Mapping[str, Decimal]) -> list[str]:
    """A sentence for every gate of which a target is missed."""
    return [says for gate in sheet.gates if (says := gate.unmet(sheet.measures, figures))]


def _open_or_short(classes: Sequence[ClassResult], total: Decimal, line: Bound) -> list[str]:
    said = [f"“{row.title}”还没有打分" for each in classes for row in each.rows if not row.is_complete]
    if not line.admits(total):
        said.append(f"考核分 {total:.2f}，合格应{line.phrase()}")
    return said


def _bars(sheet: Sheet, classes: Sequence[ClassResult], figures: Mapping[str, Decimal]) -> list[str]:
    rows = [row for each in classes for row in each.rows]
    said = [each.says for each in classes if not each.is_enough]
    mandatory = {row.id for row in sheet.rows if row.mandatory}
    said += [f"必达项“{row.title}”未得满分" for row in rows if row.row_id in mandatory and row.given < row.points]
    said += unmet_gates(sheet, figures)
    return [*said, *(veto for row in rows for veto in row.vetoes)]


def _class(sheet: Sheet, each: SheetClass, facts: Mapping[str, RowInput]) -> ClassResult:
    rows = tuple(_row(row, facts.get(row.id, RowInput())) for row in each.rows)
    if any(move.zeroes == "class" for row in rows for move in row.deductions):
        rows = tuple(replace(row, given=ZERO, deducted=row.points) for row in rows)
    given = sum((row.given for row in rows), ZERO)
    if each.bonus:
        given = min(given, each.full)
    floor = sheet.floor_of(each)
    is_enough = floor is None or given >= floor
    says = "" if is_enough else f"“{each.title}”得 {given:.2f} 分，应不低于 {plain(floor or ZERO)} 分"
    return ClassResult(each.title, each.full, given, is_enough, rows, says)


def _row(row: Row, found: RowInput) -> RowResult:
    asks = tuple(_asks(row, found))
    if row.is_direct:
        return _direct(row, found, asks)
    if row.earn:
        earned = tuple(move for rule in row.earn for move in rule.gives(found))
        given = min(sum((move.points for move in earned), ZERO), row.points)
        return RowResult(row.id, row.title, row.points, given, ZERO, (), earned, not asks, asks)
    moves = tuple(_moves(row, found))
    deducted = min(sum((move.points for move in moves), ZERO), row.points)
    return RowResult(row.id, row.title, row.points, row.points - deducted, deducted, moves, (), not asks, asks)


def _direct(row: Row, found: RowInput, asks: tuple[str, ...]) -> RowResult:
    given = found.points if found.points is not None and not asks else ZERO
    deducted = row.points - given if not asks else ZERO
    moves = (Move("points", deducted, f"{found.ground}，扣 {deducted:.2f} 分"),) if deducted else ()
    return RowResult(row.id, row.title, row.points, given, deducted, moves, (), not asks, asks)


def _moves(row: Row, found: RowInput) -> list[Move]:
    if found.present is False and (row.all_or_nothing or row.zero_when_absent):
        # What is not there loses no more than its points; a fact that takes the award takes it all the same.
        vetoes = [move for rule in row.lose for move in rule.takes(found, row.points) if move.vetoes]
        return [Move("absent", row.points, f"没有“{row.title}”，扣 {row.points:.2f} 分"), *vetoes]
    return [move for rule in row.lose for move in rule.takes(found, row.points)]


def _asks(row: Row, found: RowInput) -> list[str]:
    """What still has to be recorded; a row is never scored on what nobody looked at."""
    if row.is_direct:
        if found.points is None or not 0 <= found.points <= row.points:
            return [f"请填 0 到 {plain(row.points)} 之间的分数"]
        return ["扣分要写明依据"] if found.points < row.points and not found.ground.strip() else []
    if row.all_or_nothing or row.zero_when_absent:
        if found.present is None:
            return ["请填有或没有"]
        if not found.present:
            return []
    rules: list[Losing | Earning] = [*row.lose, *row.earn]
    return [ask for rule in rules for ask in rule.asks(found)]


def combine(sheet: Sheet, totals: Sequence[Decimal], *, gap_over: Decimal | None = None, at_least: int = 2) -> Combined:
    """Several assessors' totals made one. The gap calls another only while no more than `at_least` have scored."""
    if not totals:
        raise ValueError("no totals to combine")
    limit = sheet.combine.gap_over if gap_over is None else gap_over
    total = sheet.combine.one(tuple(totals))
    gap = max(totals) - min(totals)
    needs_another = limit is not None and len(totals) <= max(at_least, 2) and gap > limit
    said = f"{len(totals)} 人考核分 {'、'.join(f'{each:.2f}' for each in totals)}，{WAYS[sheet.combine.assessors]}，"
    said += f"得 {total} 分，最高与最低相差 {gap:.2f} 分"
    if needs_another and limit is not None:
        said += f"，超过 {plain(limit)} 分，须增派一名考核员"
    return Combined(total, sheet.pass_.admits(total), gap, needs_another, said)
