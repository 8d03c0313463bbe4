"""Domain to rows: what an act changed in an assessment and its cards."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.assessment.domain import Assessment, Card, to_document
from services.assessment.models import CardRow
from services.assessment.queries.loading import Loaded


def settle(session: Session, loaded: Loaded, after: Assessment) -> Assessment:
    """Write what changed; the result is put down when `complete` made one."""
    for card in after.cards:
        _put_card(session, loaded, card)
    row, outcome = loaded.row, after.outcome
    row.status, row.version = after.status, after.version
    if outcome is not None and row.completed_at is None:
        row.score, row.self_score, row.gap = outcome.score, outcome.self_score, outcome.gap
        row.passed, row.explanation, row.completed_at = outcome.passed, outcome.explanation, outcome.completed_at
    loaded.assessment = after
    session.flush()
    return after


def _put_card(session: Session, loaded: Loaded, card: Card) -> None:
    row = loaded.cards.get(card.id)
    if row is None:
        row = CardRow(tenant=loaded.row.tenant, id=card.id, assessment_id=loaded.row.id)
        row.kind, row.number, row.person_id = card.kind, card.number, card.person_id
        loaded.cards[card.id] = row
        session.add(row)
    row.subject, row.name = card.subject, card.name
    findings = to_document(card.findings)
    if row.findings != findings:
        row.findings = findings
    row.total, row.digest, row.version = card.total, card.digest, card.version
    row.saved_at, row.submitted_at = card.saved_at, card.submitted_at
    row.withdrawn_at, row.withdrawn_reason = card.withdrawn_at, card.withdrawn_reason
