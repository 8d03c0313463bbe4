"""Keeps the copy in step with identity's events. Later facts replace earlier ones, key by key.

Later is what was told later, not what came later: a dead letter that an operator brings back, or an event that took a
longer way, does not undo what is known since. Ids of events rise with time, so the greater one is the later.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from pioneer.identity.v1 import events_pb2 as identity
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from services.common.consumers import Event, Handlers, Together

Values = Callable[[Event, Any], dict[str, Any]]


def consume(handlers: Handlers) -> None:
    """Register a handler for each of identity's facts."""
    handlers.on(identity.TenantChanged)(_kept("tenant", ["code"], _tenant))
    handlers.on(identity.OrgUnitChanged)(_kept("org_unit", ["tenant", "id"], _org_unit))
    handlers.on(identity.PersonChanged)(_kept("person", ["tenant", "id"], _person))
    handlers.on(identity.GrantChanged)(_kept("grant_", ["tenant", "id"], _grant))
    handlers.on(identity.RegulationPublished)(_regulation_published)
    handlers.on(identity.CalendarDayChanged)(_kept("calendar_day", ["day"], _calendar_day))


def _kept(table: str, keys: list[str], values: Values) -> Together:
    """Insert, or replace what was told before; in the order of telling, with one statement for many."""

    def put(session: Session, told: list[tuple[Event, Any]]) -> None:
        rows = [{**values(event, said), "told": event.id} for event, said in told]
        session.connection().execute(_upsert(table, tuple(keys), tuple(rows[0])), rows)

    return Together(put)


@cache
def _upsert(table: str, keys: tuple[str, ...], names: tuple[str, ...]) -> TextClause:
    """Table and column names are this file's own, never input."""
    columns = ", ".join(names)
    places = ", ".join(f":{name}" for name in names)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    return text(
        f"insert into {table} ({columns}) values ({places})"  # noqa: S608
        f" on conflict ({', '.join(keys)}) do update set {changes} where {table}.told <= excluded.told"
    )


def _tenant(event: Event, said: identity.TenantChanged) -> dict[str, Any]:
    return {
        "code": said.code,
        "parent_code": said.parent_code,
        "name": said.name,
        "short_name": said.short_name,
        "level": said.level,
        "valid_from": said.valid_from,
        "valid_to": said.valid_to or None,
    }


def _org_unit(event: Event, said: identity.OrgUnitChanged) -> dict[str, Any]:
    return {
        "tenant": event.tenant,
        "id": said.org_unit_id,
        "parent_id": said.parent_id or None,
        "path": said.path,
        "kind": said.kind,
        "name": said.name,
        "valid_from": said.valid_from,
        "valid_to": said.valid_to or None,
        "merged_into_id": said.merged_into_id or None,
    }


def _person(event: Event, said: identity.PersonChanged) -> dict[str, Any]:
    return {
        "tenant": event.tenant,
        "id": said.person_id,
        "subject": said.subject,
        "name": said.name,
        "org_unit_id": said.org_unit_id or None,
        "email": said.email,
        "valid_to": said.valid_to or None,
    }


def _grant(event: Event, said: identity.GrantChanged) -> dict[str, Any]:
    return {
        "tenant": event.tenant,
        "id": said.grant_id,
        "subject": said.subject,
        "person_id": said.person_id or None,
        "role": said.role,
        "org_unit_id": said.org_unit_id or None,
        "org_unit_path": said.org_unit_path,
        "valid_from": said.valid_from,
        "valid_to": said.valid_to or None,
        "revoked": said.revoked,
    }


def _regulation_published(session: Session, event: Event, said: identity.RegulationPublished) -> None:
    session.execute(
        text(
            "insert into regulation_version values (:tenant, :id, :version, :title, :effective_on,"
            " cast(:document as jsonb), :published_at) on conflict do nothing"
        ),
        {
            "tenant": event.tenant,
            "id": said.regulation_id,
            "version": said.version,
            "title": said.title,
            "effective_on": said.effective_on,
            "document": said.document,
            "published_at": said.published_at.ToDatetime(),
        },
    )


def _calendar_day(event: Event, said: identity.CalendarDayChanged) -> dict[str, Any]:
    return {"day": said.day, "is_working": said.is_working, "title": said.title, "is_confirmed": said.is_confirmed}
