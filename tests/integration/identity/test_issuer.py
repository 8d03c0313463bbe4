import base64
import hashlib
import re
import secrets
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from services.common.errors import DomainError
from services.common.tokens import Verifier
from services.identity import accounts
from services.identity.domain.people import Facts
from services.identity.issuer import NotLoopback, client_secret, issue_for_demo
from services.identity.issuer.accounts import by_username, sign_in
from services.identity.service import people
from services.identity.store import db
from tests.conftest import MASTER_KEY, NOW
from tests.integration.identity.conftest import Land

ORIGIN = "http://127.0.0.1:8440"
ISSUER = f"{ORIGIN}/identity/oidc"
CALLBACK = f"{ORIGIN}/portal/callback"
PORTAL = "pioneer-portal"
BASIC = base64.b64encode(f"{PORTAL}:{client_secret(MASTER_KEY, PORTAL)}".encode()).decode()
PASSWORD = "correct-horse-battery"


@pytest.fixture
def browser(issuer_app: Flask) -> FlaskClient:
    return issuer_app.test_client()


@pytest.fixture
def username(land: Land) -> str:
    who = land.person("孟秋山")
    with db.transaction(land.code) as session:
        name = session.scalar(
            text("select username from person where tenant = :t and subject = :s"), {"t": land.code, "s": who.subject}
        )
        accounts.set_shared_password(session, [name], PASSWORD)
        session.execute(text("update issuer.account set is_demo = false where username = :u"), {"u": name})
    return str(name)


def verifier(browser: FlaskClient) -> Verifier:
    return Verifier(ISSUER, fetch=lambda url: browser.get(url.removeprefix(ORIGIN)).get_json())


def pkce() -> tuple[str, str]:
    verifier_ = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier_.encode()).digest()).rstrip(b"=").decode()
    return verifier_, challenge


def ask(challenge: str, **changes: str) -> dict[str, str]:
    return {
        "response_type": "code", "client_id": PORTAL, "redirect_uri": CALLBACK, "state": "s1", "nonce": secrets.token_hex(8),
        "scope": "openid profile offline_access", "code_challenge": challenge, "code_challenge_method": "S256", **changes,
    }  # fmt: skip


def csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def enter(browser: FlaskClient, where: str, username: str, password: str = PASSWORD):
    page = browser.get(where).get_data(as_text=True)
    next_ = parse_qs(urlsplit(where).query).get("next", [""])[0]
    return browser.post(
        "/identity/oidc/sign-in",
        data={"csrf_token": csrf(page), "username": username, "password": password, "next": next_},
    )


def code_for(browser: FlaskClient, username: str, challenge: str) -> str:
    asked = browser.get("/identity/oidc/authorize", query_string=ask(challenge))
    assert asked.status_code == 303
    signed = enter(browser, asked.headers["Location"], username)
    assert signed.status_code == 303
    back = browser.get(signed.headers["Location"])
    assert back.headers["Location"].startswith(f"{CALLBACK}?")
    said = parse_qs(urlsplit(back.headers["Location"]).query)
    assert said["state"] == ["s1"]
    return said["code"][0]


def redeem(browser: FlaskClient, **form: str):
    return browser.post("/identity/oidc/token", data=form, headers={"Authorization": f"Basic {BASIC}"})


def test_a_person_signs_in_with_code_and_pkce(browser: FlaskClient, username: str):
    proof, challenge = pkce()
    code = code_for(browser, username, challenge)

    granted = redeem(browser, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=proof)

    assert granted.status_code == 200
    body = granted.get_json()
    assert body["expires_in"] == 900
    assert body["token_type"] == "Bearer"
    claims = verifier(browser).verify(body["access_token"])
    account = by_username(db, username)
    assert account is not None
    assert (claims.subject, claims.name, claims.client, claims.is_program) == (account.subject, "孟秋山", PORTAL, False)
    header = base64.urlsafe_b64decode(body["access_token"].split(".")[0] + "==")
    assert b'"typ":"at+jwt"' in header
    assert b'"kid"' in header
    assert body["id_token"].count(".") == 2


def test_a_code_is_redeemed_once_and_only_with_its_proof(browser: FlaskClient, username: str):
    proof, challenge = pkce()
    code = code_for(browser, username, challenge)
    wrong = redeem(browser, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier="x" * 43)
    late = redeem(browser, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=proof)

    assert (wrong.status_code, wrong.get_json()["error"]) == (400, "invalid_grant")
    assert (late.status_code, late.get_json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("changes", [{"code_challenge": ""}, {"code_challenge_method": "plain"}])
def test_a_request_without_s256_comes_back_refused(browser: FlaskClient, changes: dict[str, str]):
    answer = browser.get("/identity/oidc/authorize", query_string=ask(pkce()[1], **changes))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{CALLBACK}?error=invalid_request")


def test_a_foreign_redirect_is_never_followed(browser: FlaskClient):
    answer = browser.get(
        "/identity/oidc/authorize",
        query_string=ask(pkce()[1], redirect_uri="https://elsewhere.example/portal/callback"),
    )

    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_refresh_tokens_rotate_and_a_second_use_ends_the_family(browser: FlaskClient, username: str):
    proof, challenge = pkce()
    code = code_for(browser, username, challenge)
    first = redeem(
        browser, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=proof
    ).get_json()["refresh_token"]

    renewed = redeem(browser, grant_type="refresh_token", refresh_token=first)
    second = renewed.get_json()["refresh_token"]
    again = redeem(browser, grant_type="refresh_token", refresh_token=first)
    after_theft = redeem(browser, grant_type="refresh_token", refresh_token=second)

    assert renewed.status_code == 200
    assert second != first
    assert (again.status_code, again.get_json()["error"]) == (400, "invalid_grant")
    assert (after_theft.status_code, after_theft.get_json()["error"]) == (400, "invalid_grant")


def test_a_revoked_refresh_token_renews_nothing(browser: FlaskClient, username: str):
    proof, challenge = pkce()
    code = code_for(browser, username, challenge)
    token = redeem(
        browser, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=proof
    ).get_json()["refresh_token"]

    revoked = browser.post("/identity/oidc/revoke", data={"token": token}, headers={"Authorization": f"Basic {BASIC}"})

    assert revoked.status_code == 200
    assert redeem(browser, grant_type="refresh_token", refresh_token=token).status_code == 400


def test_a_service_gets_a_token_as_a_program(browser: FlaskClient):
    secret = client_secret(MASTER_KEY, "pioneer-assessment")
    answer = browser.post(
        "/identity/oidc/token",
        data={"grant_type": "client_credentials", "scope": "rpc"},
        headers={"Authorization": "Basic " + base64.b64encode(f"pioneer-assessment:{secret}".encode()).decode()},
    )

    assert answer.status_code == 200
    claims = verifier(browser).verify(answer.get_json()["access_token"])
    assert (claims.subject, claims.client, claims.is_program) == ("pioneer-assessment", "pioneer-assessment", True)
    assert "refresh_token" not in answer.get_json()


def test_a_service_with_another_services_secret_gets_nothing(browser: FlaskClient):
    secret = client_secret(MASTER_KEY, "pioneer-portal")
    answer = browser.post(
        "/identity/oidc/token",
        data={"grant_type": "client_credentials", "scope": "rpc"},
        headers={"Authorization": "Basic " + base64.b64encode(f"pioneer-assessment:{secret}".encode()).decode()},
    )

    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def test_wrong_passwords_lock_the_account_at_the_fifth(browser: FlaskClient, username: str):
    for _time in range(4):
        assert enter(browser, "/identity/oidc/sign-in", username, "wrong").status_code == 422
    assert sign_in(db, username, PASSWORD).username == username
    for _time in range(5):
        enter(browser, "/identity/oidc/sign-in", username, "wrong")

    locked = enter(browser, "/identity/oidc/sign-in", username)

    assert locked.status_code == 422
    assert "已暂停登录" in locked.get_data(as_text=True)


def test_a_handed_over_password_is_changed_before_anything_else(browser: FlaskClient, land: Land):
    person = people.register_person(land.system, f"n{secrets.token_hex(6)}", Facts("新来的"), now=NOW)
    first = people.set_first_password(land.system, person.id, now=NOW)
    _proof, challenge = pkce()
    asked = browser.get("/identity/oidc/authorize", query_string=ask(challenge))
    signed = enter(browser, asked.headers["Location"], person.username, first)

    turned = browser.get(signed.headers["Location"])
    where = turned.headers["Location"]
    assert where.startswith("/identity/oidc/new-password?next=")
    page = browser.get(where).get_data(as_text=True)
    next_ = parse_qs(urlsplit(where).query)["next"][0]

    def choose(new: str, again: str):
        sent = {"csrf_token": csrf(page), "old": first, "new": new, "again": again, "next": next_}
        return browser.post("/identity/oidc/new-password", data=sent)

    weak, unlike, chosen = (
        choose("short-one12"[:11], "short-one12"[:11]),
        choose(PASSWORD, "other"),
        choose(PASSWORD, PASSWORD),
    )
    assert (weak.status_code, unlike.status_code, chosen.status_code) == (422, 422, 303)
    assert browser.get(chosen.headers["Location"]).headers["Location"].startswith(f"{CALLBACK}?code=")


def test_who_has_left_renews_nothing(browser: FlaskClient, land: Land):
    person = people.register_person(land.system, f"n{secrets.token_hex(6)}", Facts("要走的"), now=NOW)
    with db.transaction(land.code) as session:
        accounts.set_shared_password(session, [person.username], PASSWORD)
    proof, challenge = pkce()
    code = code_for(browser, person.username, challenge)
    token = redeem(
        browser, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=proof
    ).get_json()["refresh_token"]

    people.end_person(land.system, person.id, on=NOW.date(), version=1, now=NOW)

    assert redeem(browser, grant_type="refresh_token", refresh_token=token).status_code == 400
    assert enter(browser, "/identity/oidc/sign-in", person.username).status_code == 422


def test_signing_in_leads_nowhere_else(browser: FlaskClient, username: str):
    answer = enter(browser, "/identity/oidc/sign-in?next=https://elsewhere.example/", username)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_ending_the_session_asks_for_the_password_again(browser: FlaskClient, username: str):
    _proof, challenge = pkce()
    code_for(browser, username, challenge)
    ended = browser.get(f"/identity/oidc/end-session?post_logout_redirect_uri={ORIGIN}/portal/signed-out")

    assert (ended.status_code, ended.headers["Location"]) == (303, f"{ORIGIN}/portal/signed-out")
    again = browser.get("/identity/oidc/authorize", query_string=ask(challenge))
    assert again.headers["Location"].startswith("/identity/oidc/sign-in?next=")
    elsewhere = browser.get("/identity/oidc/end-session?post_logout_redirect_uri=https://elsewhere.example/portal/x")
    assert elsewhere.headers["Location"] == f"{ORIGIN}/"


def test_others_on_the_network_are_refused(browser: FlaskClient):
    answer = browser.get("/identity/oidc/jwks", environ_base={"REMOTE_ADDR": "192.168.1.20"})

    assert answer.status_code == 403


def test_a_demo_token_is_for_demo_people_on_this_machine_only(browser: FlaskClient, issuer_app: Flask, username: str):
    settings = issuer_app.extensions["parts"].settings
    with pytest.raises(DomainError) as refused:
        issue_for_demo(settings, username)
    with db.engine.begin() as connection:
        connection.execute(text("update issuer.account set is_demo = true where username = :u"), {"u": username})

    claims = verifier(browser).verify(issue_for_demo(settings, username))

    assert refused.value.code == "demo_only_on_loopback"
    assert (claims.name, claims.client, claims.is_program) == ("孟秋山", "pioneer-demo", False)
    with pytest.raises(NotLoopback):
        issue_for_demo(settings.model_copy(update={"issuer": "http://10.0.0.5:8440/identity/oidc"}), username)


def test_keys_are_sealed_and_the_same_for_every_process(issuer_app: Flask, browser: FlaskClient):
    from services.identity.issuer.keys import SigningKeys

    browser.get("/identity/oidc/jwks")
    with db.engine.begin() as connection:
        sealed = bytes(connection.scalar(text("select sealed from issuer.signing_key")))

    assert SigningKeys(db, MASTER_KEY).public() == browser.get("/identity/oidc/jwks").get_json()
    assert b'"d"' not in sealed
    assert all("d" not in key for key in browser.get("/identity/oidc/jwks").get_json()["keys"])
