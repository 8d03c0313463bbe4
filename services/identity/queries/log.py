"""Whom the entries of the log are about."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session


def named(session: Session, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
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
        {"t": session.info["tenant"], "seqs": list(numbers)},
    )
    return {seq: (name, role) for seq, name, role in rows}
