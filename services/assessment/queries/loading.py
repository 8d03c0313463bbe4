"""Rows to domain: one assessment with its cards, their evidence and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assessment import rules
from services.assessment.domain import (
    Assessment,
    Card,
    Evidence,
    Kind,
    Outcome,
    Status,
    Subject,
    Terms,
    read_findings,
)
from services.assessment.frozen import sheet_of
from services.assessment.models import AssessmentRow, CardRow, CorrectionRow, EvidenceRow
from services.common.db import tenant_of
from services.common.errors import ChangedMeanwhile, NotFound
from services.common.principal import Principal
from services.common.regulation import Sheet
from services.common.web.filters import datetime_table


@dataclass
class Loaded:
    """The rows and what they mean."""

    row: AssessmentRow
    cards: dict[UUID, CardRow]
    assessment: Assessment


def load(session: Session, who: Principal, assessment_id: UUID, *, lock: bool = False) -> Loaded:
    """NotFound for what is not there and for what the principal may not see: both look alike."""
    loaded = load_any(session, assessment_id, lock=lock)
    if not rules.may_see(who, loaded.assessment):
        raise NotFound("not_found")
    return loaded


def load_any(session: Session, assessment_id: UUID, *, lock: bool = False) -> Loaded:
    """For programs and the clock; people go through `load`."""
    tenant = tenant_of(session)
    statement = select(AssessmentRow).where(AssessmentRow.tenant == tenant, AssessmentRow.id == assessment_id)
    row = session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if row is None:
        raise NotFound("not_found")
    of_case = select(CardRow).where(CardRow.tenant == tenant, CardRow.assessment_id == row.id)
    cards = {card.id: card for card in session.scalars(of_case.order_by(CardRow.kind.desc(), CardRow.number))}
    return Loaded(row, cards, _to_domain(session, row, cards))


def _to_domain(session: Session, row: AssessmentRow, cards: dict[UUID, CardRow]) -> Assessment:
    evidence: dict[UUID, list[Evidence]] = {}
    kept = select(EvidenceRow).where(
        EvidenceRow.tenant == row.tenant, EvidenceRow.assessment_id == row.id, EvidenceRow.removed_at.is_(None)
    )
    for each in session.scalars(kept.order_by(EvidenceRow.id)):
        line = Evidence(each.id, each.row_id, each.word, each.sha256, each.href, each.size, each.mime)
        evidence.setdefault(each.card_id, []).append(line)
    asked = select(CorrectionRow.card_id).where(
        CorrectionRow.tenant == row.tenant,
        CorrectionRow.assessment_id == row.id,
        CorrectionRow.status == "pending",
    )
    pending = set(session.scalars(asked))
    sheet = sheet_of(row.sheet)
    return Assessment(
        id=row.id,
        object_type=row.object_type,
        object_id=row.object_id,
        round=row.round,
        title=row.title,
        subject=Subject(row.subject_unit_id, row.subject_name, row.subject_path, row.answering_path),
        regulation_id=row.regulation_id,
        regulation_version=row.regulation_version,
        sheet=sheet,
        terms=Terms(
            row.self_score_required,
            row.assessors_at_least,
            row.gap_over,
            row.pass_at_least,
            row.pass_over,
            row.remind_days,
        ),
        opened_at=row.opened_at,
        due_on=row.due_on,
        cards=tuple(
            _card(each, sheet, tuple(evidence.get(each.id, ())), each.id in pending) for each in cards.values()
        ),
        status=Status(row.status),
        outcome=_outcome(row),
        version=row.version,
        below=_below(session, row) if any(each.of == "below" for each in sheet.blend) else None,
    )


def _below(session: Session, row: AssessmentRow) -> Decimal | None:
    """The mean of what the units below the subject scored in the same year; None while none of them is assessed."""
    a = AssessmentRow
    found = select(func.avg(a.score)).where(
        a.tenant == row.tenant,
        a.year == row.year,
        a.object_type == row.object_type,
        a.status == Status.COMPLETED,
        a.subject_path.startswith(row.subject_path, autoescape=True),
        a.subject_path != row.subject_path,
    )
    mean = session.execute(found).scalar_one() if row.subject_path else None
    return mean.quantize(Decimal("0.01"), ROUND_HALF_UP) if mean is not None else None


def _outcome(row: AssessmentRow) -> Outcome | None:
    if row.completed_at is None or row.score is None or row.gap is None:
        return None
    return Outcome(row.score, bool(row.passed), row.gap, row.self_score, row.explanation or {}, row.completed_at)


def _card(row: CardRow, sheet: Sheet, evidence: tuple[Evidence, ...], pending: bool) -> Card:
    return Card(
        id=row.id,
        kind=Kind(row.kind),
        number=row.number,
        subject=row.subject,
        name=row.name,
        person_id=row.person_id,
        findings=read_findings(sheet, row.findings).findings,
        evidence=evidence,
        total=row.total,
        digest=row.digest,
        version=row.version,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        correction_pending=pending,
    )


def must_be(card: Card, expected: int) -> None:
    """Raises ChangedMeanwhile when the card was saved since the caller read it."""
    if card.version != expected:
        at = datetime_table(card.saved_at) if card.saved_at else "—"
        raise ChangedMeanwhile("changed_meanwhile", by=card.name, at=at)
