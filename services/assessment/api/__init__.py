"""The REST door: everything the pages do."""

from services.assessment.api import cases, evidence, rest
from services.assessment.api.blueprint import blueprint

DOORS = (cases, evidence, rest)

__all__ = ["DOORS", "blueprint"]
