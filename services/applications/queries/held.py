"""What the platform knows of a candidate: the honours it holds or held."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.honour import Standing
from services.applications.models.honour import HonourRow
from services.common.regulation import Candidate, Held

STANDINGS = {Standing.VALID: "good", Standing.RECTIFYING: "rectifying", Standing.REVOKED: "revoked"}


def candidate_of(session: Session, unit_id: UUID | None, name: str) -> Candidate:
    """For the rules on prerequisites and bars. A person is known by his name within his union's unit."""
    if unit_id is None:
        return Candidate()
    row = HonourRow
    asked = select(row.honour, row.level, row.conferred_on, row.standing).where(
        row.tenant == session.info["tenant"], row.subject_unit_id == unit_id, row.subject_name == name
    )
    held = [
        Held(honour, level, on, STANDINGS[Standing(standing)]) for honour, level, on, standing in session.execute(asked)
    ]
    return Candidate(held=tuple(held))
