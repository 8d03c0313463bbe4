"""The grants, on Authlib: code with PKCE (S256 only), refresh with rotation, client credentials; revocation."""

from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, ClientCredentialsGrant, RefreshTokenGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import g

from services.identity.issuer import accounts
from services.identity.issuer.credentials import Code, Credentials
from services.identity.issuer.keys import SigningKeys
from services.identity.store import db

CONFIDENTIAL = ["client_secret_basic", "client_secret_post"]


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = [*CONFIDENTIAL, "none"]

    def save_authorization_code(self, code: str, request: Any) -> None:
        said = request.payload.data
        signed_in_at: datetime = g.issuer_signed_in_at
        kept = Code(
            request.client.get_client_id(), request.user.subject, request.payload.redirect_uri or "",
            request.scope or "", said.get("nonce"), said.get("code_challenge"), said.get("code_challenge_method"),
            signed_in_at,
        )  # fmt: skip
        Credentials(db).keep_code(code, kept)

    def query_authorization_code(self, code: str, client: Any) -> Code | None:
        return Credentials(db).take_code(code, client.get_client_id())

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Gone since it was taken."""

    def authenticate_user(self, authorization_code: Code) -> accounts.Account | None:
        return accounts.by_subject(db, authorization_code.subject)


class Challenge(CodeChallenge):  # type: ignore[misc]
    """PKCE for everybody, confidential clients too, and never plain."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]
    CODE_CHALLENGE_METHODS = {"S256": CodeChallenge.CODE_CHALLENGE_METHODS["S256"]}

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        said = grant.request.payload.data
        if not said.get("code_challenge") or said.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Missing 'code_challenge' with method S256.", redirect_uri=redirect_uri)
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):  # type: ignore[misc]
    def __init__(self, issuer: str, keys: SigningKeys) -> None:
        super().__init__(require_nonce=False)
        self._issuer, self._keys = issuer, keys

    def resolve_client_private_key(self, client: Any) -> Any:
        return self._keys.private()

    def get_client_claims(self, client: Any) -> dict[str, Any]:
        return {"iss": self._issuer, "aud": [client.get_client_id()]}

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return Credentials(db).is_nonce_known(nonce, str(request.payload.client_id))

    def generate_user_info(self, user: accounts.Account, scope: str) -> UserInfo:
        return UserInfo(sub=user.subject, name=user.name, preferred_username=user.username)


class Refresh(RefreshTokenGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = [*CONFIDENTIAL, "none"]
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Any:
        return Credentials(db).take_refresh(refresh_token, self.request.client.get_client_id())

    def authenticate_user(self, refresh_token: Any) -> accounts.Account | None:
        return accounts.by_subject(db, refresh_token.subject)

    def revoke_old_credential(self, refresh_token: Any) -> None:
        """Used since it was taken."""


class Programs(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = CONFIDENTIAL


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    CLIENT_AUTH_METHODS = [*CONFIDENTIAL, "none"]

    def query_token(self, token: str, token_type_hint: str | None) -> Any:
        return Credentials(db).find_refresh(token)

    def revoke_token(self, token: Any, request: Any) -> None:
        Credentials(db).revoke_family(token.family)


def save_token(token: dict[str, Any], request: Any) -> None:
    """Access tokens are not kept; a refresh token is, in the family of the one it follows."""
    refresh = token.get("refresh_token")
    if refresh is None or request.user is None:
        return
    followed = getattr(request, "refresh_token", None)
    Credentials(db).keep_refresh(
        refresh,
        family=followed.family if followed is not None else None,
        client_id=request.client.get_client_id(),
        subject=request.user.subject,
        scope=token.get("scope", ""),
    )
