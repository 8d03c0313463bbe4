"""Reads: lists by Core with the tenant and the predicate of `rules` repeated; single cases by `loading`."""

from services.assessment.queries.following import corrections_of
from services.assessment.queries.listing import MINE, STAFFING, Filter, Line, counts, find, results, years
from services.assessment.queries.people import (
    candidate_of,
    candidates,
    declared_relations,
    name_of,
    names_of,
    reason_for,
    relations_of,
)

__all__ = [
    "MINE",
    "STAFFING",
    "Filter",
    "Line",
    "candidate_of",
    "candidates",
    "corrections_of",
    "counts",
    "declared_relations",
    "find",
    "name_of",
    "names_of",
    "reason_for",
    "relations_of",
    "results",
    "years",
]
