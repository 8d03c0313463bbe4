"""Browser sessions: begun at sign-in, renewed in silence, ended at sign-out or by time. They belong to the site."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete

from services.portal.models import SessionRow
from services.portal.oidc import Issuer, RefreshRefused, Tokens
from services.portal.store import SITE, db
from services.portal.vault import Vault, hash_of

LASTS = timedelta(hours=12)
"""A working day; the issuer may end it sooner."""


@dataclass(frozen=True)
class BrowserSession:
    id_hash: str
    subject: str
    refresh_token: bytes | None
    id_token: bytes | None
    version: int


def begin_session(vault: Vault, subject: str, name: str, tokens: Tokens, *, now: datetime) -> str:
    """Returns the session id for the browser's cookie; only its hash is kept."""
    session_id = secrets.token_urlsafe(32)
    hashed = hash_of(session_id)
    with db.transaction(SITE) as session:
        session.add(
            SessionRow(
                tenant=SITE,
                id_hash=hashed,
                subject=subject,
                name=name,
                refresh_token=vault.seal(tokens.refresh, hashed) if tokens.refresh else None,
                id_token=vault.seal(tokens.identity, hashed) if tokens.identity else None,
                version=1,
                started_at=now,
                renewed_at=now,
                ends_at=now + LASTS,
            )
        )
    return session_id


def find_session(session_id: str, *, now: datetime) -> BrowserSession | None:
    with db.read(SITE) as session:
        row = session.get(SessionRow, (SITE, hash_of(session_id)))
    if row is None or row.ends_at <= now:
        return None
    return BrowserSession(row.id_hash, row.subject, row.refresh_token, row.id_token, row.version)


def renew_session(vault: Vault, issuer: Issuer, session_id: str, *, now: datetime) -> Tokens | None:
    """A fresh access token without asking the person; None when he must sign in again.

    Two tabs may renew at once: the one that comes late finds the refresh token used, and takes the newer one.
    """
    tried: int | None = None
    while (found := find_session(session_id, now=now)) and found.refresh_token and found.version != tried:
        tried = found.version
        try:
            tokens = issuer.renew(vault.open(found.refresh_token, found.id_hash))
        except InvalidTag:
            break
        except RefreshRefused:
            continue
        _keep_renewed(vault, found, tokens, now=now)
        return tokens
    end_session(session_id)
    return None


def _keep_renewed(vault: Vault, found: BrowserSession, tokens: Tokens, *, now: datetime) -> None:
    with db.transaction(SITE) as session:
        row = session.get(SessionRow, (SITE, found.id_hash), with_for_update=True)
        if row is not None and row.version == found.version:
            row.refresh_token = vault.seal(tokens.refresh, found.id_hash)
            row.version, row.renewed_at = row.version + 1, now


def end_session(session_id: str) -> None:
    with db.transaction(SITE) as session:
        session.execute(delete(SessionRow).where(SessionRow.tenant == SITE, SessionRow.id_hash == hash_of(session_id)))


def forget_ended_sessions(*, now: datetime) -> None:
    with db.transaction(SITE) as session:
        session.execute(delete(SessionRow).where(SessionRow.tenant == SITE, SessionRow.ends_at <= now))
