"""Does a unit hold an honour, and which honours has it (C3)."""

from datetime import date
from typing import Any

from pioneer.applications.v1 import applications_service_pb2 as messages

from services.applications.domain.honour import Honour, Standing
from services.applications.queries.honours import of_unit
from services.applications.store import db


class HonourQuestions:
    def HoldsHonour(self, request: messages.HoldsHonourRequest, _context: Any) -> messages.HoldsHonourResponse:  # noqa: N802
        """In good standing on the day; a revoked one counts until the day before."""
        on = date.fromisoformat(request.on) if request.on else date.max
        with db.read(request.tenant) as session:
            found = [
                each
                for each in of_unit(session, request.unit_id)
                if each.honour == request.honour and request.level in ("", each.level) and each.conferred_on <= on
            ]
        held = next((each for each in reversed(found) if _holds(each, on)), None)
        latest = held or (found[-1] if found else None)
        return messages.HoldsHonourResponse(
            holds=held is not None,
            standing=str(latest.standing) if latest else "",
            honour_id=str(latest.id) if latest else "",
        )

    def ListHonours(self, request: messages.ListHonoursRequest, _context: Any) -> messages.ListHonoursResponse:  # noqa: N802
        with db.read(request.tenant) as session:
            found = of_unit(session, request.unit_id)
        return messages.ListHonoursResponse(honours=[_message(each) for each in found])


def _holds(honour: Honour, on: date) -> bool:
    if honour.standing is Standing.REVOKED:
        return honour.revoked_on is not None and on < honour.revoked_on
    return honour.standing is Standing.VALID


def _message(honour: Honour) -> messages.Honour:
    return messages.Honour(
        honour_id=str(honour.id),
        honour=honour.honour,
        level=honour.level,
        number=honour.number,
        standing=str(honour.standing),
        conferred_on=honour.conferred_on.isoformat(),
    )
