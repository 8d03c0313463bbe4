"""The OIDC client: authorization code with PKCE, discovery, renewal. One issuer, embedded or not."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, current_app, request, session
from requests import RequestException

from services.common.config import Settings
from services.common.errors import SignInNeeded, Unavailable
from services.portal.domain.own_address import own_address

log = structlog.get_logger(__name__)
# Not offline_access: such a token would outlive the sign-out.
SCOPE = "openid profile"
TIMEOUT_SECONDS = 8


@dataclass(frozen=True)
class Tokens:
    """What the issuer granted. `lasts`: seconds of the access token; `session`: the issuer's name for the sign-in."""

    access: str
    refresh: str
    identity: str
    lasts: int
    session: str = ""


class RefreshRefused(Exception):
    """The issuer has ended the session, or has seen this refresh token before."""


class Issuer:
    """Finds the issuer's addresses at the first sign-in, not at the start: it may be started after us."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._settings = settings
        self._client = OAuth(app).register(
            "issuer",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": SCOPE,
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_basic",
                "default_timeout": TIMEOUT_SECONDS,
            },
        )

    @property
    def _callback(self) -> str:
        return f"{self._settings.origin}/portal/callback"

    def begin(self, next_: str) -> str:
        """The address to send the browser to. State, nonce, verifier and the way back wait in the signed session."""
        try:
            asked = self._client.create_authorization_url(self._callback)
        except RequestException as away:
            raise Unavailable("issuer_away") from away
        self._client.save_authorize_data(redirect_uri=self._callback, next=next_, **asked)
        return str(asked["url"])

    def finish(self) -> tuple[Tokens, str]:
        """Redeem the code of this request; returns the tokens and the way back.

        Raises SignInNeeded sign_in_failed for a state, nonce, code or verifier that does not fit.
        """
        kept = self._client.framework.get_state_data(session, request.args.get("state", "")) or {}
        try:
            granted = self._client.authorize_access_token()
        except RequestException as away:
            raise Unavailable("issuer_away") from away
        except (AuthlibBaseError, ValueError, KeyError) as refused:
            log.info("sign_in_refused", error=type(refused).__name__)
            raise SignInNeeded("sign_in_failed") from refused
        return _tokens(granted), own_address(kept.get("next"))

    def renew(self, refresh_token: str) -> Tokens:
        """Raises RefreshRefused."""
        endpoint = self._metadata()["token_endpoint"]
        settings = self._settings
        try:
            with OAuth2Session(settings.client_id, settings.client_secret) as client:
                granted = client.refresh_token(endpoint, refresh_token=refresh_token, timeout=TIMEOUT_SECONDS)
        except RequestException as away:
            raise Unavailable("issuer_away") from away
        except AuthlibBaseError as refused:
            raise RefreshRefused from refused
        return _tokens({"refresh_token": refresh_token, **granted})

    def end(self, id_token: str, back_to: str) -> str:
        """Where to send the browser so that the issuer forgets it too; back_to where the issuer has no such place."""
        endpoint = self._metadata().get("end_session_endpoint")
        if not endpoint:
            return back_to
        asked = {"client_id": self._settings.client_id, "post_logout_redirect_uri": self._settings.origin + back_to}
        return f"{endpoint}?{urlencode({**asked, **({'id_token_hint': id_token} if id_token else {})})}"

    def _metadata(self) -> dict[str, Any]:
        try:
            return cast(dict[str, Any], self._client.load_server_metadata())
        except RequestException as away:
            raise Unavailable("issuer_away") from away


def _tokens(granted: dict[str, Any]) -> Tokens:
    said = granted.get("userinfo") or {}
    return Tokens(
        str(granted["access_token"]),
        str(granted.get("refresh_token") or ""),
        str(granted.get("id_token") or ""),
        int(granted.get("expires_in") or 300),
        str(said.get("sid") or ""),
    )


def issuer_of_app() -> Issuer:
    found: Issuer = current_app.extensions["issuer"]
    return found
