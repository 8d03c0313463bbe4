"""What others learn: the result with its explanation."""

import json

from pioneer.assessment.v1 import events_pb2

from services.assessment.domain import Assessment
from services.assessment.domain.outcome import text
from services.common.worklist import stamp

TOPIC = "assessment.results"


def completed(assessment: Assessment) -> events_pb2.AssessmentCompleted:
    """The exact score as text; the explanation names assessors by number only."""
    outcome = assessment.outcome
    assert outcome is not None
    line = assessment.terms.line(assessment.sheet)
    floor = line.at_least if line.at_least is not None else line.over
    return events_pb2.AssessmentCompleted(
        assessment_id=str(assessment.id),
        object_type=assessment.object_type,
        object_id=assessment.object_id,
        score=text(outcome.score),
        self_score=text(outcome.self_score) if outcome.self_score is not None else "",
        passed=outcome.passed,
        pass_line=text(floor) if floor is not None else line.phrase(),
        explanation=json.dumps(outcome.explanation, ensure_ascii=False),
        completed_at=stamp(outcome.completed_at),
    )
