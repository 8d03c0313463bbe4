"""The pages."""

from services.assessment.web.blueprint import blueprint

__all__ = ["blueprint"]
