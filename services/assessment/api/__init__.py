"""The REST door: everything the pages do."""

from services.assessment.api import cases, evidence
from services.assessment.api.blueprint import blueprint

assert cases
assert evidence

__all__ = ["blueprint"]
