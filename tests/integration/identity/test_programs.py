"""A program of a federation: its own secret, its own grants, ended like anybody else."""

import base64
import secrets

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.common.errors import DomainError, Invalid
from services.common.principal import Grant
from services.common.roles import Role
from services.common.tokens import Verifier
from services.identity.service import grants, people, programs
from tests.conftest import NOW
from tests.integration.identity.conftest import OPERATOR, Land
from tests.integration.identity.test_issuer import ISSUER, ORIGIN


@pytest.fixture
def browser(issuer_app: Flask) -> FlaskClient:
    return issuer_app.test_client()


@pytest.fixture
def client_id() -> str:
    return f"oa.{secrets.token_hex(5)}"


def ask(browser: FlaskClient, client_id: str, secret: str):
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return browser.post(
        "/identity/oidc/token", data={"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
    )


def test_it_asks_in_its_own_name_with_the_grants_it_was_given(land: Land, browser: FlaskClient, client_id: str):
    person, secret = programs.register_program(land.code, client_id, "办公系统", by=OPERATOR, now=NOW)
    grants.grant_role(land.security, person.id, Role.AUDITOR, now=NOW)
    answer = ask(browser, client_id, secret)
    verifier = Verifier(ISSUER, fetch=lambda url: browser.get(url.removeprefix(ORIGIN)).get_json())
    claims = verifier.verify(answer.get_json()["access_token"])

    assert (claims.subject, claims.client, claims.is_program) == (client_id, client_id, True)
    assert land.principal(claims.subject).grants == (Grant(Role.AUDITOR),)


def test_another_secret_or_another_program_gets_nothing(land: Land, browser: FlaskClient, client_id: str):
    programs.register_program(land.code, client_id, "办公系统", by=OPERATOR, now=NOW)
    _other, other = programs.register_program(land.code, f"{client_id}.2", "另一系统", by=OPERATOR, now=NOW)

    for id_, secret in ((client_id, other), (client_id, ""), (f"{client_id}.3", other)):
        answer = ask(browser, id_, secret)
        assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def test_it_ends_at_once(land: Land, browser: FlaskClient, client_id: str):
    person, secret = programs.register_program(land.code, client_id, "办公系统", by=OPERATOR, now=NOW)
    people.end_person(land.system, person.id, on=NOW.date(), version=person.version, now=NOW)

    assert ask(browser, client_id, secret).status_code == 401


def test_a_name_is_given_once(land: Land, client_id: str):
    programs.register_program(land.code, client_id, "办公系统", by=OPERATOR, now=NOW)

    with pytest.raises(DomainError) as refused:
        programs.register_program(land.code, client_id, "另一系统", by=OPERATOR, now=NOW)
    assert refused.value.code == "username_taken"


@pytest.mark.parametrize("client_id", ["pioneer-portal", "pioneer", "oa", "1oa", "OA.laian", "o" * 41, "oa laian", ""])
def test_names_of_our_own_services_and_odd_ones_are_refused(land: Land, client_id: str):
    with pytest.raises(Invalid) as refused:
        programs.register_program(land.code, client_id, "办公系统", by=OPERATOR, now=NOW)
    assert set(refused.value.faults) == {"client_id"}
