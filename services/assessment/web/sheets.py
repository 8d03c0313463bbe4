"""The score sheet as templates take it: classes and rows with their answers, points, grounds and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from services.assessment.domain import Assessment, Card, Finding, field_of, lacking
from services.assessment.seeing import Seen, SeenCard
from services.assessment.web import forms
from services.common.regulation import ClassResult, Row, RowResult, SheetClass, SheetResult


@dataclass(frozen=True)
class AskLine:
    field: str
    kind: str
    title: str
    unit: str
    value: str


@dataclass(frozen=True)
class RowLine:
    """`given` is None while the row has not been looked at."""

    key: str
    item: str
    text: str
    rule: str
    points: Decimal
    self_score: Decimal | None
    self_says: str
    given: Decimal | None
    says: str
    ground: str
    is_vetoed: bool = False
    asks: tuple[AskLine, ...] = ()
    evidence: tuple[Any, ...] = ()
    self_evidence: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ClassLine:
    title: str
    points: Decimal
    self_score: Decimal | None
    score: Decimal | None
    rows: tuple[RowLine, ...]


@dataclass(frozen=True)
class SheetLine:
    classes: tuple[ClassLine, ...]
    total: Decimal
    self_total: Decimal | None
    is_whole: bool
    lacking: Mapping[str, str] = field(default_factory=dict)
    bars: tuple[str, ...] = ()
    """What keeps from passing whatever the total is."""


def editing(seen: Seen, edited: SeenCard, typed: Mapping[str, str] | None = None) -> SheetLine:
    """The card being worked on; `typed` is what was just sent and could not be kept."""
    assert edited.card is not None
    assert edited.result is not None
    found, card, result = seen.assessment, edited.card, edited.result
    own = seen.own if seen.own is not edited else None
    own_result = own.result if own and own.is_signed else None
    missing = lacking(found.sheet, card)
    return SheetLine(
        classes=tuple(
            _class(each, place, result, own_result, card, own.card if own else None, missing, typed)
            for place, each in enumerate(found.sheet.classes)
        ),
        total=sum((row.given for row in result.rows if not _open(row.row_id, missing)), Decimal(0)),
        self_total=own_result.total if own_result else None,
        is_whole=not missing,
        lacking=missing,
        bars=() if missing else result.bars,
    )


def _open(row_id: str, missing: Mapping[str, str]) -> bool:
    """Whether the row itself still has to be answered; a missing ground or evidence does not hide its points."""
    formal = (f"{row_id}.ground", f"{row_id}.evidence")
    return any((name == row_id or name.startswith(f"{row_id}.")) and name not in formal for name in missing)


def _class(
    each: SheetClass,
    place: int,
    result: SheetResult,
    own: SheetResult | None,
    card: Card,
    own_card: Card | None,
    missing: Mapping[str, str],
    typed: Mapping[str, str] | None,
) -> ClassLine:
    rows = tuple(_row(row, result, own, card, own_card, missing, typed) for row in each.rows)
    given = [row.given for row in rows if row.given is not None]
    said: ClassResult | None = own.classes[place] if own else None
    whole = len(given) == len(rows)
    return ClassLine(
        each.title, each.full, said.given if said else None, sum(given, Decimal(0)) if whole else None, rows
    )


def _row(
    row: Row,
    result: SheetResult,
    own: SheetResult | None,
    card: Card,
    own_card: Card | None,
    missing: Mapping[str, str],
    typed: Mapping[str, str] | None,
) -> RowLine:
    found, given = card.findings.get(row.id, Finding()), result.row(row.id)
    own_row = own.row(row.id) if own else None
    return RowLine(
        key=row.id,
        item=row.title,
        text=row.text,
        rule=row.phrase(),
        points=row.points,
        self_score=own_row.given if own_row else None,
        self_says=own_row.says if own_row else "",
        given=None if _open(row.id, missing) else given.given,
        says="" if _open(row.id, missing) else given.says,
        ground=(typed or {}).get(f"{row.id}.ground", found.ground),
        is_vetoed=bool(given.vetoes),
        asks=tuple(_ask(row, found, ask, typed) for ask in row.wants()),
        evidence=card.evidence_for(row.id),
        self_evidence=own_card.evidence_for(row.id) if own_card else (),
    )


def _ask(row: Row, found: Finding, ask: Any, typed: Mapping[str, str] | None) -> AskLine:
    name = field_of(row.id, ask)
    value = typed.get(name, "") if typed is not None else forms.shown(found, ask)
    return AskLine(name, ask.kind, ask.title, ask.unit, value)


def differences(seen: Seen, card: SeenCard, typed: Mapping[str, str]) -> dict[str, str]:
    """Field → what is kept there now, for each answer that was typed otherwise."""
    assert card.card is not None
    words = {forms.YES: _("有"), forms.NO: _("没有"), "": _("未填")}
    said: dict[str, str] = {}
    for row in seen.assessment.sheet.rows:
        found = card.card.findings.get(row.id, Finding())
        answers = {f"{row.id}.ground": (row.title, found.ground)}
        answers |= {field_of(row.id, ask): (ask.title, forms.shown(found, ask)) for ask in row.wants()}
        for name, (title, kept) in answers.items():
            mine = typed.get(name, "").strip()
            if mine != kept:
                values = {"title": title, "mine": words.get(mine, mine), "kept": words.get(kept, kept)}
                said[name] = str(_("%(title)s：您填“%(mine)s”，已保存的是“%(kept)s”", **values))
    return said


def beside(seen: Seen) -> list[dict[str, Any]]:
    """The sheet read-only: per row the self score and each assessor's points that may be seen, with grounds."""
    found = seen.assessment
    own = seen.own.result if seen.own else None
    cards = [each for each in seen.assessors if each.result is not None]
    return [
        {
            "title": each.title,
            "points": each.full,
            "self_score": own.classes[place].given if own else None,
            "given": [card.result.classes[place].given for card in cards if card.result],
            "score": _combined(found, [card.result.classes[place].given for card in cards if card.result], seen),
            "rows": [_beside(row, found, seen, cards) for row in each.rows],
        }
        for place, each in enumerate(found.sheet.classes)
    ]


def sums_differ(seen: Seen) -> bool:
    """Rows rounded one by one need not add up to the total that was combined from the assessors' totals."""
    outcome = seen.assessment.outcome
    if outcome is None:
        return False
    rows = [row["score"] for each in beside(seen) for row in each["rows"]]
    return sum((score for score in rows if score is not None), Decimal(0)) != outcome.score


def _combined(found: Assessment, given: list[Decimal], seen: Seen) -> Decimal | None:
    return found.sheet.combine.one(tuple(given)) if seen.shows_result and given else None


def _beside(row: Row, found: Assessment, seen: Seen, cards: list[SeenCard]) -> dict[str, Any]:
    own = seen.own
    given = [card.result.row(row.id).given for card in cards if card.result]
    return {
        "item": row.title,
        "text": row.text,
        "rule": row.phrase(),
        "points": row.points,
        "self_score": own.result.row(row.id).given if own and own.result else None,
        "self_says": own.result.row(row.id).says if own and own.result else "",
        "self_evidence": own.card.evidence_for(row.id) if own and own.card else (),
        "given": given,
        "score": _combined(found, given, seen),
        "why": [_why(row, card) for card in cards if card.result and _is_marked(card.result.row(row.id))],
    }


def _is_marked(given: RowResult) -> bool:
    return given.deducted > 0 or bool(given.vetoes)


def _why(row: Row, seen: SeenCard) -> dict[str, Any]:
    assert seen.result is not None
    assert seen.card is not None
    found = seen.card.findings.get(row.id, Finding())
    given = seen.result.row(row.id)
    return {
        "number": seen.number,
        "deducted": given.deducted,
        "says": given.says,
        "ground": found.ground,
        "evidence": seen.card.evidence_for(row.id),
    }
