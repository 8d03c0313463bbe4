"""Access tokens as RFC 9068 wants them, signed with the issuer's key; what they say of the bearer."""

import time
from typing import Any

from authlib.common.security import generate_token
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from joserfc import jwt

from services.common.config import Settings
from services.common.db import Database
from services.common.errors import DomainError
from services.common.tokens import AUDIENCE
from services.identity.issuer import accounts
from services.identity.issuer.keys import ALGORITHM, SigningKeys
from services.identity.issuer.loopback import refuse_unless_loopback
from services.identity.store import db

LASTS_SECONDS = 15 * 60


class AccessTokens(JWTBearerTokenGenerator):  # type: ignore[misc]
    """A person's token names the person, a program's its client."""

    def __init__(self, issuer: str, keys: SigningKeys) -> None:
        super().__init__(issuer, ALGORITHM, _refresh_token, lambda _client, _grant_type: LASTS_SECONDS)
        self._keys = keys

    def get_jwks(self) -> Any:
        return self._keys.private()

    def get_audiences(self, client: Any, user: Any, scope: str) -> str:
        return AUDIENCE

    def get_extra_claims(self, client: Any, grant_type: str, user: Any, scope: str) -> dict[str, Any]:
        if user is None:
            return {"kind": "program", "name": client.get_client_id()}
        return {"kind": "person", "name": user.name, "preferred_username": user.username}


def _refresh_token(**_of: Any) -> str:
    return str(generate_token(48))


def issue_for_demo(settings: Settings, username: str, *, database: Database = db) -> str:
    """A token for a demo person without a browser, inside the embedded process only: for playing the journey.

    Raises NotLoopback off this machine, DomainError demo_only_on_loopback for an account that is not a demo's.
    """
    refuse_unless_loopback(settings.issuer)
    account = accounts.by_username(database, username)
    if account is None or not account.is_demo:
        raise DomainError("demo_only_on_loopback")
    now = int(time.time())
    claims = {
        "iss": settings.issuer,
        "aud": AUDIENCE,
        "sub": account.subject,
        "name": account.name,
        "preferred_username": account.username,
        "client_id": "pioneer-demo",
        "kind": "person",
        "demo": True,
        "iat": now,
        "exp": now + LASTS_SECONDS,
        "jti": generate_token(16),
    }
    keys = SigningKeys(database, settings.master_key)
    return jwt.encode({"alg": ALGORITHM, "typ": "at+jwt"}, claims, keys.private())
