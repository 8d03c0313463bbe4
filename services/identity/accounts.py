"""Who can sign in: one door, behind it the embedded issuer's accounts or Keycloak's. Chosen here and nowhere else.

All is said in the caller's transaction. Keycloak hears of it afterwards, from this service's worker.
"""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from services.common.config import Settings
from services.common.runtime import Tick
from services.identity.issuer import accounts as embedded
from services.identity.keycloak import InKeycloak


class Accounts(Protocol):
    def reserve(self, session: Session, username: str, *, subject: str, name: str) -> None:
        """The name is taken; nobody can sign in with it before a password is set. Names are never used twice."""

    def rename(self, session: Session, subject: str, name: str) -> None: ...

    def close(self, session: Session, subject: str) -> None:
        """No more sign-in, no more renewal; what was signed before ends within minutes."""

    def open_program(self, session: Session, client_id: str, *, name: str) -> str:
        """A program that asks in its own name. Returns its secret, which is told this once."""

    def set_first_password(self, session: Session, subject: str) -> str:
        """A password to hand over; it must be changed at the first sign-in."""

    def set_shared_password(self, session: Session, usernames: list[str], password: str) -> None:
        """Demo only: one password for all."""

    def notice(self, session: Session, subject: str) -> None:
        """The person or the person's grants have changed."""

    def notice_federation(self, session: Session, code: str) -> None: ...


_kept: Accounts = embedded.Embedded()


def choose(settings: Settings) -> Sequence[Tick]:
    """Keycloak where its address is told. Returns what keeps it in step, for the worker."""
    global _kept
    if not settings.keycloak_admin_url:
        _kept = embedded.Embedded()
        return ()
    _kept = InKeycloak(settings.master_key)
    # Only where there is one: its client is no small thing to load.
    from services.identity.keycloak.sync import keep_in_step

    return (keep_in_step(settings),)


def reserve(session: Session, username: str, *, subject: str, name: str) -> None:
    _kept.reserve(session, username, subject=subject, name=name)


def rename(session: Session, subject: str, name: str) -> None:
    _kept.rename(session, subject, name)


def close(session: Session, subject: str) -> None:
    _kept.close(session, subject)


def open_program(session: Session, client_id: str, *, name: str) -> str:
    return _kept.open_program(session, client_id, name=name)


def set_first_password(session: Session, subject: str) -> str:
    return _kept.set_first_password(session, subject)


def set_shared_password(session: Session, usernames: list[str], password: str) -> None:
    _kept.set_shared_password(session, usernames, password)


def notice(session: Session, subject: str) -> None:
    _kept.notice(session, subject)


def notice_federation(session: Session, code: str) -> None:
    _kept.notice_federation(session, code)
