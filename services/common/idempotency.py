"""A POST is done once however often it is sent (rule 3): the key is claimed in the transaction of the change."""

from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.errors import DomainError


@dataclass
class Pending:
    """The key of the request being served; claimed by its first writing transaction in that tenant."""

    tenant: str
    subject: str
    key: str
    request_hash: str
    claimed: bool = False


@dataclass(frozen=True)
class Answer:
    """What was answered the first time. status None: the change of the object stands, its answer was lost."""

    request_hash: str
    status: int | None
    location: str | None
    body: bytes | None
    content_type: str | None
    object_type: str = ""
    object_id: str = ""


pending: ContextVar[Pending | None] = ContextVar("pending", default=None)

_CLAIM = text(
    "insert into idempotency_key (tenant, subject, key, request_hash, at)"
    " values (:tenant, :subject, :key, :request_hash, now()) on conflict do nothing"
)
_FIND = text(
    "select request_hash, status, location, body, content_type, object_type, object_id from idempotency_key"
    " where tenant = :tenant and subject = :subject and key = :key"
)
_ATTACH = text(
    "update idempotency_key set object_type = :object_type, object_id = :object_id"
    " where tenant = :tenant and subject = :subject and key = :key"
)
_KEEP = text(
    "update idempotency_key set status = :status, location = :location, body = :body,"
    " content_type = :content_type where tenant = :tenant and subject = :subject and key = :key"
)


def claim(session: Session, tenant: str) -> None:
    """Raises DomainError duplicate_running when the same key is being worked on or has been."""
    asked = pending.get()
    if asked is None or asked.claimed or asked.tenant != tenant:
        return
    values = {"tenant": tenant, "subject": asked.subject, "key": asked.key, "request_hash": asked.request_hash}
    if session.connection().execute(_CLAIM, values).rowcount == 0:
        raise DomainError("duplicate_running")
    asked.claimed = True
    session.info["claimed"] = asked


def attach(session: Session, object_type: str, object_id: str) -> None:
    """Say in the transaction itself what it changes: its answer may be lost when the process ends too soon."""
    asked: Pending | None = session.info.pop("claimed", None)
    if asked is None:
        return
    values = {"tenant": asked.tenant, "subject": asked.subject, "key": asked.key}
    session.connection().execute(_ATTACH, {**values, "object_type": object_type, "object_id": object_id})


def find(session: Session, subject: str, key: str) -> Answer | None:
    whose = {"tenant": session.info["tenant"], "subject": subject, "key": key}
    row = session.connection().execute(_FIND, whose).one_or_none()
    return Answer(*row) if row else None


def keep(session: Session, asked: Pending, answer: Answer) -> None:
    session.connection().execute(
        _KEEP,
        {
            "tenant": asked.tenant,
            "subject": asked.subject,
            "key": asked.key,
            "status": answer.status,
            "location": answer.location,
            "body": answer.body,
            "content_type": answer.content_type,
        },
    )
