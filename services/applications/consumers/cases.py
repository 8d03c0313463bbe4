"""Results of assessments reach their applications."""

from pioneer.assessment.v1 import events_pb2 as assessment
from sqlalchemy.orm import Session

from services.applications.consumers.completed import on_completed
from services.applications.service.assess import take_result
from services.common.consumers import Event


@on_completed("application")
def application_assessed(session: Session, event: Event, said: assessment.AssessmentCompleted) -> None:
    take_result(session, said, now=event.at)
