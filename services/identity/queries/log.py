"""The tenant's log in identity, for the auditor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.paging import SIZE


@dataclass(frozen=True)
class LogLine:
    seq: int
    at: datetime
    actor_name: str
    action: str
    object_type: str
    object_id: str
    hash: str


def entries(session: Session, before: int | None = None) -> list[LogLine]:
    """The newest first, one more than a page; `before`: older than that number."""
    rows = session.execute(
        text(
            "select seq, at, actor_name, action, object_type, object_id, hash from log_entry"
            " where tenant = :t and (cast(:seq as bigint) is null or seq < :seq) order by seq desc limit :limit"
        ),
        {"t": session.info["tenant"], "seq": before, "limit": SIZE + 1},
    )
    return [LogLine(*row) for row in rows]
