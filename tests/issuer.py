"""An OIDC issuer of the tests' own: real keys, real tokens, no server."""

import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

ISSUER = "https://issuer.test"
_KEY = ECKey.generate_key("P-256", {"kid": "test", "use": "sig", "alg": "ES256"})
FOREIGN_KEY = ECKey.generate_key("P-256", {"kid": "test", "use": "sig", "alg": "ES256"})


def fetch(url: str) -> dict[str, Any]:
    if url.endswith("openid-configuration"):
        return {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks", "token_endpoint": f"{ISSUER}/token"}
    return dict(KeySet([_KEY]).as_dict(private=False))


def token(
    subject: str, *, name: str = "", client: str = "portal", kind: str = "person", key: Any = _KEY, **more: Any
) -> str:
    """A bearer token as the real issuer would sign it; `more` overrides claims, `key` forges."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": "pioneer",
        "sub": subject,
        "name": name or subject,
        "client_id": client,
        "kind": kind,
        "iat": now,
        "exp": now + 900,
        **more,
    }
    return jwt.encode({"alg": "ES256", "kid": "test", "typ": "at+jwt"}, claims, key)


def bearer(subject: str, **more: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(subject, **more)}"}
