"""The realm as the file makes it: who gets a token how, whose key signs it, what is refused."""

import base64
import json
import time
from typing import Any

import pytest

from deploy.native.signed_in import Refused
from services.common.errors import SignInNeeded
from services.common.tokens import Claims, Verifier
from services.embedded import SERVICES
from tests.real_keycloak import Site, until

pytestmark = pytest.mark.xdist_group("full")


def said(token: str, part: int = 1) -> dict[str, Any]:
    """The token's header (0) or claims (1), unchecked."""
    piece = token.split(".")[part]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))
    return found


def test_a_person_s_token_says_what_every_service_reads(site: Site) -> None:
    token = site.token("laian.secretary1")
    claims = said(token)
    subject = site.rows("identity", "select subject from person where username = 'laian.secretary1'")[0]["subject"]
    verified = Verifier(site.issuer).verify(token)

    assert {name: claims[name] for name in ("iss", "aud", "sub", "name", "preferred_username", "kind", "tenant")} == {
        "iss": site.issuer, "aud": "pioneer", "sub": subject, "name": "沈知夏", "kind": "person",
        "preferred_username": "laian.secretary1", "tenant": "341122",
    }  # fmt: skip
    assert claims["exp"] - claims["iat"] <= 60
    assert "email" not in claims
    assert verified == Claims(subject, "沈知夏", "pioneer-cli", False, claims["exp"])


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_known_by_its_own_secret(site: Site, service: str) -> None:
    client = f"pioneer-{service}"
    answer = site.granted(client, grant_type="client_credentials", scope="rpc")
    claims = Verifier(site.issuer).verify(answer.json()["access_token"])

    assert (claims.subject, claims.client, claims.is_program) == (client, client, True)
    assert site.granted(client, grant_type="password", username="laian.secretary1", password="x").status_code == 400


def test_no_password_goes_round_the_pages(site: Site) -> None:
    answer = site.granted(
        "pioneer-portal", grant_type="password", username="laian.auditor", password="pioneer-demo", scope="openid"
    )

    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


def test_no_code_without_pkce(site: Site) -> None:
    asked = {
        "client_id": "pioneer-portal", "redirect_uri": f"{site.origin}/portal/callback", "response_type": "code",
        "scope": "openid",
    }  # fmt: skip
    answer = site.ask("GET", "/auth/realms/pioneer/protocol/openid-connect/auth", params=asked)

    assert answer.status_code == 302
    assert "error=invalid_request" in answer.headers["Location"]


def test_the_code_goes_to_our_callback_alone(site: Site) -> None:
    asked = {
        "client_id": "pioneer-portal",
        "redirect_uri": "https://evil.test/portal/callback",
        "response_type": "code",
    }
    answer = site.ask("GET", "/auth/realms/pioneer/protocol/openid-connect/auth", params=asked)

    assert answer.status_code == 400


def test_five_wrong_passwords_lock_the_right_one_out(site: Site) -> None:
    for _ in range(6):
        with pytest.raises(Refused):
            site.person("laian.chair4", "a-wrong-password").token()
    with pytest.raises(Refused):
        site.person("laian.chair4").token()


def test_a_new_key_signs_and_tokens_of_the_old_one_go_on(site: Site) -> None:
    path = "/api/v1/tenants/341122/portal/tasks"
    person = site.person("laian.secretary2")
    old = person.token()
    assert site.ask("GET", path, token=old).status_code == 200
    site.operator.create_component(
        {
            "name": f"ecdsa {time.time()}", "providerId": "ecdsa-generated",
            "providerType": "org.keycloak.keys.KeyProvider", "config": {"priority": ["200"], "ecdsaEllipticCurveKey": ["P-256"]},
        }
    )  # fmt: skip
    person._renew()
    new = person._access

    assert said(new, 0)["kid"] != said(old, 0)["kid"]
    # Asked again for a key that is not known, but never more often than every few seconds.
    until(lambda: site.ask("GET", path, token=new).status_code == 200, 120)
    # Until its time is over, which a slow machine may reach first.
    assert site.ask("GET", path, token=old).status_code == 200 or said(old)["exp"] <= time.time()


def test_a_token_of_another_realm_is_refused(site: Site) -> None:
    connection = site.operator.connection
    connection.get_token()
    token = str(connection.token["access_token"])

    with pytest.raises(SignInNeeded):
        Verifier(site.issuer).verify(token)
    assert site.ask("GET", "/api/v1/tenants/341122/portal/tasks", token=token).status_code == 401
