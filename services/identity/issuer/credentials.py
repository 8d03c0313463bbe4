"""Codes, refresh tokens and browser sessions: kept as hashes, each used once or until its end. Real time."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from authlib.oauth2.rfc6749 import TokenMixin
from authlib.oidc.core import AuthorizationCodeMixin
from sqlalchemy import text

from services.common.db import Database
from services.common.ids import new_id
from services.identity.issuer.secrets import hashed

CODE_LASTS = timedelta(seconds=60)
SESSION_LASTS = timedelta(hours=12)
REFRESH_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """What a code stands for. PKCE's challenge is part of it."""

    client_id: str
    subject: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    code_challenge_method: str
    signed_in_at: datetime

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.signed_in_at.timestamp())

    def get_acr(self) -> str:
        return "1"

    def get_amr(self) -> list[str]:
        return ["pwd"]


@dataclass(frozen=True)
class RefreshToken(TokenMixin):  # type: ignore[misc]
    token_hash: str
    family: UUID
    client_id: str
    subject: str
    scope: str

    def check_client(self, client: Any) -> bool:
        return bool(client.get_client_id() == self.client_id)

    def get_scope(self) -> str:
        return self.scope


class Credentials:
    def __init__(self, db: Database) -> None:
        self._db = db

    def keep_code(self, code: str, kept: Code) -> None:
        with self._db.engine.begin() as connection:
            connection.execute(
                text(
                    "insert into issuer.code values (:hash, :client_id, :subject, :redirect_uri, :scope, :nonce,"
                    " :code_challenge, :code_challenge_method, :signed_in_at, :until)"
                ),
                {"hash": hashed(code), "until": _now() + CODE_LASTS, **vars(kept)},
            )

    def take_code(self, code: str, client_id: str) -> Code | None:
        """Once: a code that was looked at is gone, whatever comes of it."""
        with self._db.engine.begin() as connection:
            row = connection.execute(
                text("delete from issuer.code where code_hash = :hash returning *"), {"hash": hashed(code)}
            ).one_or_none()
        if row is None or row.client_id != client_id or row.expires_at < _now():
            return None
        return Code(
            row.client_id, row.subject, row.redirect_uri, row.scope, row.nonce, row.challenge, row.challenge_method,
            row.signed_in_at,
        )  # fmt: skip

    def is_nonce_known(self, nonce: str, client_id: str) -> bool:
        with self._db.engine.begin() as connection:
            found = connection.scalar(
                text("select exists (select 1 from issuer.code where nonce = :n and client_id = :c)"),
                {"n": nonce, "c": client_id},
            )
        return bool(found)

    def keep_refresh(self, token: str, *, family: UUID | None, client_id: str, subject: str, scope: str) -> None:
        with self._db.engine.begin() as connection:
            connection.execute(
                text(
                    "insert into issuer.refresh_token (token_hash, family, client_id, subject, scope, expires_at)"
                    " values (:h, :f, :c, :s, :scope, :until)"
                ),
                {
                    "h": hashed(token),
                    "f": family or new_id(),
                    "c": client_id,
                    "s": subject,
                    "scope": scope,
                    "until": _now() + REFRESH_LASTS,
                },
            )

    def take_refresh(self, token: str, client_id: str) -> RefreshToken | None:
        """Once: a second use means that somebody else has it, and ends the whole family."""
        with self._db.engine.begin() as connection:
            row = connection.execute(
                text("select * from issuer.refresh_token where token_hash = :h for update"), {"h": hashed(token)}
            ).one_or_none()
            if row is None or row.client_id != client_id or row.revoked or row.expires_at < _now():
                return None
            if row.used:
                connection.execute(
                    text("update issuer.refresh_token set revoked = true where family = :f"), {"f": row.family}
                )
                return None
            connection.execute(
                text("update issuer.refresh_token set used = true where token_hash = :h"), {"h": row.token_hash}
            )
        return RefreshToken(row.token_hash, row.family, row.client_id, row.subject, row.scope)

    def find_refresh(self, token: str) -> RefreshToken | None:
        with self._db.engine.begin() as connection:
            row = connection.execute(
                text("select * from issuer.refresh_token where token_hash = :h"), {"h": hashed(token)}
            ).one_or_none()
        return RefreshToken(row.token_hash, row.family, row.client_id, row.subject, row.scope) if row else None

    def revoke_family(self, family: UUID) -> None:
        with self._db.engine.begin() as connection:
            connection.execute(text("update issuer.refresh_token set revoked = true where family = :f"), {"f": family})

    def begin_session(self, subject: str) -> str:
        """The secret of a browser that has signed in."""
        secret = secrets.token_urlsafe(32)
        with self._db.engine.begin() as connection:
            connection.execute(text("delete from issuer.browser_session where expires_at < :now"), {"now": _now()})
            connection.execute(text("delete from issuer.code where expires_at < :now"), {"now": _now()})
            connection.execute(text("delete from issuer.refresh_token where expires_at < :now"), {"now": _now()})
            connection.execute(
                text("insert into issuer.browser_session values (:h, :s, :now, :until)"),
                {"h": hashed(secret), "s": subject, "now": _now(), "until": _now() + SESSION_LASTS},
            )
        return secret

    def session(self, secret: str) -> tuple[str, datetime] | None:
        """Subject, and when it signed in."""
        with self._db.engine.begin() as connection:
            row = connection.execute(
                text("select subject, signed_in_at, expires_at from issuer.browser_session where id_hash = :h"),
                {"h": hashed(secret)},
            ).one_or_none()
        return (row.subject, row.signed_in_at) if row is not None and row.expires_at > _now() else None

    def end_session(self, secret: str) -> None:
        with self._db.engine.begin() as connection:
            connection.execute(text("delete from issuer.browser_session where id_hash = :h"), {"h": hashed(secret)})


def _now() -> datetime:
    return datetime.now(UTC)
