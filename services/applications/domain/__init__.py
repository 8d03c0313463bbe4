"""Pure rules on frozen values: what a case may do next, what is missing, who comes before whom."""

from services.applications.domain.application import (
    ENDED,
    MOVING,
    Application,
    Status,
    advance,
    begin,
    is_at,
    moved,
    pass_over,
    return_below,
    return_to,
    stage_of,
    stop,
    take_score,
    wait_for_assessment,
    withdraw,
)

__all__ = [
    "ENDED",
    "MOVING",
    "Application",
    "Status",
    "advance",
    "begin",
    "is_at",
    "moved",
    "pass_over",
    "return_below",
    "return_to",
    "stage_of",
    "stop",
    "take_score",
    "wait_for_assessment",
    "withdraw",
]
