"""What followed: corrections of a case, its log."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assessment.models import CorrectionRow
from services.common.db import tenant_of


def corrections_of(session: Session, assessment_id: UUID) -> list[CorrectionRow]:
    """Oldest first; both scores of each stand there."""
    statement = select(CorrectionRow).where(
        CorrectionRow.tenant == tenant_of(session), CorrectionRow.assessment_id == assessment_id
    )
    return list(session.scalars(statement.order_by(CorrectionRow.id)))
