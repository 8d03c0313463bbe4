"""Keeps the copy in step with identity's events. Later facts replace earlier ones, key by key.

Later is what was told later, not what came later: a dead letter that an operator brings back, or an event that took a
longer way, does not undo what is known since. Ids of events rise with time, so the greater one is the later.
"""

from functools import cache
from typing import Any

from pioneer.identity.v1 import events_pb2 as identity
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from services.common.consumers import Event, Handlers


def consume(handlers: Handlers) -> None:
    """Register a handler for each of identity's facts."""
    handlers.on(identity.TenantChanged)(_tenant_changed)
    handlers.on(identity.OrgUnitChanged)(_org_unit_changed)
    handlers.on(identity.PersonChanged)(_person_changed)
    handlers.on(identity.GrantChanged)(_grant_changed)
    handlers.on(identity.RegulationPublished)(_regulation_published)
    handlers.on(identity.CalendarDayChanged)(_calendar_day_changed)


def _put(session: Session, event: Event, table: str, keys: list[str], values: dict[str, Any]) -> None:
    """Insert, or replace what was told before."""
    told = {**values, "told": event.id}
    session.connection().execute(_upsert(table, tuple(keys), tuple(told)), told)


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


def _tenant_changed(session: Session, event: Event, said: identity.TenantChanged) -> None:
    values = {
        "code": said.code,
        "parent_code": said.parent_code,
        "name": said.name,
        "short_name": said.short_name,
        "level": said.level,
        "valid_from": said.valid_from,
        "valid_to": said.valid_to or None,
    }
    _put(session, event, "tenant", ["code"], values)


def _org_unit_changed(session: Session, event: Event, said: identity.OrgUnitChanged) -> None:
    values = {
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
    _put(session, event, "org_unit", ["tenant", "id"], values)


def _person_changed(session: Session, event: Event, said: identity.PersonChanged) -> None:
    values = {
        "tenant": event.tenant,
        "id": said.person_id,
        "subject": said.subject,
        "name": said.name,
        "org_unit_id": said.org_unit_id or None,
        "email": said.email,
        "valid_to": said.valid_to or None,
    }
    _put(session, event, "person", ["tenant", "id"], values)


def _grant_changed(session: Session, event: Event, said: identity.GrantChanged) -> None:
    values = {
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
    _put(session, event, "grant_", ["tenant", "id"], values)


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


def _calendar_day_changed(session: Session, event: Event, said: identity.CalendarDayChanged) -> None:
    values = {"day": said.day, "is_working": said.is_working, "title": said.title, "is_confirmed": said.is_confirmed}
    _put(session, event, "calendar_day", ["day"], values)
