"""The log of every act: append-only and, per tenant, a chain of hashes (rule 4)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.ids import new_id

FIRST = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who did it: a person's subject, a program's, or the clock."""

    subject: str
    name: str


CLOCK = Actor("clock", "系统")


@dataclass(frozen=True)
class Entry:
    at: datetime
    actor: Actor
    action: str
    object_type: str
    object_id: str
    detail: Mapping[str, Any]
    regulation: str = ""
    regulation_version: int = 0


def record(
    session: Session,
    actor: Any,
    action: str,
    object_type: str,
    object_id: object,
    *,
    at: datetime,
    regulation: str = "",
    regulation_version: int = 0,
    **detail: Any,
) -> None:
    """Log the act with the transaction. `actor` is a Principal or an Actor; no person's name or phone in `detail`."""
    who = Actor(actor.subject, actor.name)
    entry = Entry(at, who, action, object_type, str(object_id), plain(detail), regulation, regulation_version)
    session.info.setdefault("log", []).append(entry)


def plain(value: Any) -> Any:
    """The value in JSON's words; decimals and days as text, so that a hash is the same everywhere."""
    match value:
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case str() | bool() | int() | None:
            return value
        case Enum():
            return plain(value.value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | Decimal() | UUID():
            return str(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return plain(asdict(value))
        case Iterable():
            return [plain(item) for item in value]
        case _:
            return str(value)


def digest(tenant: str, seq: int, previous: str, entry: Entry) -> str:
    """SHA-256 over everything the entry says, its place and the hash before it."""
    body = orjson.dumps([tenant, seq, previous, plain(asdict(entry))], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(body).hexdigest()


def first_object(session: Session) -> tuple[str, str]:
    """What the transaction is about: the object of its first entry; empty before anything was recorded."""
    entries: list[Entry] = session.info.get("log", [])
    return (entries[0].object_type, entries[0].object_id) if entries else ("", "")


def write(session: Session) -> None:
    """Append what was recorded. Called last, so that the head of the chain is locked only for a moment."""
    entries: list[Entry] = session.info.pop("log", [])
    if not entries:
        return
    tenant = session.info["tenant"]
    connection = session.connection()
    head = connection.execute(_HEAD, {"t": tenant}).one_or_none()
    if head is None:
        connection.execute(_BEGIN, {"t": tenant, "h": FIRST})
        head = connection.execute(_HEAD, {"t": tenant}).one()
    rows, seq, previous = [], head.seq, head.hash
    for entry in entries:
        seq += 1
        hash_ = digest(tenant, seq, previous, entry)
        rows.append(_row(tenant, seq, previous, hash_, entry))
        previous = hash_
    connection.execute(_INSERT, rows)
    connection.execute(_MOVE, {"t": tenant, "seq": seq, "hash": previous})


_HEAD = text("select seq, hash from log_head where tenant = :t for update")
_BEGIN = text("insert into log_head values (:t, 0, :h) on conflict do nothing")
_MOVE = text("update log_head set seq = :seq, hash = :hash where tenant = :t")
_INSERT = text(
    """
insert into log_entry (tenant, seq, id, at, actor_subject, actor_name, action, object_type, object_id, detail,
  regulation, regulation_version, previous_hash, hash)
values (:tenant, :seq, :id, :at, :actor_subject, :actor_name, :action, :object_type, :object_id,
  cast(:detail as jsonb), :regulation, :regulation_version, :previous_hash, :hash)
"""
)


def _row(tenant: str, seq: int, previous: str, hash_: str, entry: Entry) -> dict[str, Any]:
    return {
        "tenant": tenant,
        "seq": seq,
        "id": new_id(),
        "at": entry.at,
        "actor_subject": entry.actor.subject,
        "actor_name": entry.actor.name,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "detail": orjson.dumps(entry.detail).decode(),
        "regulation": entry.regulation,
        "regulation_version": entry.regulation_version,
        "previous_hash": previous,
        "hash": hash_,
    }


@dataclass(frozen=True)
class LogEntry:
    """A kept entry, as read back for people and dossiers."""

    seq: int
    hash: str
    previous_hash: str
    entry: Entry


def entries_of(session: Session, object_type: str, object_id: object) -> list[LogEntry]:
    """The log of one object, oldest first."""
    rows = session.execute(
        text(
            "select * from log_entry where tenant = :t and object_type = :type and object_id = :id order by seq",
        ),
        {"t": session.info["tenant"], "type": object_type, "id": str(object_id)},
    )
    return [read_row(row) for row in rows]


def broken_at(session: Session) -> int | None:
    """Walk the tenant's chain; the number of the first entry that does not fit, None when it is whole."""
    tenant, previous, expected = session.info["tenant"], FIRST, 1
    rows = session.execute(text("select * from log_entry where tenant = :t order by seq"), {"t": tenant})
    for row in rows:
        kept = read_row(row)
        fits = kept.seq == expected and kept.previous_hash == previous
        if not fits or kept.hash != digest(tenant, kept.seq, previous, kept.entry):
            return expected
        previous, expected = kept.hash, expected + 1
    head = session.execute(text("select seq, hash from log_head where tenant = :t"), {"t": tenant}).one_or_none()
    ends = head is None if expected == 1 else head is not None and (head.seq, head.hash) == (expected - 1, previous)
    return None if ends else expected


def read_row(row: Any) -> LogEntry:
    """An entry from a whole row of `log_entry`."""
    actor = Actor(row.actor_subject, row.actor_name)
    entry = Entry(
        row.at.astimezone(UTC),
        actor,
        row.action,
        row.object_type,
        row.object_id,
        row.detail,
        row.regulation,
        row.regulation_version,
    )
    return LogEntry(row.seq, row.hash, row.previous_hash, entry)
