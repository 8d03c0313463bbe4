"""A signed score changes only by a correction: its assessor asks with a reason, a secretary grants, the old stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from services.assessment.domain.assessment import Assessment, standing
from services.assessment.domain.card import Card, digest_of, lacking, result_of
from services.assessment.domain.finding import Findings
from services.common.errors import DomainError, Invalid


@dataclass(frozen=True)
class Correction:
    """Both scores, old and new. status: pending, granted or refused."""

    id: UUID
    card_id: UUID
    reason: str
    findings_before: Findings
    total_before: Decimal
    digest_before: str
    findings_after: Findings
    total_after: Decimal
    status: str = "pending"


def ask_correction(
    assessment: Assessment, card: Card, findings: Findings, reason: str, *, id_: UUID
) -> tuple[Assessment, Correction]:
    """While the assessment is open and nothing else is asked of this card. The new findings must be whole."""
    if assessment.outcome is not None:
        raise DomainError("assessment_completed")
    if not card.is_submitted or card.total is None:
        raise DomainError("not_signed_yet")
    if card.correction_pending:
        raise DomainError("correction_pending")
    if not reason.strip():
        raise Invalid({"reason": "请写明更正理由，例如漏看了哪份材料"}, "card_reason_needed")
    proposed = replace(card, findings=findings)
    faults = lacking(assessment.sheet, proposed)
    if faults:
        raise Invalid(faults, "card_not_whole")
    total = result_of(assessment.sheet, findings).total
    asked = Correction(id_, card.id, reason.strip(), card.findings, card.total, card.digest, findings, total)
    waiting = assessment.with_card(replace(card, correction_pending=True, version=card.version + 1))
    return replace(waiting, status=standing(waiting), version=assessment.version + 1), asked


def decide_correction(
    assessment: Assessment, asked: Correction, *, grant: bool, now: datetime
) -> tuple[Assessment, Correction]:
    """Granted: the new findings and total stand, signed anew. Refused: nothing changes."""
    if asked.status != "pending":
        raise DomainError("correction_decided")
    card = assessment.card(asked.card_id)
    after = replace(card, correction_pending=False, version=card.version + 1)
    if grant:
        after = replace(after, findings=asked.findings_after, total=asked.total_after, saved_at=now)
        after = replace(after, digest=digest_of(after))
    settled = assessment.with_card(after)
    decided = replace(asked, status="granted" if grant else "refused")
    return replace(settled, status=standing(settled), version=assessment.version + 1), decided
