"""Messages: one row per person meant, and an e-mail beside it where the person left an address and wants it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.errors import ChangedMeanwhile
from services.common.ids import id_of
from services.common.principal import Principal
from services.common.worklist import Audience
from services.portal.models import MailChoiceRow
from services.portal.store import db


@dataclass(frozen=True, kw_only=True)
class Message:
    id: UUID
    to: Audience
    title: str
    body: str
    url: str
    at: datetime


# The predicate rules.is_for, over the grants of that day. A message reaches those who hold the role when it is told.
_DELIVER = """
insert into message (tenant, id, subject, title, body, url, at)
select distinct :tenant, cast(:id as uuid), subject, :title, :body, :url, cast(:at as timestamptz) from (
  select cast(:subject as text) as subject where :subject <> ''
  union select g.subject from grant_ g
  where :subject = '' and g.tenant = :tenant and g.role = :role and not g.revoked and g.valid_from <= :day
    and (g.valid_to is null or g.valid_to >= :day) and (:path = '' or starts_with(:path, g.org_unit_path))) meant
on conflict do nothing returning subject
"""
_ADDRESSES = """
select distinct on (p.subject) p.subject, p.email from person p
left join mail_choice c on c.tenant = p.tenant and c.subject = p.subject
where p.tenant = :tenant and p.subject = any(:subjects) and p.email <> '' and coalesce(c.wants_mail, true)
  and (p.valid_to is null or p.valid_to >= :day)
order by p.subject, p.id
"""
_MAIL = """
insert into mail (tenant, id, message_id, subject, address, title, body, url, state, wanted_at, not_before)
values (:tenant, :id, :message_id, :subject, :address, :title, :body, :url, 'waiting', :at, :at) on conflict do nothing
"""


def deliver(session: Session, message: Message, *, day: date) -> None:
    """Runs in the consumer's transaction; the e-mails are sent later, by the clock."""
    tenant = tenant_of(session)
    what: dict[str, Any] = {"title": message.title, "body": message.body, "url": message.url, "at": message.at}
    to = {"subject": message.to.subject, "role": message.to.role or "", "path": message.to.unit_path, "day": day}
    subjects = session.scalars(text(_DELIVER), {"tenant": tenant, "id": message.id, **what, **to}).all()
    if not subjects:
        return
    reached = session.execute(text(_ADDRESSES), {"tenant": tenant, "subjects": list(subjects), "day": day}).all()
    mails = [
        {
            "tenant": tenant,
            "id": id_of("mail", tenant, str(message.id), row.subject),
            "message_id": message.id,
            "subject": row.subject,
            "address": row.email,
            **what,
        }
        for row in reached
    ]
    if mails:
        session.execute(text(_MAIL), mails)


def read_message(who: Principal, message_id: UUID, *, now: datetime) -> None:
    """His own; reading again keeps the first time. Somebody else's id changes nothing."""
    with db.transaction(who.tenant) as session:
        session.execute(
            text(
                "update message set read_at = :now where tenant = :tenant and subject = :me and id = :id"
                " and read_at is null"
            ),
            {"now": now, "tenant": who.tenant, "me": who.subject, "id": message_id},
        )


def read_all_messages(who: Principal, *, now: datetime) -> int:
    """Returns how many were unread."""
    with db.transaction(who.tenant) as session:
        done = session.connection().execute(
            text("update message set read_at = :now where tenant = :tenant and subject = :me and read_at is null"),
            {"now": now, "tenant": who.tenant, "me": who.subject},
        )
    return done.rowcount


def choose_mail(who: Principal, *, wants_mail: bool, expected: int) -> int:
    """Whether he wants e-mails; returns the new version. `expected` is 0 before the first choice."""
    with db.transaction(who.tenant) as session:
        row = session.get(MailChoiceRow, (who.tenant, who.subject), with_for_update=True)
        if (row.version if row else 0) != expected:
            raise ChangedMeanwhile("mail_choice_changed")
        if row is None:
            row = MailChoiceRow(tenant=who.tenant, subject=who.subject, version=0)
            session.add(row)
        row.wants_mail, row.version = wants_mail, expected + 1
    return expected + 1
