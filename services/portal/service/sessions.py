"""Browser sessions: begun at sign-in, renewed in silence, ended at sign-out or by time. They belong to the site."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, or_, update

from services.common.errors import Unavailable
from services.common.tokens import LoggedOut
from services.portal.models import SessionRow
from services.portal.oidc import Issuer, RefreshRefused, Tokens
from services.portal.store import SITE, db
from services.portal.vault import Vault, hash_of

LASTS = timedelta(hours=12)
"""A working day; the issuer may end it sooner."""
TURNS, PAUSE_SECONDS = 100, 0.1
VOID_AFTER = timedelta(seconds=20)


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
                issuer_session=tokens.session,
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


def renew_session(vault: Vault, issuer: Issuer, session_id: str, *, now: Callable[[], datetime]) -> Tokens | None:
    """A fresh access token without asking the person; None when he must sign in again.

    A refresh token is good once, and an issuer may end a session whose token comes twice. Tabs that renew at the
    same moment therefore take turns: one claims the session, the others wait and go on with the newer token.
    """
    for _turn in range(TURNS):
        found = find_session(session_id, now=now())
        if found is None or found.refresh_token is None:
            return None
        if _claim(found, now=now()):
            return _renew_claimed(vault, issuer, found, session_id, now=now())
        sleep(PAUSE_SECONDS)
    return None


def _claim(found: BrowserSession, *, now: datetime) -> bool:
    """Whether it is ours to renew. A claim whose process died is void after a while."""
    free = or_(SessionRow.renewing_at.is_(None), SessionRow.renewing_at < now - VOID_AFTER)
    with db.transaction(SITE) as session:
        claimed = session.connection().execute(
            update(SessionRow)
            .where(SessionRow.tenant == SITE, SessionRow.id_hash == found.id_hash)
            .where(SessionRow.version == found.version, free)
            .values(renewing_at=now)
        )
    return claimed.rowcount == 1


def _renew_claimed(
    vault: Vault, issuer: Issuer, found: BrowserSession, session_id: str, *, now: datetime
) -> Tokens | None:
    sealed = found.refresh_token or b""
    try:
        tokens = issuer.renew(vault.open(sealed, found.id_hash))
    except (RefreshRefused, InvalidTag):
        end_session(session_id)
        return None
    except Unavailable:
        _keep(found, {"renewing_at": None})
        raise
    newer = vault.seal(tokens.refresh, found.id_hash)
    _keep(found, {"refresh_token": newer, "version": found.version + 1, "renewed_at": now, "renewing_at": None})
    return tokens


def _keep(found: BrowserSession, changes: dict[str, Any]) -> None:
    with db.transaction(SITE) as session:
        session.execute(
            update(SessionRow)
            .where(SessionRow.tenant == SITE, SessionRow.id_hash == found.id_hash)
            .where(SessionRow.version == found.version)
            .values(**changes)
        )


def end_session(session_id: str) -> None:
    with db.transaction(SITE) as session:
        session.execute(delete(SessionRow).where(SessionRow.tenant == SITE, SessionRow.id_hash == hash_of(session_id)))


def end_sessions_of(out: LoggedOut) -> int:
    """The issuer has ended them; what they hold is dropped, access ends with the access token. Returns how many."""
    whose = SessionRow.issuer_session == out.session if out.session else SessionRow.subject == out.subject
    with db.transaction(SITE) as session:
        ended = session.connection().execute(delete(SessionRow).where(SessionRow.tenant == SITE, whose))
    return int(ended.rowcount)


def forget_ended_sessions(*, now: datetime) -> None:
    with db.transaction(SITE) as session:
        session.execute(delete(SessionRow).where(SessionRow.tenant == SITE, SessionRow.ends_at <= now))
