"""One OIDC client, two issuers: what a person meets is the same at the embedded one and at Keycloak."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from requests.cookies import RequestsCookieJar

from services.common.tokens import Claims, Verifier
from services.embedded.launcher import keys_in
from services.identity.demo import DEMO_PASSWORD
from services.identity.issuer import client_secret
from tests.live import Deployment
from tests.real_keycloak import Site

pytestmark = pytest.mark.xdist_group("full")

WORKLIST = "/portal/341122/"


@dataclass
class Place:
    """A site and its issuer."""

    origin: str
    issuer: str
    secret: Callable[[str], str]
    subject: str


class Loopback(RequestsCookieJar):
    """Sends cookies that are marked for https on loopback too, as Chromium does."""

    def set_cookie(self, cookie: Any, *more: Any, **most: Any) -> Any:
        cookie.secure = False
        return super().set_cookie(cookie, *more, **most)


@dataclass
class Browser:
    """Follows redirects, keeps cookies, sends forms."""

    origin: str
    http: requests.Session = field(default_factory=requests.Session)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.http.cookies = Loopback()

    def get(self, address: str) -> requests.Response:
        return self._kept(self.http.get(self._whole(address), timeout=120))

    def send(self, page: requests.Response, **fields: str) -> requests.Response:
        """The form that has these fields."""
        wanted = "".join(f":has([name='{name}'])" for name in fields)
        form = BeautifulSoup(page.text, "html5lib").select_one(f"form{wanted}")
        assert form is not None, page.text[:2000]
        hidden = {str(each["name"]): str(each.get("value", "")) for each in form.select("input[type=hidden]")}
        address = requests.compat.urljoin(page.url, str(form.get("action") or page.url))
        return self._kept(self.http.post(address, {**hidden, **fields}, timeout=120))

    def sign_in(self, address: str = "/portal/sign-in") -> requests.Response:
        asked = self.get(address)
        assert is_sign_in(asked), asked.url
        return self.send(asked, username="laian.secretary1", password=DEMO_PASSWORD)

    def cookie(self, name: str) -> str:
        return next((each.value or "" for each in self.http.cookies if each.name == name), "")

    def forget(self, name: str) -> None:
        for each in [each for each in self.http.cookies if each.name == name]:
            self.http.cookies.clear(each.domain, each.path, each.name)

    def _whole(self, address: str) -> str:
        return self.origin + address if address.startswith("/") else address

    def _kept(self, answer: requests.Response) -> requests.Response:
        self.seen = [each.headers.get("Location", "") for each in answer.history]
        return answer


def is_sign_in(page: requests.Response) -> bool:
    return bool(BeautifulSoup(page.text, "html5lib").select_one("form input[name=password]"))


@pytest.fixture(scope="module")
def embedded(deployment: Deployment) -> Place:
    deployment.load_demo()
    master = keys_in(deployment.folder)[1]
    subject = deployment.one("identity", "select subject from person where username = 'laian.secretary1'")
    return Place(deployment.origin, deployment.settings["issuer"], lambda name: client_secret(master, name), subject)


@pytest.fixture(scope="module")
def keycloak(site: Site) -> Place:
    site.settled()
    rows = site.rows("identity", "select subject from person where username = 'laian.secretary1'")
    return Place(site.origin, site.issuer, site.secret, rows[0]["subject"])


@pytest.fixture(params=["embedded", "keycloak"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def visitor(place: Place) -> Browser:
    return Browser(place.origin)


def test_signing_in_leads_to_the_worklist_with_a_token_of_the_person(visitor: Browser, place: Place) -> None:
    page = visitor.sign_in()
    claims = Verifier(place.issuer).verify(visitor.cookie("pioneer_token"))

    assert (page.status_code, page.url) == (200, place.origin + WORKLIST)
    assert claims == Claims(place.subject, "沈知夏", "pioneer-portal", False, claims.expires_at)


def test_one_comes_back_to_the_page_he_wanted(visitor: Browser, place: Place) -> None:
    assert visitor.sign_in(f"{WORKLIST}account").url == f"{place.origin}{WORKLIST}account"


def test_a_wrong_password_stays_on_the_page(visitor: Browser) -> None:
    page = visitor.send(visitor.get("/portal/sign-in"), username="laian.secretary1", password="wrong-wrong-1")

    assert is_sign_in(page)
    assert visitor.cookie("pioneer_token") == ""


def test_an_ended_token_is_renewed_without_asking(visitor: Browser, place: Place) -> None:
    visitor.sign_in()
    first = visitor.cookie("pioneer_token")
    visitor.forget("pioneer_token")
    page = visitor.get(f"{WORKLIST}account")

    assert (page.status_code, page.url) == (200, f"{place.origin}{WORKLIST}account")
    assert visitor.cookie("pioneer_token") not in ("", first)
    # By the refresh token, not by way of the issuer's pages.
    assert all(place.issuer not in each for each in visitor.seen)


def test_no_cookie_of_ours_holds_a_refresh_token(visitor: Browser, place: Place) -> None:
    visitor.sign_in()
    ours = {each.name for each in visitor.http.cookies if each.name.startswith("pioneer")}

    assert ours >= {"pioneer_token", "pioneer_visit", "pioneer_session"}
    for name in ours:
        answer = requests.post(
            requests.get(f"{place.issuer}/.well-known/openid-configuration", timeout=120).json()["token_endpoint"],
            {"grant_type": "refresh_token", "refresh_token": visitor.cookie(name)},
            auth=("pioneer-portal", place.secret("pioneer-portal")),
            timeout=60,
        )
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_signing_out_ends_the_sign_in_at_the_issuer_too(visitor: Browser, place: Place) -> None:
    page = visitor.sign_in()
    token = BeautifulSoup(page.text, "html5lib").select_one("meta[name=csrf-token]")
    assert token is not None
    out = visitor.http.post(f"{place.origin}/portal/sign-out", {"csrf_token": str(token["content"])}, timeout=120)

    assert (out.status_code, urlsplit(out.url).path) == (200, "/portal/signed-out")
    assert visitor.cookie("pioneer_token") == ""
    assert is_sign_in(visitor.get(WORKLIST))


def test_another_browser_stays_signed_in(visitor: Browser, place: Place) -> None:
    other = Browser(place.origin)
    other.sign_in()
    token = BeautifulSoup(visitor.sign_in().text, "html5lib").select_one("meta[name=csrf-token]")
    assert token is not None
    visitor.http.post(f"{place.origin}/portal/sign-out", {"csrf_token": str(token["content"])}, timeout=120)
    other.forget("pioneer_token")

    assert other.get(WORKLIST).url == place.origin + WORKLIST


def test_a_code_is_good_once(visitor: Browser, place: Place) -> None:
    visitor.sign_in()
    callback = next(each for each in visitor.seen if "/portal/callback" in each)

    assert visitor.get(callback).status_code == 401


def test_a_code_of_another_browser_is_refused(visitor: Browser, place: Place) -> None:
    asked = visitor.get("/portal/sign-in")
    thief = Browser(place.origin)
    answer = thief.get("/portal/callback?code=made-up&state=made-up")

    assert answer.status_code == 401
    assert is_sign_in(asked)


def test_what_is_asked_has_pkce_state_and_nonce(place: Place) -> None:
    answer = requests.get(f"{place.origin}/portal/sign-in", allow_redirects=False, timeout=120)
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)

    assert answer.headers["Location"].startswith(f"{place.issuer}/")
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert "offline_access" not in asked["scope"][0]


def test_a_program_is_its_client_and_needs_its_secret(place: Place) -> None:
    endpoint = requests.get(f"{place.issuer}/.well-known/openid-configuration", timeout=120).json()["token_endpoint"]
    asked = {"grant_type": "client_credentials", "scope": "rpc"}
    right, wrong = (
        requests.post(endpoint, asked, auth=("pioneer-assessment", secret), timeout=120)
        for secret in (place.secret("pioneer-assessment"), "0" * 64)
    )
    claims = Verifier(place.issuer).verify(right.json()["access_token"])

    assert (claims.subject, claims.client, claims.is_program) == ("pioneer-assessment", "pioneer-assessment", True)
    assert wrong.status_code == 401
