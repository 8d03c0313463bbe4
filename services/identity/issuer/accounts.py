"""Accounts of the embedded issuer. Functions with a session work in the caller's transaction (Keycloak's place)."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from services.common.db import Database, tenant_of
from services.common.errors import DomainError
from services.identity.issuer.secrets import hashed

DEMO_PASSWORD = "pioneer-demo"  # noqa: S105 — for invented people on this machine, refused elsewhere
MOST_FAILURES = 5
LOCKED = timedelta(minutes=15)
LEAST_LENGTH = 12
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NO_PASSWORD = "!"  # noqa: S105 — a hash that nothing fits
_OF_NOBODY = _hasher.hash(secrets.token_hex(16))
"""Checked for unknown names, so that they cost the same time as known ones."""


@dataclass(frozen=True)
class Account:
    subject: str
    username: str
    name: str
    is_demo: bool
    must_change: bool

    def get_user_id(self) -> str:
        """What Authlib asks for."""
        return self.subject


class Embedded:
    """The accounts of this issuer, changed in the caller's transaction."""

    def reserve(self, session: Session, username: str, *, subject: str, name: str) -> None:
        """The name is taken; nobody can sign in with it before a password is set. Names are never used twice."""
        done = session.connection().execute(
            text(
                "insert into issuer.account (subject, username, password_hash, name, tenant)"
                " values (:s, :u, :h, :n, :t) on conflict (username) do nothing"
            ),
            {"s": subject, "u": username, "h": _NO_PASSWORD, "n": name, "t": tenant_of(session)},
        )
        if done.rowcount == 0:
            raise DomainError("username_taken", username=username)

    def rename(self, session: Session, subject: str, name: str) -> None:
        session.execute(text("update issuer.account set name = :n where subject = :s"), {"n": name, "s": subject})

    def close(self, session: Session, subject: str) -> None:
        """No more sign-in, no more renewal; what was signed before ends within minutes."""
        session.execute(text("update issuer.account set disabled = true where subject = :s"), {"s": subject})
        session.execute(text("update issuer.program set closed = true where client_id = :s"), {"s": subject})
        _forget(session.connection(), subject)

    def open_program(self, session: Session, client_id: str, *, name: str) -> str:
        """A program that asks in its own name. Returns its secret, which is told this once."""
        secret = secrets.token_urlsafe(32)
        done = session.connection().execute(
            text("insert into issuer.program values (:id, :t, :n, :h) on conflict (client_id) do nothing"),
            {"id": client_id, "t": tenant_of(session), "n": name, "h": hashed(secret)},
        )
        if done.rowcount == 0:
            raise DomainError("username_taken", username=client_id)
        return secret

    def set_first_password(self, session: Session, subject: str) -> str:
        """A password to hand over; it must be changed at the first sign-in."""
        password = secrets.token_urlsafe(9)
        session.execute(
            text(
                "update issuer.account set password_hash = :h, must_change = true, failures = 0, locked_until = null"
                " where subject = :s"
            ),
            {"h": _hasher.hash(password), "s": subject},
        )
        _forget(session.connection(), subject)
        return password

    def set_shared_password(self, session: Session, usernames: list[str], password: str) -> None:
        """Demo only: one password for all, marked as such, hashed once."""
        session.execute(
            text("update issuer.account set password_hash = :h, is_demo = true where username = any(:names)"),
            {"h": _hasher.hash(password), "names": usernames},
        )

    def notice(self, session: Session, subject: str) -> None:
        """Nothing is due: grants are no part of an account here."""

    def notice_federation(self, session: Session, code: str) -> None:
        """Nothing is due."""


def _forget(connection: Connection, subject: str) -> None:
    for table in ("browser_session", "refresh_token"):
        connection.execute(text(f"delete from issuer.{table} where subject = :s"), {"s": subject})  # noqa: S608


def program_secret(db: Database, client_id: str) -> str | None:
    """The hash of a living program's secret."""
    with db.engine.begin() as connection:
        found: str | None = connection.scalar(
            text("select secret_hash from issuer.program where client_id = :id and not closed"), {"id": client_id}
        )
    return found


_FIND = "select subject, username, name, is_demo, must_change from issuer.account where not disabled and "


def by_subject(db: Database, subject: str) -> Account | None:
    with db.engine.begin() as connection:
        row = connection.execute(text(_FIND + "subject = :s"), {"s": subject}).one_or_none()
    return Account(*row) if row else None


def by_username(db: Database, username: str) -> Account | None:
    with db.engine.begin() as connection:
        row = connection.execute(text(_FIND + "username = :u"), {"u": username}).one_or_none()
    return Account(*row) if row else None


def has_demo(db: Database) -> bool:
    with db.engine.begin() as connection:
        return bool(connection.scalar(text("select exists (select 1 from issuer.account where is_demo)")))


def sign_in(db: Database, username: str, password: str) -> Account:
    """Raises DomainError wrong_password or account_locked; five failures in a row lock for a quarter of an hour."""
    now = datetime.now(UTC)
    with db.engine.begin() as connection:
        row = connection.execute(
            text("select * from issuer.account where username = :u and not disabled for update"), {"u": username}
        ).one_or_none()
        if row is not None and row.locked_until is not None and row.locked_until > now:
            refused = "account_locked"
        elif _fits(row.password_hash if row is not None else _OF_NOBODY, password) and row is not None:
            connection.execute(
                text("update issuer.account set failures = 0, locked_until = null where subject = :s"),
                {"s": row.subject},
            )
            return Account(row.subject, row.username, row.name, row.is_demo, row.must_change)
        else:
            refused = "wrong_password"
            if row is not None:
                _count_failure(connection, row.subject, row.failures + 1, now)
    # Outside the transaction, so that the failure is kept.
    raise DomainError(refused)


def _count_failure(connection: Connection, subject: str, failures: int, now: datetime) -> None:
    is_locked = failures >= MOST_FAILURES
    connection.execute(
        text("update issuer.account set failures = :n, locked_until = :until where subject = :s"),
        {"n": 0 if is_locked else failures, "until": now + LOCKED if is_locked else None, "s": subject},
    )


def change_password(db: Database, account: Account, old: str, new: str) -> None:
    """Raises DomainError wrong_password or password_too_weak."""
    sign_in(db, account.username, old)
    if len(new) < LEAST_LENGTH or new == old or account.username in new:
        raise DomainError("password_too_weak")
    with db.engine.begin() as connection:
        connection.execute(
            text("update issuer.account set password_hash = :h, must_change = false where subject = :s"),
            {"h": _hasher.hash(new), "s": account.subject},
        )


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, ValueError):
        return False
