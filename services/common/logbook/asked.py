"""Which entries are asked for, and those entries: the newest first, in pages by their number in the chain."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.audit import LogEntry, read_row


@dataclass(frozen=True)
class Wanted:
    """What is left empty is not asked. `who`: a part of the name; days as Asia/Shanghai has them, both included."""

    who: str = ""
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None


_ENTRIES = text(
    """
select * from log_entry where tenant = :t
  and (cast(:before as bigint) is null or seq < :before)
  and (:who = '' or position(:who in actor_name) > 0)
  and (:action = '' or action = :action)
  and (:object_type = '' or object_type = :object_type)
  and (:object_id = '' or object_id = :object_id)
  and (cast(:since as date) is null or cast(at at time zone 'Asia/Shanghai' as date) >= :since)
  and (cast(:until as date) is null or cast(at at time zone 'Asia/Shanghai' as date) <= :until)
order by seq desc limit :limit
"""
)


def entries(session: Session, wanted: Wanted, *, limit: int, before: int | None = None) -> list[LogEntry]:
    """`before`: only those with a lower number."""
    given = {
        "t": session.info["tenant"],
        "who": wanted.who,
        "action": wanted.action,
        "object_type": wanted.object_type,
        "object_id": wanted.object_id,
        "since": wanted.since,
        "until": wanted.until,
        "before": before,
        "limit": limit,
    }
    return [read_row(row) for row in session.execute(_ENTRIES, given)]
