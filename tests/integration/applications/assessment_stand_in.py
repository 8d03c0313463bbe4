"""Stands where the assessment service would answer: opens once per object and round, as its contract says."""

from dataclasses import dataclass, field
from typing import Any

from pioneer.assessment.v1 import assessment_service_pb2 as messages

from services.common.errors import Unavailable
from services.common.ids import id_of


class _Channel:
    def unary_unary(self, method: str, **_options: Any) -> str:
        return method


@dataclass
class Assessment:
    asked: list[messages.OpenAssessmentRequest] = field(default_factory=list)
    is_away: bool = False

    def channel(self, _service: str) -> Any:
        return _Channel()

    def call(self, method: str, request: messages.OpenAssessmentRequest) -> messages.OpenAssessmentResponse:
        assert method == "/pioneer.assessment.v1.AssessmentService/OpenAssessment"
        if self.is_away:
            raise Unavailable("service_away")
        self.asked.append(request)
        id_ = id_of("assessment", request.tenant, request.object_id, str(request.round))
        return messages.OpenAssessmentResponse(assessment_id=str(id_), opened_now=True)
