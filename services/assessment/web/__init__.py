"""The pages."""

from services.assessment.web import case, correcting, listing, scoring
from services.assessment.web.blueprint import blueprint

PAGES = (case, correcting, listing, scoring)

__all__ = ["PAGES", "blueprint"]
