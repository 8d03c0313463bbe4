"""Results of re-inspections."""

from pioneer.assessment.v1 import events_pb2 as assessment
from sqlalchemy.orm import Session

from services.applications.consumers.completed import on_completed
from services.applications.service.reinspect import ASSESSED_AS, take_result
from services.common.consumers import Event


@on_completed(ASSESSED_AS)
def reinspection_completed(session: Session, event: Event, said: assessment.AssessmentCompleted) -> None:
    take_result(session, said, now=event.at)
