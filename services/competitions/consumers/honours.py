"""Honours conferred and revoked: facts that targets count (B3). Told again, or in another order, they stay the same."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pioneer.applications.v1 import events_pb2 as applications
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.consumers import Event
from services.competitions.consumers.handlers import handlers

_CONFERRED = text(
    "insert into honour_fact (tenant, id, honour, level, unit_id, conferred_on)"
    " values (:t, :id, :honour, :level, :unit, :on)"
    " on conflict (tenant, id) do update set honour = excluded.honour, level = excluded.level,"
    " unit_id = excluded.unit_id, conferred_on = excluded.conferred_on"
)
_REVOKED = text(
    "insert into honour_fact (tenant, id, honour, level, unit_id, conferred_on, revoked_on)"
    " values (:t, :id, :honour, :level, :unit, :on, :on)"
    " on conflict (tenant, id) do update set revoked_on = excluded.revoked_on"
)


@handlers.on(applications.HonourConferred)
def honour_conferred(session: Session, event: Event, said: applications.HonourConferred) -> None:
    session.execute(_CONFERRED, _fact(event, said) | {"on": date.fromisoformat(said.conferred_on)})


@handlers.on(applications.HonourRevoked)
def honour_revoked(session: Session, event: Event, said: applications.HonourRevoked) -> None:
    session.execute(_REVOKED, _fact(event, said) | {"on": date.fromisoformat(said.revoked_on)})


def _fact(event: Event, said: applications.HonourConferred | applications.HonourRevoked) -> dict[str, object]:
    return {
        "t": event.tenant,
        "id": UUID(said.honour_id),
        "honour": said.honour,
        "level": said.level,
        "unit": UUID(said.subject_unit_id) if said.subject_unit_id else None,
    }
