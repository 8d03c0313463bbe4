"""A person's messages, the newest first, each with what became of its e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.paging import SIZE, Cursors, Page
from services.common.principal import Principal
from services.portal.store import db


@dataclass(frozen=True)
class Kept:
    """`mail`: waiting, sending, sent, failed, unsent; "" where none was wanted."""

    id: UUID
    title: str
    body: str
    url: str
    at: datetime
    read_at: datetime | None
    mail: str


@dataclass(frozen=True)
class MailChoice:
    """`address` "" where identity knows none. `version` 0: never chosen."""

    address: str
    wants_mail: bool
    version: int


def count_unread(session: Session, who: Principal) -> int:
    found: int = session.execute(
        text("select count(*) from message where tenant = :tenant and subject = :me and read_at is null"),
        {"tenant": who.tenant, "me": who.subject},
    ).scalar_one()
    return found


def unread_of(who: Principal) -> int:
    """For the bell; nothing on a page of no tenant."""
    if not who.tenant:
        return 0
    with db.read(who.tenant) as session:
        return count_unread(session, who)


_LIST = """
select m.id, m.title, m.body, m.url, m.at, m.read_at, coalesce(l.state, '') as mail from message m
left join mail l on l.tenant = m.tenant and l.subject = m.subject and l.message_id = m.id
where m.tenant = :tenant and m.subject = :me and (not :unread or m.read_at is null)
  and (cast(:at as timestamptz) is null or (m.at, m.id) < (cast(:at as timestamptz), cast(:id as uuid)))
order by m.at desc, m.id desc limit :size
"""


def list_messages(
    session: Session, who: Principal, *, unread: bool, cursors: Cursors, cursor: str | None = None, size: int = SIZE
) -> Page[Kept]:
    place: Sequence[str | None] = cursors.read(who.tenant, cursor) or [None, None]
    values = {"tenant": who.tenant, "me": who.subject, "unread": unread, "at": place[0], "id": place[1]}
    rows = session.execute(text(_LIST), {**values, "size": size + 1}).all()
    found = [Kept(*row) for row in rows[:size]]
    following = cursors.sign(who.tenant, [found[-1].at.isoformat(), found[-1].id]) if len(rows) > size else None
    return Page(found, following)


def find_message(session: Session, who: Principal, message_id: UUID) -> Kept | None:
    """His own only."""
    row = session.execute(
        text(
            "select id, title, body, url, at, read_at, '' as mail from message"
            " where tenant = :tenant and subject = :me and id = :id"
        ),
        {"tenant": who.tenant, "me": who.subject, "id": message_id},
    ).one_or_none()
    return Kept(*row) if row else None


def mail_choice(session: Session, who: Principal) -> MailChoice:
    row = session.execute(
        text(
            "select coalesce((select email from person where tenant = :tenant and subject = :me and email <> ''"
            " order by id limit 1), '') as address, c.wants_mail, c.version"
            " from (select 1) one left join mail_choice c on c.tenant = :tenant and c.subject = :me"
        ),
        {"tenant": who.tenant, "me": who.subject},
    ).one()
    return MailChoice(row.address, row.wants_mail is not False, row.version or 0)
