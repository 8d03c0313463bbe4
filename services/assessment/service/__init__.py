"""The use cases: load, allow, decide, store, tell, each in one transaction. Only here are rows written."""

from services.assessment.service.appointing import (
    appoint_assessors,
    candidates_for,
    go_on_without_self_score,
    release_assessor,
    step_back,
)
from services.assessment.service.correcting import ask_for_correction, decide_on_correction
from services.assessment.service.evidence import add_file, add_pointer, open_evidence, remove_evidence
from services.assessment.service.opening import Order, open_assessment
from services.assessment.service.printing import export_results, print_sheet
from services.assessment.service.relating import declare_relation, end_relation
from services.assessment.service.scoring import save_scores, save_self_score, submit_scores, submit_self_score

__all__ = [
    "Order",
    "add_file",
    "add_pointer",
    "appoint_assessors",
    "ask_for_correction",
    "candidates_for",
    "decide_on_correction",
    "declare_relation",
    "end_relation",
    "export_results",
    "go_on_without_self_score",
    "open_assessment",
    "open_evidence",
    "print_sheet",
    "release_assessor",
    "remove_evidence",
    "save_scores",
    "save_self_score",
    "step_back",
    "submit_scores",
    "submit_self_score",
]
