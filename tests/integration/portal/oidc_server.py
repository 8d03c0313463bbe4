"""A small OIDC issuer over HTTP that checks what a strict one checks: redirect address, PKCE, used codes, rotation."""

import base64
import hashlib
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import waitress
from flask import Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet


def free_port() -> int:
    for port in range(21400, 21500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port between 21400 and 21500")


@dataclass
class OidcServer:
    """`subject` and `name` are who signs in next; `asked` is what was asked of it."""

    client_id: str
    client_secret: str
    redirect_uri: str
    subject: str = "s-1"
    name: str = "许文静"
    lasts: int = 300
    port: int = field(default_factory=free_port)
    is_away: bool = False
    refused: int = 0
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, tuple[str, str]] = field(default_factory=dict)
    sessions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._key = ECKey.generate_key("P-256", {"kid": "k1", "use": "sig", "alg": "ES256"})
        self._server = waitress.create_server(self._app(), host="127.0.0.1", port=self.port, threads=4)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.close()

    def token(self, subject: str, name: str, **claims: Any) -> str:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": "pioneer", "sub": subject, "name": name, "client_id": self.client_id}
        return jwt.encode(
            {"alg": "ES256", "kid": self._key.kid}, {**said, "iat": now, "exp": now + self.lasts, **claims}, self._key
        )

    def logout_token(self, session: str, **claims: Any) -> str:
        """As OpenID Connect Back-Channel Logout 1.0 wants it; `claims` overrides, None leaves out."""
        said = {
            "iss": self.issuer, "aud": self.client_id, "iat": int(time.time()), "jti": secrets.token_hex(8),
            "sid": session, "events": {"http://schemas.openid.net/event/backchannel-logout": {}}, **claims,
        }  # fmt: skip
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, {k: v for k, v in said.items() if v}, self._key)

    def rotate_key(self) -> None:
        """From now on another key signs, and the old one is no longer told."""
        self._key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig", "alg": "ES256"})

    def _app(self) -> Flask:
        app = Flask("oidc")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self._configuration)
        app.add_url_rule("/jwks", view_func=self._jwks)
        app.add_url_rule("/authorize", view_func=self._authorize)
        app.add_url_rule("/token", view_func=self._token, methods=["POST"])
        return app

    def _configuration(self) -> Response:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        addresses = {name: f"{self.issuer}/{path}" for name, path in names.items()}
        return jsonify({"issuer": self.issuer, "end_session_endpoint": f"{self.issuer}/end", **addresses})

    def _jwks(self) -> Response:
        return jsonify(KeySet([self._key]).as_dict(private=False))

    def _authorize(self) -> ResponseReturnValue:
        asked = request.args.to_dict()
        self.asked.append("authorize")
        fits = (asked["client_id"], asked["redirect_uri"], asked["response_type"], asked["code_challenge_method"])
        if fits != (self.client_id, self.redirect_uri, "code", "S256"):
            return "bad request", 400
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "subject": self.subject, "name": self.name}
        return redirect(f"{self.redirect_uri}?{urlencode({'code': code, 'state': asked['state']})}")

    def _token(self) -> ResponseReturnValue:
        said = request.authorization
        if said is None or (said.username, said.password) != (self.client_id, self.client_secret):
            return jsonify(error="invalid_client"), 401
        if self.is_away:
            return "away", 503
        self.asked.append(request.form["grant_type"])
        if request.form["grant_type"] == "refresh_token":
            owner = self.refresh_tokens.pop(request.form["refresh_token"], None)
            if owner is None:
                self.refused += 1
                return jsonify(error="invalid_grant"), 400
            return self._grant(*owner)
        kept = self.codes.pop(request.form["code"], None)
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if kept is None or kept["code_challenge"] != challenge or request.form["redirect_uri"] != self.redirect_uri:
            return jsonify(error="invalid_grant"), 400
        self.sessions.append(secrets.token_hex(8))
        identity = self.token(
            kept["subject"], kept["name"], aud=self.client_id, nonce=kept["nonce"], sid=self.sessions[-1]
        )
        return self._grant(kept["subject"], kept["name"], id_token=identity)

    def _grant(self, subject: str, name: str, **more: str) -> Response:
        refresh = secrets.token_urlsafe(16)
        self.refresh_tokens[refresh] = (subject, name)
        access = self.token(subject, name)
        return jsonify(access_token=access, token_type="Bearer", expires_in=self.lasts, refresh_token=refresh, **more)
