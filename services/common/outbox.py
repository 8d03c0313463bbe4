"""Events leave with the transaction that caused them: a row here, sent to the bus by the relay (rule 2)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common import trace
from services.common.ids import new_id

_INSERT = text(
    "insert into outbox (tenant, id, topic, key, type, body, traceparent, at)"
    " values (:tenant, :id, :topic, :key, :type, :body, :traceparent, :at)"
)


@dataclass(frozen=True)
class Outgoing:
    id: UUID
    topic: str
    key: str
    message: Message
    at: datetime
    traceparent: str


def tell(session: Session, topic: str, key: object, message: Message, *, at: datetime) -> None:
    """Say a past fact to others. Events of one key arrive in the order in which they were told."""
    session.info.setdefault("outbox", []).append(Outgoing(new_id(), topic, str(key), message, at, trace.current()))


def write(session: Session) -> int:
    """Keep what was told; returns how much it was."""
    outgoing: list[Outgoing] = session.info.pop("outbox", [])
    if not outgoing:
        return 0
    rows = [
        {
            "tenant": session.info["tenant"],
            "id": event.id,
            "topic": event.topic,
            "key": event.key,
            "type": event.message.DESCRIPTOR.full_name,
            "body": event.message.SerializeToString(),
            "traceparent": event.traceparent,
            "at": event.at,
        }
        for event in outgoing
    ]
    session.connection().execute(_INSERT, rows)
    return len(rows)
