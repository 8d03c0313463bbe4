"""Who is asking cannot be made up: forged, bent, old and borrowed tokens; a cookie without its form's token."""

import base64
import hmac
import json
import time

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from services.embedded.launcher import keys_in
from services.identity.demo.loading import DEMO_PASSWORD
from services.identity.issuer import client_secret
from tests.integration.attacks.conftest import COUNTY

pytestmark = pytest.mark.xdist_group("deployment")

CASES = f"/api/v1/tenants/{COUNTY}/applications/cases"


def part(said):
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def opened(token, place):
    piece = token.split(".")[place]
    return json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))


@pytest.fixture(scope="module")
def genuine(played):
    return played.token("laian.secretary1")


@pytest.fixture(scope="module")
def jwks(played):
    return played.ask("GET", "/identity/oidc/jwks").json()


def turned_away(deployment, token):
    answer = deployment.ask("GET", CASES, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid"), answer.text
    assert "焊接一班" not in answer.text


def test_the_genuine_token_opens(played, genuine):
    """What follows is refused for its forgery, not because nothing opens."""
    assert "焊接一班" in played.ask("GET", CASES, headers={"Authorization": f"Bearer {genuine}"}).text


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_a_token_without_a_signature(played, genuine, algorithm):
    head, claims, _signature = genuine.split(".")
    unsigned = part({**opened(genuine, 0), "alg": algorithm})
    for signature in ("", "AA", genuine.split(".")[2]):
        turned_away(played, f"{unsigned}.{claims}.{signature}")
    turned_away(played, f"{head}.{claims}.")
    turned_away(played, f"{head}.{claims}")


def test_the_issuer_s_public_key_as_a_shared_secret(played, genuine, jwks):
    """HS256 over what everybody can read: the key as JSON, as PEM, as its numbers."""
    public = KeySet.import_key_set(jwks).keys[0]
    texts = [
        json.dumps(jwks["keys"][0]),
        json.dumps(jwks),
        public.as_pem(private=False).decode(),
        jwks["keys"][0].get("x", "x" * 32),
    ]
    for text in texts:
        for algorithm, digest in (("HS256", "sha256"), ("HS512", "sha512")):
            head = part({"alg": algorithm, "typ": "at+jwt", "kid": jwks["keys"][0]["kid"]})
            signed = f"{head}.{genuine.split('.')[1]}"
            signature = base64.urlsafe_b64encode(hmac.digest(text.encode(), signed.encode(), digest))
            turned_away(played, f"{signed}.{signature.rstrip(b'=').decode()}")


@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_a_key_of_the_forger_s_own(played, genuine, jwks, kind):
    """With the issuer's key id, with the key in the header, with an address where it could be fetched."""
    own = ECKey.generate_key("P-256") if kind == "EC" else RSAKey.generate_key(2048)
    algorithm = "ES256" if kind == "EC" else "RS256"
    for more in (
        {"kid": jwks["keys"][0]["kid"]},
        {"jwk": own.as_dict(private=False)},
        {"jku": f"{played.origin}/identity/oidc/jwks#x", "kid": "x"},
        {"kid": "../../../../dev/null"},
        {"kid": "' or '1'='1"},
    ):
        turned_away(played, jwt.encode({"alg": algorithm, "typ": "at+jwt", **more}, opened(genuine, 1), own))


@pytest.mark.parametrize(
    "changed", [{"sub": "x"}, {"name": "x"}, {"exp": 9999999999}, {"kind": "program"}, {"tenant": COUNTY}]
)
def test_genuine_words_changed_after_signing(played, genuine, changed):
    head, _claims, signature = genuine.split(".")

    turned_away(played, f"{head}.{part({**opened(genuine, 1), **changed})}.{signature}")


@pytest.fixture(scope="module")
def signing_key(played):
    """The issuer's real key, as its own process unseals it: for tokens that are genuine in all but one claim."""
    from services.common.db import Database
    from services.identity.issuer.keys import SigningKeys

    _secret, master = keys_in(played.folder)
    database = Database("identity")
    database.connect(played.cluster.alchemy_url("identity", "pioneer_identity"), pool_size=1)
    yield SigningKeys(database, master).private()
    database.close()


@pytest.mark.parametrize(
    "claim",
    [
        {"aud": "another"},
        {"aud": ["another", "portal"]},
        {"aud": ""},
        {"iss": "https://elsewhere.test"},
        {"iss": "http://127.0.0.1/identity/oidc"},
        {"exp": 1},
        {"exp": lambda: int(time.time()) - 5},
        {"nbf": lambda: int(time.time()) + 600},
    ],
    # Numbered, because every worker of a run must collect the same names.
    ids=[f"claim {number}" for number in range(8)],
)
def test_truly_signed_but_for_another_or_another_time(played, genuine, signing_key, claim):
    head = {"alg": opened(genuine, 0)["alg"], "typ": "at+jwt"}
    changed = {name: value() if callable(value) else value for name, value in claim.items()}

    turned_away(played, jwt.encode(head, {**opened(genuine, 1), **changed}, signing_key))


@pytest.mark.parametrize("missing", ["aud", "iss", "exp", "sub"])
def test_truly_signed_but_without_a_claim(played, genuine, signing_key, missing):
    claims = {name: value for name, value in opened(genuine, 1).items() if name != missing}

    turned_away(played, jwt.encode({"alg": opened(genuine, 0)["alg"], "typ": "at+jwt"}, claims, signing_key))


def test_claims_of_roles_and_tenants_give_nothing(played, genuine, signing_key):
    """A token says who, never what he may: grants come from the directory."""
    subject = opened(played.token("changxing.secretary1"), 1)["sub"]
    claims = {
        **opened(genuine, 1),
        "sub": subject,
        "tenant": COUNTY,
        "roles": ["secretary"],
        "realm_access": {"roles": ["secretary", "system_admin"]},
        "grants": [{"tenant": COUNTY, "role": "secretary"}],
    }
    token = jwt.encode({"alg": opened(genuine, 0)["alg"], "typ": "at+jwt"}, claims, signing_key)

    answer = played.ask("GET", CASES, headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json()["code"]) == (403, "no_grant_here")


def test_a_service_s_own_token_is_no_person(played):
    """A program that may call others by gRPC has no grant on any page or API."""
    _secret, master = keys_in(played.folder)
    granted = requests.post(
        f"{played.origin}/identity/oidc/token",
        data={"grant_type": "client_credentials", "scope": "rpc"},
        auth=("pioneer-applications", client_secret(master, "pioneer-applications")),
        timeout=60,
    ).json()

    answer = played.ask("GET", CASES, headers={"Authorization": f"Bearer {granted['access_token']}"})

    assert (answer.status_code, answer.json()["code"]) == (403, "no_grant_here")


def test_a_program_does_not_become_a_person_nor_gets_in_with_a_wrong_secret(played):
    for data, secret in (
        ({"grant_type": "client_credentials", "scope": "rpc"}, "wrong"),
        ({"grant_type": "password", "username": "laian.secretary1", "password": DEMO_PASSWORD}, None),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, None),
        ({"grant_type": "authorization_code", "code": "x", "redirect_uri": "http://evil.example/"}, None),
    ):
        _secret, master = keys_in(played.folder)
        right = client_secret(master, "pioneer-applications")
        answer = requests.post(
            f"{played.origin}/identity/oidc/token",
            data=data,
            auth=("pioneer-applications", secret or right),
            timeout=60,
        )
        assert answer.status_code in (400, 401), answer.text
        assert "access_token" not in answer.json()


@pytest.mark.parametrize(
    "scheme", ["Basic {}", "Token {}", "Bearer", "Bearer ", "Bearer {} {}", "Bearer,{}", "MAC {}"], ids=str
)
def test_a_bent_header_is_nobody(played, genuine, scheme):
    answer = played.ask("GET", CASES, headers={"Authorization": scheme.format(genuine, genuine)})

    assert answer.status_code == 401


def signed_in(deployment, username):
    """A browser: sign-in page, password, back to the site with its cookies."""
    browser = requests.Session()
    page = browser.get(f"{deployment.origin}/portal/sign-in?next=/portal/{COUNTY}/", timeout=60)
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    asked = page.text.split('name="next"')[1].split('value="')[1].split('"')[0].replace("&amp;", "&")
    form = {"username": username, "password": DEMO_PASSWORD, "csrf_token": token, "next": asked}
    landed = browser.post(page.url, data=form, timeout=60)
    assert landed.status_code == 200, landed.text[:500]
    return browser, landed


def test_a_cookie_without_the_form_s_token_changes_nothing(played):
    """What another site's page could send with the cookies of somebody who is signed in."""
    browser, landed = signed_in(played, "laian.secretary1")
    assert landed.url == f"{played.origin}/portal/{COUNTY}/"
    assert browser.get(played.origin + CASES, timeout=60).status_code == 200
    case_id = played.one("applications", "select id from application where tenant = %s limit 1", COUNTY)
    before = played.one("applications", "select count(*) from log_entry where tenant = %s", COUNTY)

    for path, more in (
        (f"/applications/{COUNTY}/cases/{case_id}/withdraw", {"data": {"reason": "x", "version": "1"}}),
        (f"{CASES}/{case_id}/withdrawal", {"json": {"reason": "x"}}),
        (f"{CASES}/{case_id}/withdrawal", {"data": '{"reason": "x"}', "headers": {"Content-Type": "text/plain"}}),
        (f"/portal/{COUNTY}/account/mail", {"data": {}}),
        ("/portal/sign-out", {"data": {}}),
    ):
        headers = {
            "Idempotency-Key": "k",
            "If-Match": '"1"',
            "Origin": "https://evil.example",
            **more.pop("headers", {}),
        }
        answer = browser.post(played.origin + path, headers=headers, timeout=60, allow_redirects=False, **more)
        assert answer.status_code == 400, (path, answer.status_code)

    assert played.one("applications", "select count(*) from log_entry where tenant = %s", COUNTY) == before
    assert browser.get(played.origin + CASES, timeout=60).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "/portal/../..//evil.example",
        "http:evil.example",
        "/@evil.example",
        " https://evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(played, wanted):
    browser = requests.Session()
    page = browser.get(f"{played.origin}/portal/sign-in", params={"next": wanted}, timeout=60)
    assert page.url.startswith(f"{played.origin}/identity/oidc/")
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    asked = page.text.split('name="next"')[1].split('value="')[1].split('"')[0].replace("&amp;", "&")
    form = {"username": "laian.secretary1", "password": DEMO_PASSWORD, "csrf_token": token, "next": asked}
    answer = browser.post(page.url, data=form, timeout=60, allow_redirects=False)
    for _ in range(6):
        if answer.status_code not in (302, 303, 307, 308):
            break
        target = requests.compat.urljoin(answer.url, answer.headers["Location"])
        assert target.startswith(played.origin + "/"), target
        answer = browser.get(target, timeout=60, allow_redirects=False)
    assert answer.status_code in (200, 404)


def test_the_issuer_sends_no_code_elsewhere(played):
    for uri in ("https://evil.example/", "http://127.0.0.1:1/portal/callback", f"{played.origin}/portal/callback/../x"):
        answer = played.ask(
            "GET",
            "/identity/oidc/authorize",
            params={
                "response_type": "code",
                "client_id": "pioneer-portal",
                "redirect_uri": uri,
                "scope": "openid",
                "state": "s",
                "code_challenge": "x" * 43,
                "code_challenge_method": "S256",
            },
        )
        assert "evil.example" not in answer.headers.get("Location", "")
        assert ":1/" not in answer.headers.get("Location", "")
        assert answer.status_code in (400, 303, 302)
