"""The use cases: load, allow, decide, store, tell, each in one transaction. Only here are rows written."""

from services.assessment.service.appointing import appoint_assessors, candidates_for, release_assessor, step_back
from services.assessment.service.evidence import add_file, add_pointer, open_evidence, remove_evidence
from services.assessment.service.opening import Order, open_assessment
from services.assessment.service.scoring import save_scores, save_self_score, submit_scores, submit_self_score

__all__ = [
    "Order",
    "add_file",
    "add_pointer",
    "appoint_assessors",
    "candidates_for",
    "open_assessment",
    "open_evidence",
    "release_assessor",
    "remove_evidence",
    "save_scores",
    "save_self_score",
    "step_back",
    "submit_scores",
    "submit_self_score",
]
