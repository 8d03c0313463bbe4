"""What is due in Keycloak is noted in the transaction of the change, and nothing else is kept of a password."""

from collections.abc import Iterator
from datetime import date

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import text

from services.common.errors import DomainError
from services.common.roles import Role
from services.identity import accounts
from services.identity.domain.people import Facts
from services.identity.keycloak.due import Due, Ledger, Wanted
from services.identity.keycloak.sealing import Sealing
from services.identity.service import grants, people, programs
from services.identity.store import db
from tests.conftest import MASTER_KEY, NOW, Services
from tests.integration.identity.conftest import OPERATOR, Land

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def in_keycloak(services: Services, land: Land) -> Iterator[None]:
    settings = services.parts("identity").settings
    accounts.choose(settings.model_copy(update={"keycloak_admin_url": "http://127.0.0.1:1/auth"}))
    yield
    accounts.choose(settings)
    with db.engine.begin() as connection:
        connection.execute(text("delete from issuer.due"))
        connection.execute(text("delete from issuer.handed"))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(db)


def due_of(ledger: Ledger, id_: str) -> list[Due]:
    return [each for each in ledger.next() if each.id == id_]


def a_person(land: Land, name: str = "孟秋山", *roles: Role):
    who = land.person(name, *roles)
    with db.read(land.code) as session:
        person = session.execute(text("select id, version from person where subject = :s"), {"s": who.subject}).one()
    return who, person


def test_registering_and_each_change_after_it_is_due_once(land: Land, ledger: Ledger) -> None:
    who, person = a_person(land)
    (first,) = due_of(ledger, who.subject)
    assert (first.kind, first.tenant, first.failures) == ("person", land.code, 0)
    people.change_person(land.system, person.id, Facts("孟远山"), version=1, now=NOW)
    (second,) = due_of(ledger, who.subject)

    assert second.turn > first.turn
    # What was done before the change does not cross the change off.
    ledger.done(first)
    assert due_of(ledger, who.subject) == [second]
    ledger.done(second)
    assert due_of(ledger, who.subject) == []


def test_what_is_refused_is_not_due(land: Land, ledger: Ledger) -> None:
    who, person = a_person(land)
    (before,) = due_of(ledger, who.subject)
    with pytest.raises(DomainError):
        grants.grant_role(land.security, person.id, Role.REVIEWER, now=NOW)

    assert due_of(ledger, who.subject) == [before]


def test_who_has_no_login_name_needs_no_user(land: Land, ledger: Ledger) -> None:
    person = people.register_person(land.system, "", Facts("孟秋山"), now=NOW)
    grants.grant_role(land.security, person.id, Role.SECRETARY, now=NOW)

    assert ledger.wanted(land.code, [person.subject], today=TODAY) == {}


@pytest.mark.parametrize(
    ("roles", "is_needed"),
    [((), False), ((Role.SECRETARY,), False), ((Role.AUDITOR,), True), ((Role.SYSTEM_ADMIN,), True),
     ((Role.SECURITY_ADMIN, Role.CHAIR), True), ((Role.TENANT_ADMIN,), False)],
)  # fmt: skip
def test_separated_duties_need_a_second_factor(land: Land, ledger: Ledger, roles: tuple[Role, ...], is_needed) -> None:
    who, _person = a_person(land, "孟秋山", *roles)
    wanted = ledger.wanted(land.code, [who.subject], today=TODAY)[who.subject]

    assert wanted == Wanted(who.subject, wanted.username, "孟秋山", "", land.code, False, is_needed)


def test_a_grant_that_has_ended_needs_none(land: Land, ledger: Ledger) -> None:
    who, person = a_person(land)
    grants.grant_role(land.security, person.id, Role.AUDITOR, valid_to=date(2025, 9, 20), now=NOW)

    def needs(day: date) -> bool:
        return ledger.wanted(land.code, [who.subject], today=day)[who.subject].needs_second_factor

    assert [needs(date(2025, 9, 20)), needs(date(2025, 9, 21))] == [True, False]


def test_who_has_left_is_closed(land: Land, ledger: Ledger) -> None:
    who, person = a_person(land)
    people.end_person(land.system, person.id, on=TODAY, version=1, now=NOW)

    assert ledger.wanted(land.code, [who.subject], today=TODAY)[who.subject].is_closed is True
    assert len(due_of(ledger, who.subject)) == 1


def test_a_password_waits_sealed_for_its_person_and_is_forgotten(land: Land, ledger: Ledger) -> None:
    who, person = a_person(land)
    password = people.set_first_password(land.system, person.id, now=NOW)
    handed = ledger.handed(who.subject)
    assert handed is not None

    assert handed.is_temporary is True
    assert password.encode() not in handed.sealed
    assert Sealing(MASTER_KEY).open(handed.sealed, who.subject) == password
    with pytest.raises(InvalidTag):
        Sealing(MASTER_KEY).open(handed.sealed, "somebody else")
    # A newer one, handed while the older was on its way, stays.
    people.set_first_password(land.system, person.id, now=NOW)
    ledger.forget(who.subject, handed)
    newer = ledger.handed(who.subject)
    assert newer is not None
    ledger.forget(who.subject, newer)
    assert ledger.handed(who.subject) is None


def test_what_failed_waits_longer_each_time_until_it_changes_again(land: Land, ledger: Ledger) -> None:
    who, person = a_person(land)
    (due,) = due_of(ledger, who.subject)
    ledger.failed(due, "NotOurs: x")
    assert due_of(ledger, who.subject) == []
    people.change_person(land.system, person.id, Facts("孟远山"), version=1, now=NOW)

    assert [each.failures for each in due_of(ledger, who.subject)] == [0]


def test_a_program_is_due_with_its_secret_and_again_when_it_ends(land: Land, ledger: Ledger) -> None:
    client_id = f"oa.{land.code.lower()}"
    person, secret = programs.register_program(land.code, client_id, "办公系统", by=OPERATOR, now=NOW)
    handed = ledger.handed(client_id)
    assert handed is not None
    (due,) = (each for each in due_of(ledger, client_id) if each.kind == "program")

    assert Sealing(MASTER_KEY).open(handed.sealed, client_id) == secret
    assert ledger.program(client_id).is_closed is False
    ledger.done(due)
    people.end_person(land.system, person.id, on=TODAY, version=1, now=NOW)
    assert [each.kind for each in due_of(ledger, client_id) if each.kind == "program"] == ["program"]
    assert ledger.program(client_id).is_closed is True


def test_the_other_federations_of_the_ledger_are_not_read(land: Land, ledger: Ledger) -> None:
    who, _person = a_person(land)

    assert ledger.wanted("00", [who.subject], today=TODAY) == {}
