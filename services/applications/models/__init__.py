"""Tables of this service, a module a subject."""

from services.applications.models.application import (
    ApplicationRow,
    EvidenceRow,
    HearingRow,
    OpinionRow,
    SubmissionRow,
)
from services.applications.models.base import Base

__all__ = ["ApplicationRow", "Base", "EvidenceRow", "HearingRow", "OpinionRow", "SubmissionRow"]
