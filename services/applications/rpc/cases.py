"""Nominate a unit for a programme (C3)."""

from typing import Any

from pioneer.applications.v1 import applications_service_pb2 as messages

from services.applications.service.begin import nominate
from services.common.audit import Actor
from services.common.clock import Clock


class Nominating:
    clock: Clock

    def Nominate(self, request: messages.NominateRequest, _context: Any) -> messages.NominateResponse:  # noqa: N802
        case, nominated_now = nominate(
            request.tenant,
            programme=request.programme,
            subject_unit_id=request.subject_unit_id,
            subject_name=request.subject_name,
            ground=request.ground,
            key=request.nomination_key,
            now=self.clock.now(),
            by=Actor(f"program:{request.source}", request.source or "系统"),
        )
        return messages.NominateResponse(application_id=str(case.id), nominated_now=nominated_now)
