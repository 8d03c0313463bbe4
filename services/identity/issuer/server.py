"""The issuer's addresses under /identity/oidc: discovery, keys, token, authorize, revocation, end of session."""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from apiflask import APIBlueprint, APIFlask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, abort, g, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from services.common.config import Settings
from services.common.web.csrf import without_token
from services.identity.issuer.clients import client_of, known_clients
from services.identity.issuer.credentials import Credentials
from services.identity.issuer.flows import Challenge, CodeGrant, IdToken, Programs, Refresh, Revocation, save_token
from services.identity.issuer.keys import ALGORITHM, SigningKeys
from services.identity.issuer.loopback import PATH, is_loopback, refuse_unless_loopback
from services.identity.issuer.pages import COOKIE, add_pages, signed_in
from services.identity.issuer.tokens import AccessTokens
from services.identity.store import db


def mount(app: APIFlask, settings: Settings) -> None:
    """Add the issuer to identity's app. Raises NotLoopback for an address others can reach."""
    refuse_unless_loopback(settings.issuer)
    keys = SigningKeys(db, settings.master_key)
    server = _server(app, settings, keys)
    # An APIBlueprint although it is no API: the OpenAPI document of the app asks each that looks before a request.
    blueprint = APIBlueprint("issuer", __name__, url_prefix=PATH, enable_openapi=False)
    _add_documents(blueprint, settings.issuer, keys)
    _add_endpoints(blueprint, server)
    add_pages(blueprint, app)
    _add_end(blueprint, settings)

    @blueprint.before_request
    def only_from_here() -> None:
        if not is_loopback(request.remote_addr or ""):
            abort(403)

    app.register_blueprint(blueprint)


def _server(app: APIFlask, settings: Settings, keys: SigningKeys) -> AuthorizationServer:
    clients = known_clients(settings)
    server = AuthorizationServer(
        app, query_client=lambda client_id: client_of(clients, client_id), save_token=save_token
    )
    server.register_token_generator("default", AccessTokens(settings.issuer, keys))
    server.register_grant(CodeGrant, [Challenge(required=True), IdToken(settings.issuer, keys)])
    server.register_grant(Refresh)
    server.register_grant(Programs)
    server.register_endpoint(Revocation)
    return server


def _add_documents(blueprint: Blueprint, issuer: str, keys: SigningKeys) -> None:
    @blueprint.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks",
                "revocation_endpoint": f"{issuer}/revoke",
                "end_session_endpoint": f"{issuer}/end-session",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": ["openid", "profile", "email", "offline_access", "rpc"],
                "claims_supported": ["sub", "name", "preferred_username"],
                "authorization_response_iss_parameter_supported": False,
            }
        )

    @blueprint.get("/jwks")
    def jwks() -> Response:
        return jsonify(keys.public())


def _add_endpoints(blueprint: Blueprint, server: AuthorizationServer) -> None:
    @blueprint.post("/token")
    @without_token
    def token() -> Any:
        response = server.create_token_response()
        response.headers["Cache-Control"] = "no-store"
        return response

    @blueprint.post("/revoke")
    @without_token
    def revoke() -> Any:
        return server.create_endpoint_response(Revocation.ENDPOINT_NAME)

    @blueprint.get("/authorize")
    def authorize() -> ResponseReturnValue:
        account, g.issuer_signed_in_at = signed_in()
        try:
            grant = server.get_consent_grant(end_user=account)
        except OAuth2Error as error:
            answer: ResponseReturnValue = server.handle_error_response(None, error)
            return answer
        back = quote(f"{PATH}/authorize?{request.query_string.decode()}", safe="")
        if account is None or getattr(grant, "prompt", None) == "login":
            return redirect(f"{PATH}/sign-in?next={_without_prompt(back)}", 303)
        if account.must_change:
            return redirect(f"{PATH}/new-password?next={back}", 303)
        answer = server.create_authorization_response(grant=grant, grant_user=account)
        return answer


def _without_prompt(back: str) -> str:
    """Signing in answers the wish to sign in again."""
    return back.replace("prompt%3Dlogin", "")


def _add_end(blueprint: Blueprint, settings: Settings) -> None:
    @blueprint.get("/end-session")
    def end_session() -> ResponseReturnValue:
        """Forgets the browser, and goes back to the portal if that is where it was sent from."""
        secret = request.cookies.get(COOKIE)
        if secret:
            Credentials(db).end_session(secret)
        asked = urlsplit(request.args.get("post_logout_redirect_uri", ""))
        own = f"{asked.scheme}://{asked.netloc}" == settings.origin and asked.path.startswith("/portal/")
        state = request.args.get("state")
        query = f"?{urlencode({'state': state})}" if state else ""
        response = redirect(f"{settings.origin}{asked.path}{query}" if own else f"{settings.origin}/", 303)
        response.delete_cookie(COOKIE, path=PATH)
        return response
