"""Accounts whose place is Keycloak: the caller's transaction notes what is due there."""

import secrets

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.identity.issuer.accounts import Embedded
from services.identity.keycloak.sealing import Sealing

_NOTE = text(
    """
insert into issuer.due (kind, id, tenant) values (:kind, :id, :tenant)
on conflict (kind, id) do update set turn = issuer.due.turn + 1, not_before = now(), failures = 0
"""
)
_NOTE_ACCOUNT = text(
    """
insert into issuer.due (kind, id, tenant) select 'person', subject, tenant from issuer.account where subject = :s
on conflict (kind, id) do update set turn = issuer.due.turn + 1, not_before = now(), failures = 0
"""
)
_NOTE_PROGRAM = text(
    """
insert into issuer.due (kind, id, tenant) select 'program', client_id, tenant from issuer.program where client_id = :s
on conflict (kind, id) do update set turn = issuer.due.turn + 1, not_before = now(), failures = 0
"""
)
_HAND = text(
    "insert into issuer.handed values (:s, :sealed, :temporary)"
    " on conflict (subject) do update set sealed = excluded.sealed, is_temporary = excluded.is_temporary"
)


class InKeycloak(Embedded):
    """Login names are registered here too: a name that is taken is refused in the form, not minutes later.

    What happens to a person is told, and so noticed, by whoever changes the person.
    """

    def __init__(self, master_key: str) -> None:
        self._sealing = Sealing(master_key)

    def close(self, session: Session, subject: str) -> None:
        super().close(session, subject)
        session.connection().execute(_NOTE_PROGRAM, {"s": subject})

    def open_program(self, session: Session, client_id: str, *, name: str) -> str:
        secret = super().open_program(session, client_id, name=name)
        sealed = self._sealing.seal(secret, client_id)
        session.connection().execute(_HAND, {"s": client_id, "sealed": sealed, "temporary": False})
        session.connection().execute(_NOTE_PROGRAM, {"s": client_id})
        return secret

    def set_first_password(self, session: Session, subject: str) -> str:
        password = secrets.token_urlsafe(9)
        self._hand(session, subject, password, is_temporary=True)
        return password

    def set_shared_password(self, session: Session, usernames: list[str], password: str) -> None:
        found = session.connection().execute(
            text("update issuer.account set is_demo = true where username = any(:names) returning subject"),
            {"names": usernames},
        )
        for subject in sorted(row.subject for row in found):
            self._hand(session, subject, password, is_temporary=False)

    def notice(self, session: Session, subject: str) -> None:
        session.connection().execute(_NOTE, {"kind": "person", "id": subject, "tenant": tenant_of(session)})

    def notice_federation(self, session: Session, code: str) -> None:
        session.connection().execute(_NOTE, {"kind": "federation", "id": code, "tenant": code})

    def _hand(self, session: Session, subject: str, password: str, *, is_temporary: bool) -> None:
        """Kept sealed until Keycloak has it, then forgotten."""
        sealed = self._sealing.seal(password, subject)
        session.connection().execute(_HAND, {"s": subject, "sealed": sealed, "temporary": is_temporary})
        session.connection().execute(_NOTE_ACCOUNT, {"s": subject})
