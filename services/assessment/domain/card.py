"""A card: one scorer's findings on the sheet. The union's own is the self score; each assessor has one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from services.assessment.domain.finding import Finding, Findings, field_of, to_document
from services.common.errors import DomainError, Invalid
from services.common.regulation import Row, RowInput, RowResult, Sheet, SheetResult
from services.common.regulation import score as score_by


class Kind(StrEnum):
    SELF = "self"
    ASSESSOR = "assessor"


@dataclass(frozen=True)
class Evidence:
    """What a deduction stands on: a file kept here (its hash), or a pointer to something the platform holds."""

    id: UUID
    row_id: str
    word: str
    sha256: str = ""
    href: str = ""
    size: int = 0
    mime: str = ""


@dataclass(frozen=True)
class Card:
    """`total` stands from the signing on; `digest` is what was signed."""

    id: UUID
    kind: Kind
    number: int
    subject: str = ""
    name: str = ""
    person_id: UUID | None = None
    findings: Findings = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    total: Decimal | None = None
    digest: str = ""
    version: int = 1
    saved_at: datetime | None = None
    submitted_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    correction_pending: bool = False

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None

    def evidence_for(self, row_id: str) -> tuple[Evidence, ...]:
        return tuple(each for each in self.evidence if each.row_id == row_id)


def result_of(sheet: Sheet, findings: Findings) -> SheetResult:
    """The points by the sheet, exact."""
    return score_by(sheet, inputs(findings))


def inputs(findings: Findings) -> dict[str, RowInput]:
    return {row_id: found.to_input() for row_id, found in findings.items()}


def lacking(sheet: Sheet, card: Card) -> dict[str, str]:
    """What keeps the card from being signed: field → what to do. Empty when it is whole.

    An assessor's every deduction needs a ground and evidence; the union's own score needs the answers only.
    """
    faults: dict[str, str] = {}
    result = result_of(sheet, card.findings)
    for row in sheet.rows:
        found = card.findings.get(row.id, Finding())
        faults.update(_unanswered(row, found))
        given = result.row(row.id)
        if not any(name.startswith(f"{row.id}.") for name in faults) and given.asks:
            faults[row.id] = f"{row.title}：{given.asks[0]}"
        if card.kind is Kind.ASSESSOR and (given.deducted > 0 or given.vetoes) and row.id not in faults:
            faults.update(_ungrounded(row, found, given, card))
    return faults


def _unanswered(row: Row, found: Finding) -> Iterator[tuple[str, str]]:
    absent = found.present is False and (row.zero_when_absent or row.all_or_nothing)
    for ask in row.wants():
        if ask.kind == "present" and found.present is None:
            yield field_of(row.id, ask), f"{row.title}：请选有或没有"
        elif ask.kind == "piece" and ask.key not in found.pieces and not absent:
            yield field_of(row.id, ask), f"{row.title}：请选“{ask.title}”有还是缺"


def _ungrounded(row: Row, found: Finding, given: RowResult, card: Card) -> Iterator[tuple[str, str]]:
    what = f"扣了 {given.deducted:.2f} 分" if given.deducted else "记了一票否决"
    if not found.ground:
        yield f"{row.id}.ground", f"{row.title}：{what}，请写明扣分依据"
    if not card.evidence_for(row.id):
        yield f"{row.id}.evidence", f"{row.title}：{what}，请附佐证"


def save(card: Card, findings: Findings, *, now: datetime) -> Card:
    """Keep a draft."""
    _open(card)
    return replace(card, findings=findings, saved_at=now, version=card.version + 1)


def sign(card: Card, sheet: Sheet, *, now: datetime) -> Card:
    """Sign and hand in; from here on the score stands. Raises Invalid with every fault at its field."""
    _open(card)
    faults = lacking(sheet, card)
    if faults:
        raise Invalid(faults, "card_not_whole")
    total = result_of(sheet, card.findings).total
    signed = replace(card, total=total, submitted_at=now, saved_at=now, version=card.version + 1)
    return replace(signed, digest=digest_of(signed))


def withdraw(card: Card, reason: str, *, now: datetime) -> Card:
    """The scorer steps back before he has signed; the card stays on record and counts no more."""
    _open(card)
    return replace(card, withdrawn_at=now, withdrawn_reason=reason, version=card.version + 1)


def _open(card: Card) -> None:
    if not card.is_active:
        raise DomainError("card_withdrawn")
    if card.is_submitted:
        raise DomainError("score_signed")


def digest_of(card: Card) -> str:
    """SHA-256 over what was signed: who, the findings, the evidence, the total."""
    said: Mapping[str, object] = {
        "card": str(card.id),
        "subject": card.subject,
        "findings": to_document(card.findings),
        "evidence": sorted([each.row_id, each.word, each.sha256, each.href] for each in card.evidence),
        "total": str(card.total),
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
