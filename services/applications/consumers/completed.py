"""A completed assessment goes to whatever was assessed: an application, a re-inspection."""

from collections.abc import Callable

import structlog
from pioneer.assessment.v1 import events_pb2 as assessment
from sqlalchemy.orm import Session

from services.applications.consumers.handlers import handlers
from services.common.consumers import Event

log = structlog.get_logger(__name__)
Taker = Callable[[Session, Event, assessment.AssessmentCompleted], None]
_takers: dict[str, Taker] = {}


def on_completed(object_type: str) -> Callable[[Taker], Taker]:
    """Registers who takes the result for that type of object."""

    def register(taker: Taker) -> Taker:
        _takers[object_type] = taker
        return taker

    return register


@handlers.on(assessment.AssessmentCompleted)
def assessment_completed(session: Session, event: Event, said: assessment.AssessmentCompleted) -> None:
    taker = _takers.get(said.object_type)
    if taker is None:
        log.warning("assessment_of_unknown_object", object_type=said.object_type)
        return
    taker(session, event, said)
