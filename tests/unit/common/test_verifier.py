"""The issuer's keys change and the issuer goes away: tokens that are good stay good, forged ones cost it nothing."""

import time
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from services.common.errors import SignInNeeded, Unavailable
from services.common.tokens import Claims, Verifier

ISSUER = "https://issuer.test"


def a_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})


def signed(key: ECKey, **more: Any) -> str:
    claims = {"iss": ISSUER, "aud": "pioneer", "sub": "s-1", "name": "许文静", "exp": int(time.time()) + 50, **more}
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)


@dataclass
class AnIssuer:
    keys: list[ECKey]
    is_away: bool = False
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> dict[str, Any]:
        self.asked.append(url.removeprefix(ISSUER))
        if self.is_away:
            raise requests.ConnectionError
        if url.endswith("openid-configuration"):
            return {"jwks_uri": f"{ISSUER}/jwks"}
        return dict(KeySet(self.keys).as_dict(private=False))


@pytest.fixture
def issuer() -> AnIssuer:
    return AnIssuer([a_key("old")])


@pytest.fixture
def verifier(issuer: AnIssuer) -> Verifier:
    return Verifier(ISSUER, fetch=issuer.fetch)


def passed(verifier: Verifier, seconds: float) -> None:
    """As if that much time had passed since the keys were asked for."""
    verifier._asked_at -= seconds


def test_keys_are_asked_for_once(verifier: Verifier, issuer: AnIssuer) -> None:
    for _ in range(3):
        verifier.verify(signed(issuer.keys[0]))

    assert issuer.asked == ["/.well-known/openid-configuration", "/jwks"]


def test_a_key_that_is_added_is_found_and_the_old_one_goes_on(verifier: Verifier, issuer: AnIssuer) -> None:
    old = signed(issuer.keys[0])
    verifier.verify(old)
    passed(verifier, Verifier.MIN_REFRESH_SECONDS)
    issuer.keys.insert(0, a_key("new"))

    assert verifier.verify(signed(issuer.keys[0], sub="s-2")).subject == "s-2"
    assert verifier.verify(old).subject == "s-1"
    assert len(issuer.asked) == 4


def test_forged_tokens_do_not_make_us_ask_the_issuer_each_time(verifier: Verifier, issuer: AnIssuer) -> None:
    verifier.verify(signed(issuer.keys[0]))
    for _ in range(20):
        with pytest.raises(SignInNeeded):
            verifier.verify(signed(a_key("forged")))

    assert len(issuer.asked) == 2


def test_a_withdrawn_key_is_forgotten(verifier: Verifier, issuer: AnIssuer) -> None:
    withdrawn = issuer.keys[0]
    verifier.verify(signed(withdrawn))
    issuer.keys[:] = [a_key("new")]
    verifier.verify(signed(withdrawn))
    passed(verifier, Verifier.KEYS_LAST_SECONDS)

    with pytest.raises(SignInNeeded):
        verifier.verify(signed(withdrawn))


def test_an_issuer_that_is_away_is_not_needed_for_what_was_known(verifier: Verifier, issuer: AnIssuer) -> None:
    verifier.verify(signed(issuer.keys[0]))
    issuer.is_away = True
    passed(verifier, Verifier.KEYS_LAST_SECONDS)

    assert verifier.verify(signed(issuer.keys[0])).name == "许文静"
    with pytest.raises(SignInNeeded):
        verifier.verify(signed(a_key("unknown")))


def test_an_issuer_that_was_never_met_is_said(verifier: Verifier, issuer: AnIssuer) -> None:
    issuer.is_away = True
    with pytest.raises(Unavailable) as away:
        verifier.verify(signed(issuer.keys[0]))
    assert away.value.code == "issuer_away"

    issuer.is_away = False
    assert verifier.verify(signed(issuer.keys[0])).subject == "s-1"


@pytest.mark.parametrize(
    "changes", [{"aud": "account"}, {"aud": None}, {"iss": "https://else.test"}, {"sub": None}, {"exp": 1}], ids=str
)
def test_what_is_not_for_us_or_not_valid_now_is_refused(
    verifier: Verifier, issuer: AnIssuer, changes: dict[str, Any]
) -> None:
    with pytest.raises(SignInNeeded):
        verifier.verify(signed(issuer.keys[0], **changes))


def test_a_program_is_its_client(verifier: Verifier, issuer: AnIssuer) -> None:
    token = signed(
        issuer.keys[0], sub="465b0596", kind="program", client_id="bridge", name="", preferred_username="x", exp=2**33
    )

    assert verifier.verify(token) == Claims("bridge", "x", "bridge", True, 2**33)


def test_a_person_is_no_program_whatever_his_name(verifier: Verifier, issuer: AnIssuer) -> None:
    token = signed(issuer.keys[0], sub="service-account-portal", azp="portal", exp=2**33)

    assert verifier.verify(token) == Claims("service-account-portal", "许文静", "portal", False, 2**33)
