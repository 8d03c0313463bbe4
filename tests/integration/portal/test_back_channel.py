"""The issuer ends a sign-in by itself: what the portal holds of it is dropped, other sign-ins stay."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from services.common.clock import SystemClock
from services.common.db import Database
from services.common.roles import Role
from services.portal.service import sessions
from tests.conftest import Services
from tests.factories import Place
from tests.integration.portal.oidc_server import OidcServer
from tests.integration.portal.test_sign_in import ORIGIN, a_client, sign_in

ADDRESS = "/portal/back-channel-logout"


@pytest.fixture
def oidc() -> Iterator[OidcServer]:
    server = OidcServer("pioneer-portal", "a secret", f"{ORIGIN}/portal/callback")
    yield server
    server.close()


@pytest.fixture
def browsers(services: Services, db: Database, oidc: OidcServer, county: Place) -> list[FlaskClient]:
    """The same person in two browsers, one sign-in each."""
    who = county.person("许文静", Role.SECRETARY)
    app = a_client(services, oidc).application
    found = [app.test_client(), app.test_client()]
    for browser in found:
        sign_in(browser, oidc, who)
    return found


def lives(browser: FlaskClient) -> bool:
    visit = browser.get_cookie("pioneer_visit", path="/portal")
    assert visit is not None
    return sessions.find_session(visit.value, now=SystemClock().now()) is not None


def test_the_sign_in_that_was_ended_is_dropped_and_no_other(browsers: list[FlaskClient], oidc: OidcServer) -> None:
    answer = browsers[0].post(ADDRESS, data={"logout_token": oidc.logout_token(oidc.sessions[0])})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert [lives(each) for each in browsers] == [False, True]
    assert browsers[0].get("/portal/sign-in").headers["Location"].startswith(f"{oidc.issuer}/authorize?")


def test_saying_it_twice_is_harmless(browsers: list[FlaskClient], oidc: OidcServer) -> None:
    token = oidc.logout_token(oidc.sessions[0])

    assert [browsers[1].post(ADDRESS, data={"logout_token": token}).status_code for _ in range(2)] == [200, 200]
    assert [lives(each) for each in browsers] == [False, True]


def test_without_a_session_all_of_the_person_end(browsers: list[FlaskClient], oidc: OidcServer) -> None:
    token = oidc.logout_token("", sub=oidc.subject)

    assert browsers[0].post(ADDRESS, data={"logout_token": token}).status_code == 200
    assert [lives(each) for each in browsers] == [False, False]


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "pioneer"},
        {"aud": "pioneer-identity"},
        {"iss": "https://issuer.test"},
        {"nonce": "n"},
        {"events": None},
        {"events": {"http://schemas.openid.net/event/else": {}}},
        {"sid": None},
        {"iat": None},
    ],
    ids=str,
)
def test_what_is_no_logout_token_ends_nothing(
    browsers: list[FlaskClient], oidc: OidcServer, claims: dict[str, object]
) -> None:
    token = oidc.logout_token(oidc.sessions[0], **claims)

    assert browsers[0].post(ADDRESS, data={"logout_token": token}).status_code == 400
    assert [lives(each) for each in browsers] == [True, True]


def test_an_access_token_ends_nothing(browsers: list[FlaskClient], oidc: OidcServer) -> None:
    token = oidc.token(oidc.subject, oidc.name, sid=oidc.sessions[0])

    assert browsers[0].post(ADDRESS, data={"logout_token": token}).status_code == 400
    assert browsers[0].post(ADDRESS).status_code == 400
    assert [lives(each) for each in browsers] == [True, True]


def test_another_s_key_ends_nothing(browsers: list[FlaskClient], oidc: OidcServer) -> None:
    browsers[0].application.extensions["parts"].verifier.verify(oidc.token(oidc.subject, oidc.name))
    oidc.rotate_key()
    forged = oidc.logout_token(oidc.sessions[0])
    # The key that signed it is not told: asking the issuer again does not find it.
    oidc.rotate_key()

    assert browsers[0].post(ADDRESS, data={"logout_token": forged}).status_code == 400
    assert [lives(each) for each in browsers] == [True, True]
