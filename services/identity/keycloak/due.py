"""What Keycloak has not heard yet: noted with each change, crossed off when it is done there."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from services.common.db import Database
from services.common.roles import SEPARATED

MOST = 200
LONGEST_PAUSE_SECONDS = 300


@dataclass(frozen=True)
class Due:
    """`turn` grows with each change: what changes while it is being done stays due."""

    kind: str
    id: str
    tenant: str
    turn: int
    failures: int


@dataclass(frozen=True)
class Handed:
    sealed: bytes
    is_temporary: bool


@dataclass(frozen=True)
class Wanted:
    """How a person's user should be. Who holds a separated duty needs a second factor."""

    subject: str
    username: str
    name: str
    email: str
    tenant: str
    is_closed: bool
    needs_second_factor: bool


@dataclass(frozen=True)
class Program:
    client_id: str
    name: str
    tenant: str
    is_closed: bool


_WANTED = text(
    """
select p.subject, a.username, p.name, p.email, p.tenant, a.disabled, exists (
  select 1 from grant_ g where g.tenant = p.tenant and g.subject = p.subject and not g.revoked
  and g.role = any(:separated) and (g.valid_to is null or g.valid_to >= :today))
from person p join issuer.account a on a.subject = p.subject
where p.tenant = :tenant and p.subject = any(:subjects)
"""
)


class Ledger:
    def __init__(self, db: Database) -> None:
        self._db = db

    def next(self) -> list[Due]:
        """The oldest first."""
        with self._db.engine.begin() as connection:
            rows = connection.execute(
                text(
                    "select kind, id, tenant, turn, failures from issuer.due where not_before <= now()"
                    " order by not_before, kind, id limit :most"
                ),
                {"most": MOST},
            )
            return [Due(*row) for row in rows]

    def waiting(self) -> int:
        with self._db.engine.begin() as connection:
            return int(connection.scalar(text("select count(*) from issuer.due")) or 0)

    def wanted(self, tenant: str, subjects: list[str], *, today: date) -> dict[str, Wanted]:
        """By subject; who has no login name is not among them."""
        values = {"tenant": tenant, "subjects": subjects, "today": today, "separated": list(SEPARATED)}
        with self._db.read(tenant) as session:
            return {row.subject: Wanted(*row) for row in session.execute(_WANTED, values)}

    def federation(self, code: str) -> str | None:
        with self._db.public() as session:
            name: str | None = session.scalar(text("select name from tenant where code = :code"), {"code": code})
        return name

    def program(self, client_id: str) -> Program:
        with self._db.engine.begin() as connection:
            row = connection.execute(
                text("select client_id, name, tenant, closed from issuer.program where client_id = :id"),
                {"id": client_id},
            ).one()
        return Program(*row)

    def handed(self, subject: str) -> Handed | None:
        with self._db.engine.begin() as connection:
            row = connection.execute(
                text("select sealed, is_temporary from issuer.handed where subject = :s"), {"s": subject}
            ).one_or_none()
        return Handed(bytes(row.sealed), row.is_temporary) if row else None

    def forget(self, subject: str, handed: Handed) -> None:
        """That password; one handed meanwhile stays."""
        with self._db.engine.begin() as connection:
            connection.execute(
                text("delete from issuer.handed where subject = :s and sealed = :sealed"),
                {"s": subject, "sealed": handed.sealed},
            )

    def done(self, due: Due) -> None:
        with self._db.engine.begin() as connection:
            connection.execute(
                text("delete from issuer.due where kind = :kind and id = :id and turn = :turn"),
                {"kind": due.kind, "id": due.id, "turn": due.turn},
            )

    def failed(self, due: Due, error: str) -> None:
        """Tried again later, ever more seldom; the error stays readable for the operator."""
        pause = min(2 ** min(due.failures, 20), LONGEST_PAUSE_SECONDS)
        with self._db.engine.begin() as connection:
            connection.execute(
                text(
                    "update issuer.due set failures = failures + 1, error = :error,"
                    " not_before = now() + make_interval(secs => :pause) where kind = :kind and id = :id"
                ),
                {"kind": due.kind, "id": due.id, "error": error[:500], "pause": pause},
            )
