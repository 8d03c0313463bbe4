"""The way of an e-mail: claimed by one process, sent outside any transaction, settled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from services.portal.store import db

BATCH = 20
GIVEN_UP = timedelta(minutes=15)
"""After this a claim whose process died is taken up again; the Message-ID stays, so that servers see it is the same."""


@dataclass(frozen=True)
class Mail:
    id: UUID
    address: str
    title: str
    body: str
    url: str
    attempts: int


def tenants_with_mail() -> list[str]:
    with db.public() as session:
        return list(session.scalars(text("select * from tenants_with_mail()")))


def claim_mails(tenant: str, *, now: datetime) -> list[Mail]:
    """Nobody else sends these; committed before the first one leaves."""
    with db.transaction(tenant) as session:
        rows = session.execute(
            text(
                "update mail set state = 'sending', claimed_at = :now, attempts = attempts + 1"
                " where tenant = :tenant and id in (select id from mail where tenant = :tenant"
                " and ((state = 'waiting' and not_before <= :now) or (state = 'sending' and claimed_at < :given_up))"
                " order by wanted_at, id limit :batch for update skip locked)"
                " returning id, address, title, body, url, attempts"
            ),
            {"tenant": tenant, "now": now, "given_up": now - GIVEN_UP, "batch": BATCH},
        ).all()
    return [Mail(*row) for row in rows]


def settle_mail(
    tenant: str, mail_id: UUID, *, state: str, error: str = "", now: datetime, not_before: datetime | None = None
) -> None:
    """sent, failed (refused, or tried too often), unsent (no server is set up), or waiting until `not_before`."""
    with db.transaction(tenant) as session:
        session.execute(
            text(
                "update mail set state = :state, error = :error, sent_at = cast(:sent_at as timestamptz),"
                " not_before = :not_before where tenant = :tenant and id = :id"
            ),
            {
                "state": state,
                "error": error[:200],
                "sent_at": now if state == "sent" else None,
                "not_before": not_before or now,
                "tenant": tenant,
                "id": mail_id,
            },
        )
