"""The gRPC door: open an assessment, ask its result. Only programs of ours come in (`services.common.rpc`)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import orjson
from pioneer.assessment.v1 import assessment_service_pb2 as messages
from pioneer.assessment.v1 import assessment_service_pb2_grpc as grpc_

from services.assessment.domain.outcome import text
from services.assessment.domain.rescoring import rescore
from services.assessment.frozen import freeze, sheet_of
from services.assessment.queries.loading import load_any
from services.assessment.queries.rescoring import completed
from services.assessment.service import Order, open_assessment
from services.assessment.store import db
from services.common.clock import Clock
from services.common.errors import DomainError, NotFound
from services.common.regulation import Bound, Sheet
from services.common.worklist import REMIND_DAYS

AT_ONCE = 200
MOST_REMIND_DAYS = 60
OBJECTS = frozenset({"application", "reinspection"})


class Assessments(grpc_.AssessmentServiceServicer):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def OpenAssessment(self, request: Any, context: Any) -> Any:  # noqa: N802
        id_, opened_now = open_assessment(read_order(request), now=self._clock.now())
        return messages.OpenAssessmentResponse(assessment_id=str(id_), opened_now=opened_now)

    def GetResult(self, request: Any, context: Any) -> Any:  # noqa: N802
        tenant, id_ = _tenant(request), _id("assessment_id", request.assessment_id)
        with db.read(tenant) as session:
            found = load_any(session, id_).assessment
        outcome, own = found.outcome, found.self_card
        self_score = own.total if own is not None else None
        return messages.GetResultResponse(
            assessment_id=str(found.id),
            status=found.status,
            score=text(outcome.score) if outcome else "",
            self_score=text(self_score) if self_score is not None else "",
            passed=bool(outcome and outcome.passed),
        )

    def Rescore(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Reads only; an assessment that is not this tenant's, or not completed, is not in the answer."""
        tenant, sheet = _tenant(request), _sheet(request)
        if len(request.assessment_ids) > AT_ONCE:
            raise DomainError("not_an_assessment", what="assessment_ids")
        own = Bound(
            at_least=_decimal("pass_at_least", request.pass_at_least), over=_decimal("pass_over", request.pass_over)
        )
        line = sheet.pass_ if own == Bound() else own
        ids = [_id("assessment_ids", each) for each in request.assessment_ids]
        with db.read(tenant) as session:
            found = completed(session, ids)
        made = [(each.assessment_id, rescore(sheet, line, each.signed, each.self_findings)) for each in found]
        return messages.RescoreResponse(
            rescored=[
                messages.Rescored(
                    assessment_id=str(id_),
                    is_told=each.score is not None,
                    score=text(each.score) if each.score is not None else "",
                    passed=each.passed,
                    reasons=each.reasons,
                )
                for id_, each in made
            ]
        )


def _sheet(request: Any) -> Sheet:
    """Raises NotFound no_such_sheet, DomainError not_an_assessment for a text that is no regulation."""
    try:
        return sheet_of(freeze(orjson.loads(request.document), request.sheet_id))
    except (ValueError, AttributeError) as wrong:
        raise DomainError("not_an_assessment", what="document") from wrong


def read_order(request: Any) -> Order:
    """Raises DomainError not_an_assessment with what is wrong; nothing is guessed."""
    if request.object_type not in OBJECTS:
        raise DomainError("not_an_assessment", what="object_type")
    for name in ("object_id", "sheet_id", "regulation_id", "title", "subject_unit_name"):
        if not getattr(request, name).strip():
            raise DomainError("not_an_assessment", what=name)
    wants_own = request.self_score_required or request.self_score_optional
    if wants_own and not (request.self_scoring_unit_path or request.subject_unit_path):
        raise DomainError("not_an_assessment", what="self_scoring_unit_path")
    return Order(
        tenant=_tenant(request),
        object_type=request.object_type,
        object_id=request.object_id,
        round=request.round,
        regulation_id=request.regulation_id,
        regulation_version=request.regulation_version,
        sheet_id=request.sheet_id,
        title=request.title,
        subject_unit_id=_id("subject_unit_id", request.subject_unit_id) if request.subject_unit_id else None,
        subject_name=request.subject_unit_name,
        subject_path=request.subject_unit_path,
        answering_path=request.self_scoring_unit_path,
        due_on=_day(request.due_on),
        self_score_required=request.self_score_required,
        assessors_at_least=max(request.assessors_at_least, 1),
        gap_over=_decimal("gap_over", request.gap_over),
        pass_at_least=_decimal("pass_at_least", request.pass_at_least),
        pass_over=_decimal("pass_over", request.pass_over),
        asked_by=request.asked_by_subject,
        self_score_optional=request.self_score_optional,
        remind_days=request.remind_days if 0 < request.remind_days <= MOST_REMIND_DAYS else REMIND_DAYS,
    )


def _tenant(request: Any) -> str:
    if not request.tenant:
        raise NotFound("not_found")
    return str(request.tenant)


def _id(name: str, value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as wrong:
        raise DomainError("not_an_assessment", what=name) from wrong


def _decimal(name: str, value: str) -> Decimal | None:
    if not value:
        return None
    try:
        found = Decimal(value)
    except InvalidOperation as wrong:
        raise DomainError("not_an_assessment", what=name) from wrong
    if not found.is_finite() or found < 0:
        raise DomainError("not_an_assessment", what=name)
    return found


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as wrong:
        raise DomainError("not_an_assessment", what="due_on") from wrong


def add_servicers(clock: Clock) -> Any:
    """What a server is told to serve."""

    def add(server: Any) -> None:
        grpc_.add_AssessmentServiceServicer_to_server(Assessments(clock), server)  # type: ignore[no-untyped-call]

    return add
