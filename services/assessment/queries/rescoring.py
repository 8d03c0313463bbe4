"""Completed assessments with what was found, for scoring them by another sheet: two statements however many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assessment.domain import Kind, Status
from services.assessment.models import AssessmentRow, CardRow
from services.common.db import tenant_of


@dataclass(frozen=True)
class Found:
    """`signed`: the assessors' findings as kept, in the order of their appointment."""

    assessment_id: UUID
    self_findings: dict[str, Any] | None
    signed: tuple[dict[str, Any], ...]
    gap_over: Decimal | None
    assessors_at_least: int


def completed(session: Session, ids: Sequence[UUID]) -> list[Found]:
    """Those of this tenant that are completed; others are left out."""
    a, tenant = AssessmentRow, tenant_of(session)
    rows = session.scalars(select(a).where(a.tenant == tenant, a.id.in_(ids), a.status == Status.COMPLETED)).all()
    kept = select(CardRow).where(
        CardRow.tenant == tenant,
        CardRow.assessment_id.in_([row.id for row in rows]),
        CardRow.submitted_at.is_not(None),
        CardRow.withdrawn_at.is_(None),
    )
    cards: dict[UUID, list[CardRow]] = {}
    for card in session.scalars(kept.order_by(CardRow.number)):
        cards.setdefault(card.assessment_id, []).append(card)
    return [_found(row, cards.get(row.id, [])) for row in rows]


def _found(row: AssessmentRow, cards: list[CardRow]) -> Found:
    own = next((card.findings for card in cards if card.kind == Kind.SELF), None)
    signed = tuple(card.findings for card in cards if card.kind == Kind.ASSESSOR)
    return Found(row.id, own, signed, row.gap_over, row.assessors_at_least)
