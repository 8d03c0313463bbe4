"""What the platform knows of a candidate: the honours it holds or held."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.common.regulation import Candidate


def candidate_of(session: Session, unit_id: UUID | None, name: str) -> Candidate:
    """For the rules on prerequisites and bars."""
    return Candidate()
