"""People: registered, changed, given a sign-in, ended. Revealing a phone number is an act that is logged."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit
from services.common.audit import Actor
from services.common.errors import DomainError, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.identity import accounts, rules
from services.identity.domain import people as domain
from services.identity.domain.people import Facts, Person
from services.identity.events import tell_grant, tell_person
from services.identity.models import GrantRow, OrgUnitRow, PersonRow
from services.identity.queries.rows import expect, own
from services.identity.store import db


def register_person(who: Principal, username: str, facts: Facts, *, now: datetime) -> Person:
    """Without a username the person is known but does not sign in."""
    with db.transaction(who.tenant) as session:
        allow(rules.may_change_people(who), "may_not_change_people")
        _unit_is_there(session, facts)
        return add_person(session, who, username, facts, now)


def add_person(session: Session, who: Principal | Actor, username: str, facts: Facts, now: datetime) -> Person:
    """Store a new person; for imports and the first security admin too."""
    subject = str(new_id())
    person = domain.register(new_id(), subject, username, facts)
    if username:
        accounts.reserve(session, username, subject=subject, name=facts.name)
    session.add(PersonRow(tenant=session.info["tenant"]).apply(person))
    note(session, who, "registered", person, now)
    return person


def change_person(who: Principal, person_id: UUID | str, facts: Facts, *, version: int, now: datetime) -> Person:
    with db.transaction(who.tenant) as session:
        row = _to_change(session, who, person_id)
        expect(version, row.version)
        _unit_is_there(session, facts)
        person = domain.change(row.to_domain(), facts)
        row.apply(person)
        if person.username:
            accounts.rename(session, person.subject, facts.name)
        note(session, who, "changed", person, now)
        return person


def end_person(who: Principal, person_id: UUID | str, *, on: date, version: int, now: datetime) -> Person:
    """The person leaves: grants and sign-in end with it."""
    with db.transaction(who.tenant) as session:
        row = _to_change(session, who, person_id)
        expect(version, row.version)
        if row.subject == who.subject:
            raise DomainError("ends_himself")
        person = domain.end(row.to_domain(), on=on)
        row.apply(person)
        for grant in session.scalars(
            select(GrantRow).where(GrantRow.tenant == who.tenant, GrantRow.subject == person.subject, ~GrantRow.revoked)
        ):
            grant.valid_to = max(on, grant.valid_from) if grant.valid_to is None else min(grant.valid_to, on)
            tell_grant(session, grant.to_domain(), at=now)
        accounts.close(session, person.subject)
        note(session, who, "ended", person, now)
        return person


def set_first_password(who: Principal, person_id: UUID | str, *, now: datetime) -> str:
    """A password for one sign-in, handed over by the system admin; the person chooses another one then."""
    with db.transaction(who.tenant) as session:
        row = _to_change(session, who, person_id)
        if not row.username or row.valid_to is not None:
            raise DomainError("person_without_username")
        password = accounts.set_first_password(session, row.subject)
        audit.record(session, who, "password_reset", "person", row.id, at=now)
        return password


def set_password_by_command(tenant: str, person_id: UUID | str, *, by: Actor, now: datetime) -> str:
    """The operator's way, for the first admins of a federation."""
    with db.transaction(tenant) as session:
        row = own(session, PersonRow, person_id, lock=True)
        audit.record(session, by, "password_reset", "person", row.id, at=now)
        return accounts.set_first_password(session, row.subject)


def reveal_phone(who: Principal, person_id: UUID | str, *, now: datetime) -> str:
    """The whole number, and a log entry that says who has seen it."""
    with db.transaction(who.tenant) as session:
        allow(rules.may_reveal_phone(who), "may_not_reveal_phone")
        row = own(session, PersonRow, person_id)
        audit.record(session, who, "phone_revealed", "person", row.id, at=now)
        return row.phone


def _to_change(session: Session, who: Principal, person_id: UUID | str) -> PersonRow:
    allow(rules.may_change_people(who), "may_not_change_people")
    return own(session, PersonRow, person_id, lock=True)


def _unit_is_there(session: Session, facts: Facts) -> None:
    if facts.org_unit_id is not None:
        own(session, OrgUnitRow, facts.org_unit_id)


def note(session: Session, who: Principal | Actor, action: str, person: Person, now: datetime) -> None:
    """Log and event. The log names the person by id: no names, no phones."""
    unit = person.facts.org_unit_id
    audit.record(session, who, action, "person", person.id, at=now, org_unit_id=unit, valid_to=person.valid_to)
    tell_person(session, person, at=now)
