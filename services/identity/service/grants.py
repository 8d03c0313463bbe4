"""Grants: given and revoked by the security admin alone; separated duties never meet in one person (rule 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit, principal
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.errors import DomainError, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.roles import Role
from services.identity import rules
from services.identity.domain import grants as domain
from services.identity.domain.grants import Grant
from services.identity.domain.people import Facts
from services.identity.domain.units import OrgUnit
from services.identity.events import tell_grant
from services.identity.models import GrantRow, OrgUnitRow, PersonRow
from services.identity.queries.rows import own
from services.identity.service.people import add_person
from services.identity.store import db


def grant_role(
    who: Principal,
    person_id: UUID | str,
    role: Role,
    *,
    org_unit_id: UUID | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    now: datetime,
) -> Grant:
    with db.transaction(who.tenant) as session:
        allow(rules.may_grant(who), "may_not_grant")
        # The person's row is the lock: two grants at once would not see each other.
        person = own(session, PersonRow, person_id, lock=True)
        unit = own(session, OrgUnitRow, org_unit_id).to_domain() if org_unit_id else None
        held = held_by(session, person.subject)
        return add_grant(
            session, who, person, role, unit=unit, held=held, valid_from=valid_from, valid_to=valid_to, now=now
        )


def add_grant(
    session: Session,
    who: Principal | Actor,
    person: PersonRow,
    role: Role,
    *,
    unit: OrgUnit | None = None,
    held: Iterable[Grant] = (),
    valid_from: date | None = None,
    valid_to: date | None = None,
    now: datetime,
) -> Grant:
    """Decide and store; for imports and the first admins too. `held`: what the person has already."""
    today = day_of(now)
    if person.valid_to is not None:
        raise DomainError("person_ended")
    if unit is not None and not unit.is_valid(today):
        raise DomainError("unit_ended", name=unit.name)
    unit_id, path = (unit.id, unit.path) if unit else (None, "")
    new = Grant(new_id(), person.subject, person.id, role, unit_id, path, valid_from or today, valid_to)
    domain.allow_grant(new, held, by_subject=who.subject, today=today)
    session.add(GrantRow(tenant=session.info["tenant"], granted_by=who.subject, granted_at=now, revoked_by="").put(new))
    audit.record(
        session, who, "granted", "grant", new.id, at=now, person_id=person.id, role=role, org_unit_id=unit_id,
        valid_from=new.valid_from, valid_to=new.valid_to,
    )  # fmt: skip
    tell_grant(session, new, at=now)
    return new


def revoke_grant(who: Principal, grant_id: UUID | str, *, now: datetime) -> Grant:
    with db.transaction(who.tenant) as session:
        allow(rules.may_grant(who), "may_not_grant")
        row = own(session, GrantRow, grant_id, lock=True)
        after = domain.revoke(row.to_domain(), by_subject=who.subject)
        row.put(after)
        row.revoked_by, row.revoked_at = who.subject, now
        audit.record(session, who, "revoked", "grant", row.id, at=now, person_id=row.person_id, role=row.role)
        tell_grant(session, after, at=now)
        return after


@dataclass(frozen=True)
class Newcomer:
    username: str
    facts: Facts


def appoint_first_admins(
    tenant: str, security: Newcomer, system: Newcomer, *, by: Actor, now: datetime
) -> tuple[Principal, Principal]:
    """The operator's way into an empty federation: who grants, and who keeps units and people. Once a federation."""
    with db.transaction(tenant) as session:
        question = select(GrantRow.id).where(
            GrantRow.tenant == tenant, GrantRow.role == Role.SECURITY_ADMIN, ~GrantRow.revoked
        )
        if session.scalar(question.limit(1)) is not None:
            raise DomainError("security_admin_exists")
        first = _appoint(session, tenant, security, Role.SECURITY_ADMIN, by, now)
        return first, _appoint(session, tenant, system, Role.SYSTEM_ADMIN, first, now)


def _appoint(
    session: Session, tenant: str, who: Newcomer, role: Role, by: Actor | Principal, now: datetime
) -> Principal:
    person = add_person(session, by, who.username, who.facts, now)
    add_grant(session, by, PersonRow(tenant=tenant).apply(person), role, now=now)
    return Principal(person.subject, person.name, tenant, (principal.Grant(role),), str(person.id))


def held_by(session: Session, *subjects: str) -> list[Grant]:
    """The grants that the subjects have and that were not revoked; those of all where none is named."""
    question = select(GrantRow).where(GrantRow.tenant == session.info["tenant"], ~GrantRow.revoked)
    if subjects:
        question = question.where(GrantRow.subject.in_(subjects))
    return [row.to_domain() for row in session.scalars(question)]
