"""What a call is called: packages are `pioneer.<service>.v1`."""

from collections.abc import Callable
from typing import Any


def path_of(method: Callable[..., Any]) -> str:
    """`/pioneer.assessment.v1.Assessments/Open` of a stub's method."""
    path: Any = getattr(method, "_method", b"")
    return path.decode() if isinstance(path, bytes) else str(path)


def service_of(path: str) -> str:
    """The service that answers the path: packages are `pioneer.<service>.v1`."""
    parts = path.split(".")
    return parts[1] if len(parts) > 1 else "?"
