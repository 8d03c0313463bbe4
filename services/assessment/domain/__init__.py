"""Pure rules of assessing: findings, cards, recusal, the life of an assessment, its result."""

from services.assessment.domain.assessment import (
    Assessment,
    Outcome,
    Status,
    Subject,
    Terms,
    appoint,
    combined,
    recuse,
    save_card,
    sign_card,
    standing,
    waive_self_score,
)
from services.assessment.domain.card import Card, Evidence, Kind, lacking, result_of
from services.assessment.domain.correction import Correction, ask_correction, decide_correction
from services.assessment.domain.finding import Finding, Findings, field_of, read_findings, to_document
from services.assessment.domain.outcome import complete
from services.assessment.domain.recusal import Candidate, Relation, reason_to_recuse

__all__ = [
    "Assessment",
    "Candidate",
    "Card",
    "Correction",
    "Evidence",
    "Finding",
    "Findings",
    "Kind",
    "Outcome",
    "Relation",
    "Status",
    "Subject",
    "Terms",
    "appoint",
    "ask_correction",
    "combined",
    "complete",
    "decide_correction",
    "field_of",
    "lacking",
    "read_findings",
    "reason_to_recuse",
    "recuse",
    "result_of",
    "save_card",
    "sign_card",
    "standing",
    "to_document",
    "waive_self_score",
]
