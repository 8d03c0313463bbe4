"""Sign-in by authorization code with PKCE, against an issuer over HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import text

from services.common.clock import SystemClock
from services.common.db import Database
from services.common.roles import Role
from services.common.tokens import Verifier
from services.portal.main import create
from services.portal.service import sessions
from services.portal.store import SITE
from services.portal.vault import hash_of
from tests.conftest import Services
from tests.factories import Place, Who, a_place
from tests.integration.portal.oidc_server import OidcServer

ORIGIN = "http://localhost"


@pytest.fixture
def oidc() -> Iterator[OidcServer]:
    server = OidcServer("pioneer-portal", "a secret", f"{ORIGIN}/portal/callback")
    yield server
    server.close()


@pytest.fixture
def client(services: Services, db: Database, oidc: OidcServer) -> FlaskClient:
    return a_client(services, oidc)


def a_client(services: Services, oidc: OidcServer, origin: str = ORIGIN) -> FlaskClient:
    parts = services.parts("portal")
    settings = parts.settings.model_copy(
        update={
            "issuer": oidc.issuer,
            "origin": origin,
            "client_id": oidc.client_id,
            "client_secret": oidc.client_secret,
        }
    )
    return create(replace(parts, settings=settings, verifier=Verifier(oidc.issuer))).app.test_client()


def sign_in(client: FlaskClient, oidc: OidcServer, who: Who, address: str = "/portal/sign-in") -> str:
    """As a browser goes: to the issuer, back to the callback. Returns where it ends."""
    oidc.subject, oidc.name = who.subject, who.name
    asked = client.get(address)
    assert asked.status_code == 303
    granted = requests.get(asked.headers["Location"], allow_redirects=False, timeout=60)
    assert granted.status_code == 302, granted.text
    back = urlsplit(granted.headers["Location"])
    answer = client.get(f"{back.path}?{back.query}")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_one_federation_leads_straight_to_its_worklist(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    who = county.person("许文静", Role.SECRETARY)

    assert sign_in(client, oidc, who) == f"/portal/{county.code}/"
    page = client.get(f"/portal/{county.code}/")
    assert page.status_code == 200
    assert "您现在没有待办" in page.text
    token, visit = client.get_cookie("pioneer_token"), client.get_cookie("pioneer_visit", path="/portal")
    assert token is not None
    assert visit is not None
    assert (token.http_only, token.same_site, token.path) == (True, "Lax", "/")
    assert (visit.http_only, visit.same_site, visit.path) == (True, "Lax", "/portal")


def test_the_refresh_token_is_in_no_cookie_and_sealed_in_the_database(
    client: FlaskClient, oidc: OidcServer, county: Place, db: Database
) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    refresh = next(iter(oidc.refresh_tokens))
    visit = client.get_cookie("pioneer_visit", path="/portal")
    assert visit is not None

    assert all(refresh not in cookie.value for cookie in client._cookies.values())
    with db.read(SITE) as session:
        kept = session.execute(
            text("select refresh_token from browser_session where id_hash = :hash"), {"hash": hash_of(visit.value)}
        ).scalar_one()
        assert (
            session.execute(
                text("select count(*) from browser_session where id_hash = :id"), {"id": visit.value}
            ).scalar_one()
            == 0
        )
    assert refresh.encode() not in bytes(kept)


def test_a_session_is_not_seen_from_inside_a_federation(
    client: FlaskClient, oidc: OidcServer, county: Place, db: Database
) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))

    with db.read(county.code) as session:
        assert session.execute(text("select count(*) from browser_session")).scalar_one() == 0


def test_several_federations_are_a_choice(client: FlaskClient, oidc: OidcServer, county: Place, db: Database) -> None:
    who = county.person("许文静", Role.SECRETARY)
    other = a_place(db, name="滁州市总工会")
    other_unit = other.unit("市直机关工会", "township")
    stranger = county.person("罗平", Role.CHAIR)
    other.person("别人", Role.SECRETARY)
    with db.transaction(other.code) as session:
        other._grant(session, who.person_id, who.subject, (Role.REVIEWER, other_unit))

    assert sign_in(client, oidc, who) == "/portal/choose"
    page = BeautifulSoup(client.get("/portal/choose").text, "html5lib")
    assert page.h1 is not None
    assert page.h1.get_text() == "您在 2 个工会有岗位，请选择要进入的工会"
    rows = {cells[0].get_text(): cells[1].get_text() for row in page.select("tbody tr") if (cells := row.select("td"))}
    assert rows == {"来安县总工会": "总工会经办人", "滁州市总工会": "审核工会经办人（市直机关工会）"}
    assert stranger.name not in page.get_text()


def test_no_grant_anywhere_is_said(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    who = county.person("许文静")

    assert sign_in(client, oidc, who) == "/portal/choose"
    assert "您还没有岗位" in client.get("/portal/choose").text


def test_one_comes_back_to_the_page_he_wanted(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    who = county.person("许文静", Role.SECRETARY)

    assert sign_in(client, oidc, who, "/portal/sign-in?next=/applications/x/cases/1") == "/applications/x/cases/1"


@pytest.mark.parametrize(
    "evil", ["https://evil.test/", "//evil.test/", "/%5Cevil.test", "/%09/evil.test", "javascript:x"]
)
def test_nobody_is_led_to_another_site(client: FlaskClient, oidc: OidcServer, county: Place, evil: str) -> None:
    who = county.person("许文静", Role.SECRETARY)

    assert sign_in(client, oidc, who, f"/portal/sign-in?next={evil}") == f"/portal/{county.code}/"
    # Renewed in silence, the same holds.
    assert client.get(f"/portal/sign-in?next={evil}").headers["Location"] == f"/portal/{county.code}/"


def test_what_is_asked_of_the_issuer_has_pkce_state_and_nonce(client: FlaskClient, oidc: OidcServer) -> None:
    asked = parse_qs(urlsplit(client.get("/portal/sign-in").headers["Location"]).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{ORIGIN}/portal/callback"]
    assert set(asked) >= {"state", "nonce", "code_challenge", "scope"}


def test_an_answer_to_a_question_never_asked_is_refused(client: FlaskClient, oidc: OidcServer) -> None:
    client.get("/portal/sign-in")
    answer = client.get("/portal/callback?code=stolen&state=made-up")

    assert answer.status_code == 401
    assert "登录没有完成" in answer.text
    assert client.get_cookie("pioneer_token") is None


def test_a_code_is_redeemed_once(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    who = county.person("许文静", Role.SECRETARY)
    oidc.subject = who.subject
    granted = requests.get(client.get("/portal/sign-in").headers["Location"], allow_redirects=False, timeout=60)
    back = urlsplit(granted.headers["Location"])
    first, second = (client.get(f"{back.path}?{back.query}") for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 401)


def test_an_ended_access_token_is_renewed_in_silence(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    who = county.person("许文静", Role.SECRETARY)
    sign_in(client, oidc, who)
    client.set_cookie("pioneer_token", oidc.token(who.subject, who.name, exp=1))
    oidc.asked.clear()
    turned = client.get(f"/portal/{county.code}/")
    assert turned.status_code == 303
    renewed = client.get(turned.headers["Location"])

    assert renewed.headers["Location"] == f"/portal/{county.code}/"
    assert client.get(f"/portal/{county.code}/").status_code == 200
    assert oidc.asked == ["refresh_token"]


def test_renewal_goes_on_with_the_newest_refresh_token(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    oidc.asked.clear()
    answers = [client.get("/portal/sign-in").headers["Location"] for _ in range(3)]

    assert answers == [f"/portal/{county.code}/"] * 3
    assert oidc.asked == ["refresh_token"] * 3


def test_tabs_that_renew_at_once_take_turns(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    visit = client.get_cookie("pioneer_visit", path="/portal")
    assert visit is not None
    answers: list[str] = []

    def renew() -> None:
        tab = client.application.test_client()
        tab.set_cookie("pioneer_visit", visit.value, path="/portal")
        answers.append(tab.get("/portal/sign-in").headers["Location"])

    tabs = [Thread(target=renew) for _ in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(timeout=120)

    assert answers == [f"/portal/{county.code}/"] * 4
    assert oidc.refused == 0


def test_a_session_survives_an_issuer_that_is_away_for_a_moment(
    client: FlaskClient, oidc: OidcServer, county: Place
) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    oidc.is_away = True
    assert client.get("/portal/sign-in").status_code == 503
    oidc.is_away = False

    assert client.get("/portal/sign-in").headers["Location"] == f"/portal/{county.code}/"


def test_a_session_the_issuer_has_ended_must_sign_in_again(
    client: FlaskClient, oidc: OidcServer, county: Place
) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    oidc.refresh_tokens.clear()

    assert client.get("/portal/sign-in").headers["Location"].startswith(f"{oidc.issuer}/authorize?")


def test_a_session_ends_after_a_working_day(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    visit = client.get_cookie("pioneer_visit", path="/portal")
    assert visit is not None
    now = SystemClock().now()

    assert sessions.find_session(visit.value, now=now + sessions.LASTS - timedelta(minutes=1)) is not None
    assert sessions.find_session(visit.value, now=now + sessions.LASTS + timedelta(minutes=1)) is None


def test_signing_out_ends_the_session_and_the_cookies(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    visit = client.get_cookie("pioneer_visit", path="/portal")
    assert visit is not None
    page = BeautifulSoup(client.get(f"/portal/{county.code}/").text, "html5lib")
    token = page.select_one("meta[name=csrf-token]")
    assert token is not None
    answer = client.post("/portal/sign-out", data={"csrf_token": token["content"]})

    assert answer.status_code == 200
    onward = BeautifulSoup(answer.text, "html5lib").select_one("meta[http-equiv=refresh]")
    assert onward is not None
    assert str(onward["content"]).startswith(f"0;url={oidc.issuer}/end?")
    assert client.get_cookie("pioneer_token") is None
    assert client.get_cookie("pioneer_visit", path="/portal") is None
    assert sessions.find_session(visit.value, now=SystemClock().now()) is None
    assert "您已退出登录" in client.get("/portal/signed-out").text


def test_an_issuer_at_our_own_origin_is_led_to_at_once(
    services: Services, db: Database, oidc: OidcServer, county: Place
) -> None:
    client = a_client(services, oidc, origin=oidc.issuer)
    client.get("/portal/")
    with client.session_transaction() as session:
        session["csrf_token"] = "raw"
    page = BeautifulSoup(client.get("/").text, "html5lib")
    token = page.select_one("meta[name=csrf-token]")
    assert token is not None
    answer = client.post("/portal/sign-out", data={"csrf_token": token["content"]})

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, f"{oidc.issuer}/end")


def test_signing_out_cannot_be_done_by_another_site(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))

    assert client.post("/portal/sign-out").status_code == 400
    assert client.get(f"/portal/{county.code}/").status_code == 200


def test_an_issuer_that_is_away_is_said(client: FlaskClient, oidc: OidcServer) -> None:
    oidc.close()
    answer = client.get("/portal/sign-in")

    assert answer.status_code == 503
    assert "登录服务暂时没有应答" in answer.text


def test_a_form_filled_longer_than_the_token_lasts_is_sent_on_whole(
    client: FlaskClient, oidc: OidcServer, county: Place
) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))
    page = BeautifulSoup(client.get(f"/portal/{county.code}/account").text, "html5lib")
    form = {str(field["name"]): str(field.get("value", "")) for field in page.select("main form input[type=hidden]")}
    client.delete_cookie("pioneer_token")
    asked = client.post(f"/portal/{county.code}/account/mail", data=form)
    renewed = client.post(asked.headers["Location"], data=form)
    sent = client.post(renewed.headers["Location"], data=form)

    assert (asked.status_code, renewed.status_code) == (307, 307)
    assert renewed.headers["Location"] == f"/portal/{county.code}/account/mail"
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/portal/{county.code}/account")


@pytest.mark.parametrize("next_", ["", "//evil.test/", "https://evil.test/", "/portal/renew?next=/x"])
def test_a_form_is_sent_on_to_nowhere_else(client: FlaskClient, oidc: OidcServer, county: Place, next_: str) -> None:
    sign_in(client, oidc, county.person("许文静", Role.SECRETARY))

    assert client.post(f"/portal/renew?next={next_}").status_code == 401


def test_a_form_of_nobody_is_not_sent_on(client: FlaskClient, oidc: OidcServer, county: Place) -> None:
    assert client.post(f"/portal/renew?next=/portal/{county.code}/account/mail").status_code == 401
