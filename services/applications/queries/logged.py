"""Whom the entries of the log are about."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.audit import LogEntry

_NAMED = text(
    """
select l.seq, trim(coalesce(a.employer_name, h.employer_name, '') || ' ' || coalesce(a.subject_name, h.subject_name))
  as name
from (select seq, object_type, case when object_id ~ '^[0-9a-f-]{36}$' then cast(object_id as uuid) end as id
  from log_entry where tenant = :t and seq = any(:seqs) and object_type in ('application', 'honour')) l
left join application a on a.tenant = :t and l.object_type = 'application' and a.id = l.id
left join honour h on h.tenant = :t and l.object_type = 'honour' and h.id = l.id
where coalesce(a.subject_name, h.subject_name) is not null
"""
)


def about(session: Session, entries: Sequence[LogEntry]) -> dict[int, str]:
    """The candidate of a case or the holder of an honour, by the number of the entry."""
    rows = session.execute(_NAMED, {"t": session.info["tenant"], "seqs": [each.seq for each in entries]})
    return {row.seq: row.name for row in rows}
