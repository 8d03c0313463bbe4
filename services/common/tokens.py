"""Access tokens (RFC 9068 JWTs): checked off-line against the issuer's keys."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.common.errors import SignInNeeded

AUDIENCE = "pioneer"
COOKIE = "pioneer_token"
ALGORITHMS = ["RS256", "ES256", "EdDSA", "Ed25519"]


@dataclass(frozen=True)
class Claims:
    """Whom the issuer vouches for. A program has `client` and no person behind it."""

    subject: str
    name: str
    client: str
    is_program: bool
    expires_at: int


class Verifier:
    """Knows one issuer. Security time is real time, whatever clock the story runs on."""

    MIN_REFRESH_SECONDS = 5.0

    def __init__(self, issuer: str, *, fetch: Callable[[str], dict[str, Any]] | None = None) -> None:
        self._issuer = issuer
        self._fetch = fetch or _fetch
        self._keys: KeySet | None = None
        self._fetched_at = 0.0
        self._lock = threading.Lock()

    def verify(self, token: str) -> Claims:
        """Raises SignInNeeded for anything but a token of ours that is valid now."""
        try:
            claims = self._decode(token).claims
            registry = jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": AUDIENCE},
                sub={"essential": True},
                exp={"essential": True},
            )
            registry.validate(claims)
        except (JoseError, ValueError, KeyError) as error:
            raise SignInNeeded("token_invalid") from error
        client = str(claims.get("client_id") or claims.get("azp") or "")
        is_program = claims.get("kind") == "program" or str(claims["sub"]).startswith("service-account-")
        name = str(claims.get("name") or claims.get("preferred_username") or claims["sub"])
        return Claims(str(claims["sub"]), name, client, is_program, int(claims["exp"]))

    def _decode(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, self._key_set(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            return jwt.decode(token, self._key_set(renew=True), algorithms=ALGORITHMS)

    def _key_set(self, *, renew: bool = False) -> KeySet:
        with self._lock:
            old = time.monotonic() - self._fetched_at > self.MIN_REFRESH_SECONDS
            if self._keys is None or (renew and old):
                configuration = self._fetch(f"{self._issuer}/.well-known/openid-configuration")
                self._keys = KeySet.import_key_set(self._fetch(configuration["jwks_uri"]))  # type: ignore[arg-type]
                self._fetched_at = time.monotonic()
            return self._keys


def _fetch(url: str) -> dict[str, Any]:
    answer = requests.get(url, timeout=5)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


class ServiceToken:
    """The token by which this service calls others: client credentials, renewed before it ends."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self._issuer, self._id, self._secret = issuer, client_id, client_secret
        self._token, self._until = "", 0.0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            if time.monotonic() > self._until:
                configuration = _fetch(f"{self._issuer}/.well-known/openid-configuration")
                answer = requests.post(
                    configuration["token_endpoint"],
                    data={"grant_type": "client_credentials", "scope": "rpc"},
                    auth=(self._id, self._secret),
                    timeout=5,
                )
                answer.raise_for_status()
                granted = answer.json()
                self._token = granted["access_token"]
                self._until = time.monotonic() + int(granted.get("expires_in", 60)) * 0.8
            return self._token
