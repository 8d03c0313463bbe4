"""What the issuer signs (access tokens, RFC 9068; logout tokens): checked off-line against the issuer's keys."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.common.errors import SignInNeeded, Unavailable

log = structlog.get_logger(__name__)
AUDIENCE = "pioneer"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
COOKIE = "pioneer_token"
ALGORITHMS = ["RS256", "ES256", "EdDSA", "Ed25519"]


@dataclass(frozen=True)
class Claims:
    """Whom the issuer vouches for. A program is its client: it has that for a subject, and no person behind it."""

    subject: str
    name: str
    client: str
    is_program: bool
    expires_at: int


@dataclass(frozen=True)
class LoggedOut:
    """Whose sessions the issuer has ended: one session, or all of the subject where `session` is empty."""

    session: str
    subject: str


class Verifier:
    """Knows one issuer. Security time is real time, whatever clock the story runs on."""

    MIN_REFRESH_SECONDS = 5.0
    """An unknown key makes us ask again, but no flood of forged tokens makes us ask more often than this."""
    KEYS_LAST_SECONDS = 600.0
    """A key that the issuer has withdrawn is forgotten after this time."""

    def __init__(self, issuer: str, *, fetch: Callable[[str], dict[str, Any]] | None = None) -> None:
        self._issuer = issuer
        self._fetch = fetch or _fetch
        self._keys: KeySet | None = None
        self._asked_at = 0.0
        self._lock = threading.Lock()

    def verify(self, token: str) -> Claims:
        """Raises SignInNeeded for anything but a token of ours that is valid now."""
        claims = self._claims(token, AUDIENCE, exp={"essential": True}, sub={"essential": True})
        client = str(claims.get("client_id") or claims.get("azp") or "")
        is_program = claims.get("kind") == "program"
        subject = client if is_program else str(claims["sub"])
        name = str(claims.get("name") or claims.get("preferred_username") or subject)
        return Claims(subject, name, client, is_program, int(claims["exp"]))

    def verify_logout(self, token: str, client: str) -> LoggedOut:
        """OpenID Connect Back-Channel Logout 1.0, 2.6. Raises SignInNeeded for anything else."""
        claims = self._claims(token, client, iat={"essential": True}, events={"essential": True})
        session, subject = str(claims.get("sid") or ""), str(claims.get("sub") or "")
        if LOGOUT not in claims["events"] or "nonce" in claims or not (session or subject):
            raise SignInNeeded("token_invalid")
        return LoggedOut(session, subject)

    def _claims(self, token: str, audience: str, **wanted: Any) -> dict[str, Any]:
        try:
            claims = self._decode(token).claims
            registry = jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self._issuer}, aud={"essential": True, "value": audience}, **wanted
            )
            registry.validate(claims)
        except (JoseError, ValueError, KeyError) as error:
            raise SignInNeeded("token_invalid") from error
        return claims

    def _decode(self, token: str) -> jwt.Token:
        keys = self._key_set()
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            newer = self._key_set(unlike=keys)
            if newer is keys:
                raise
            return jwt.decode(token, newer, algorithms=ALGORITHMS)

    def _key_set(self, *, unlike: KeySet | None = None) -> KeySet:
        """The issuer's keys; `unlike`: those that did not fit. Raises Unavailable before they were ever had."""
        keys = self._keys
        # One asks, the others go on with what there is; only where there is nothing yet all wait.
        if keys is not None and not self._is_due(unlike):
            return keys
        if not self._lock.acquire(blocking=keys is None or unlike is not None):
            return keys  # type: ignore[return-value]
        try:
            if self._keys is None or self._is_due(unlike):
                self._ask()
        finally:
            self._lock.release()
        if self._keys is None:
            raise Unavailable("issuer_away")
        return self._keys

    def _is_due(self, unlike: KeySet | None) -> bool:
        age = time.monotonic() - self._asked_at
        return age > (self.MIN_REFRESH_SECONDS if unlike is not None else self.KEYS_LAST_SECONDS)

    def _ask(self) -> None:
        self._asked_at = time.monotonic()
        try:
            configuration = self._fetch(f"{self._issuer}/.well-known/openid-configuration")
            self._keys = KeySet.import_key_set(self._fetch(configuration["jwks_uri"]))  # type: ignore[arg-type]
        except requests.RequestException as away:
            log.warning("issuer_away", error=type(away).__name__)


def _fetch(url: str) -> dict[str, Any]:
    answer = requests.get(url, timeout=5)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


class ServiceToken:
    """The token by which this service calls others: client credentials, renewed before it ends."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self._issuer, self._id, self._secret = issuer, client_id, client_secret
        self._token, self._renew_at, self._until = "", 0.0, 0.0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """Renewed at half its life, so that an issuer away for a moment is not noticed. Raises Unavailable."""
        with self._lock:
            if time.monotonic() > self._renew_at:
                try:
                    self._renew()
                except requests.RequestException as away:
                    if time.monotonic() > self._until:
                        raise Unavailable("issuer_away") from away
            return self._token

    def _renew(self) -> None:
        configuration = _fetch(f"{self._issuer}/.well-known/openid-configuration")
        answer = requests.post(
            configuration["token_endpoint"],
            data={"grant_type": "client_credentials", "scope": "rpc"},
            auth=(self._id, self._secret),
            timeout=5,
        )
        answer.raise_for_status()
        granted = answer.json()
        now, lasts = time.monotonic(), int(granted.get("expires_in", 60))
        self._token, self._renew_at, self._until = granted["access_token"], now + lasts * 0.5, now + lasts * 0.9
