"""The tenant's log in identity, for the auditor."""

from collections.abc import Iterable
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


def named(session: Session, lines: Iterable[LogLine]) -> dict[int, tuple[str, str]]:
    """What each entry is about, where it has a name of its own: the name, and the role that was granted."""
    rows = session.execute(
        text(
            "select l.seq, coalesce(l.detail ->> 'unit', l.detail ->> 'federation', p.name, u.name, ''),"
            " coalesce(g.role, '') from (select seq, object_type, detail,"
            " case when object_type in ('person', 'org_unit', 'grant') and object_id ~ '^[0-9a-f-]{36}$'"
            " then cast(object_id as uuid) end as id from log_entry where tenant = :t and seq = any(:seqs)) l"
            " left join grant_ g on g.tenant = :t and l.object_type = 'grant' and g.id = l.id"
            " left join person p on p.tenant = :t"
            " and p.id = case l.object_type when 'person' then l.id when 'grant' then g.person_id end"
            " left join org_unit u on u.tenant = :t and l.object_type = 'org_unit' and u.id = l.id"
        ),
        {"t": session.info["tenant"], "seqs": [each.seq for each in lines]},
    )
    return {seq: (name, role) for seq, name, role in rows}
