"""Past facts as messages on identity.directory; every other service keeps its copy by them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from pioneer.identity.v1 import events_pb2 as told
from sqlalchemy.orm import Session

from services.common import outbox
from services.common.worklist import stamp
from services.identity import accounts
from services.identity.domain.calendar import CalendarDay
from services.identity.domain.grants import Grant
from services.identity.domain.people import Person
from services.identity.domain.tenants import Tenant
from services.identity.domain.units import OrgUnit

TOPIC = "identity.directory"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _id(value: UUID | None) -> str:
    return str(value) if value else ""


def tell_tenant(session: Session, tenant: Tenant, *, at: datetime) -> None:
    message = told.TenantChanged(
        code=tenant.code,
        parent_code=tenant.parent_code,
        name=tenant.name,
        short_name=tenant.short_name,
        level=tenant.level,
        valid_from=_day(tenant.valid_from),
        valid_to=_day(tenant.valid_to),
    )
    outbox.tell(session, TOPIC, tenant.code, message, at=at)
    accounts.notice_federation(session, tenant.code)


def tell_unit(session: Session, unit: OrgUnit, *, at: datetime) -> None:
    message = told.OrgUnitChanged(
        org_unit_id=str(unit.id),
        parent_id=_id(unit.parent_id),
        path=unit.path,
        kind=unit.kind,
        name=unit.name,
        valid_from=_day(unit.valid_from),
        valid_to=_day(unit.valid_to),
        merged_into_id=_id(unit.merged_into_id),
    )
    outbox.tell(session, TOPIC, unit.id, message, at=at)


def tell_person(session: Session, person: Person, *, at: datetime) -> None:
    message = told.PersonChanged(
        person_id=str(person.id),
        subject=person.subject,
        name=person.name,
        org_unit_id=_id(person.facts.org_unit_id),
        email=person.facts.email,
        valid_to=_day(person.valid_to),
    )
    outbox.tell(session, TOPIC, person.id, message, at=at)
    if person.username:
        accounts.notice(session, person.subject)


def tell_grant(session: Session, grant: Grant, *, at: datetime) -> None:
    message = told.GrantChanged(
        grant_id=str(grant.id),
        subject=grant.subject,
        person_id=str(grant.person_id),
        role=grant.role,
        org_unit_id=_id(grant.org_unit_id),
        org_unit_path=grant.org_unit_path,
        valid_from=_day(grant.valid_from),
        valid_to=_day(grant.valid_to),
        revoked=grant.revoked,
        changed_at=stamp(at),
    )
    outbox.tell(session, TOPIC, grant.id, message, at=at)
    accounts.notice(session, grant.subject)


def tell_regulation(
    session: Session,
    regulation_id: str,
    version: int,
    title: str,
    effective_on: date,
    document: dict[str, Any],
    published_at: datetime,
    *,
    at: datetime,
) -> None:
    message = told.RegulationPublished(
        regulation_id=regulation_id,
        version=version,
        title=title,
        effective_on=effective_on.isoformat(),
        document=orjson.dumps(document, default=str).decode(),
        published_at=stamp(published_at),
    )
    outbox.tell(session, TOPIC, regulation_id, message, at=at)


def tell_day(session: Session, day: CalendarDay, *, at: datetime) -> None:
    message = told.CalendarDayChanged(
        day=day.day.isoformat(), is_working=day.is_working, title=day.title, is_confirmed=day.is_confirmed
    )
    outbox.tell(session, TOPIC, day.day.isoformat(), message, at=at)
