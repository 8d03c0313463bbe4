"""Who may ask the issuer: the portal for people, each service for itself, a command line, registered programs."""

import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import ClientMixin

from services.common.config import Settings
from services.identity.issuer import accounts
from services.identity.issuer.loopback import is_loopback
from services.identity.issuer.secrets import client_secret, hashed
from services.identity.store import db

SERVICES = ("identity", "applications", "assessment", "competitions", "volunteers", "portal")
PEOPLE_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
CLI = "pioneer-cli"


@dataclass(frozen=True)
class Client(ClientMixin):  # type: ignore[misc]
    """`secret` "" is a public client: PKCE alone proves it is the one that began."""

    client_id: str
    secret: str
    grant_types: frozenset[str]
    redirect_uris: tuple[str, ...] = ()
    scopes: frozenset[str] = PEOPLE_SCOPES
    secret_hash: str = ""

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str | None:
        return self.redirect_uris[0] if self.redirect_uris else None

    def get_allowed_scope(self, scope: str | None) -> str:
        return " ".join(each for each in (scope or "").split() if each in self.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Exactly as registered; the command line may listen on any port of this machine (RFC 8252)."""
        if self.client_id == CLI:
            asked = urlsplit(redirect_uri)
            return asked.scheme == "http" and is_loopback(asked.hostname or "") and asked.path == "/callback"
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, secret: str) -> bool:
        if self.secret_hash:
            return hmac.compare_digest(self.secret_hash, hashed(secret))
        return bool(self.secret) and hmac.compare_digest(self.secret, secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (
            method == "none"
            if not (self.secret or self.secret_hash)
            else method in ("client_secret_basic", "client_secret_post")
        )

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and "authorization_code" in self.grant_types

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.grant_types

    @property
    def id_token_signed_response_alg(self) -> str:
        return "ES256"


def known_clients(settings: Settings) -> dict[str, Client]:
    """By id. The portal also signs in people, the other services only themselves."""
    of_people = frozenset({"authorization_code", "refresh_token"})
    callback = (f"{settings.origin}/portal/callback",)
    found: dict[str, Client] = {CLI: Client(CLI, "", of_people)}
    for name in SERVICES:
        id_ = f"pioneer-{name}"
        secret = client_secret(settings.master_key, id_)
        scopes = frozenset({"rpc"}) | (PEOPLE_SCOPES if name == "portal" else frozenset())
        types = frozenset({"client_credentials"}) | (of_people if name == "portal" else frozenset())
        found[id_] = Client(id_, secret, types, callback if name == "portal" else (), scopes)
    found["portal"] = Client("portal", client_secret(settings.master_key, "portal"), of_people, callback)
    return found


def client_of(clients: dict[str, Client], client_id: Any) -> Client | None:
    return clients.get(str(client_id)) or _registered(str(client_id))


def _registered(client_id: str) -> Client | None:
    """A program that a federation registered."""
    secret = accounts.program_secret(db, client_id)
    if secret is None:
        return None
    return Client(client_id, "", frozenset({"client_credentials"}), scopes=frozenset(), secret_hash=secret)
