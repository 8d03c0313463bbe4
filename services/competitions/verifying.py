"""What must hold of contests whatever was killed when: awards told once each, final places told by final marks."""

from __future__ import annotations

from collections.abc import Iterator

from pioneer.competitions.v1 import events_pb2
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.domain.contests import is_unbroken
from services.competitions.queries.scores import stations


def faults(session: Session) -> Iterator[str]:
    """Everything in the session's tenant that does not hold, in words; nothing where all is well."""
    values = {"t": tenant_of(session), "type": events_pb2.AwardMade.DESCRIPTOR.full_name}
    told: dict[str, int] = {}
    for row in session.execute(_TOLD, values):
        id_ = events_pb2.AwardMade.FromString(bytes(row.body)).award_id
        told[id_] = told.get(id_, 0) + 1
    made = {str(row.id) for row in session.execute(text("select id from award where tenant = :t"), values)}
    for id_ in sorted(made | told.keys()):
        if told.get(id_, 0) != (1 if id_ in made else 0):
            yield f"奖项 {id_}：说了 {told.get(id_, 0)} 次，应为 {1 if id_ in made else 0} 次"
    for row in session.execute(_UNSIGNED, values):
        yield f"比武 {row.id}：已经定稿，却有 {row.marks} 个分数没有签字"
    for row in session.execute(_DRAWS, values):
        if not is_unbroken(stations(session, row.contest_id), bytes(row.secret), row.seal):
            yield f"比武 {row.contest_id}：工位与抽签时封存的不符"


_TOLD = text("select body from outbox where tenant = :t and type = :type")
_UNSIGNED = text("""
select c.id, count(*) as marks from contest c join mark m on m.tenant = c.tenant and m.contest_id = c.id
where c.tenant = :t and c.status in ('final', 'published') and m.replaced_at is null and m.signed_at is null
group by c.id order by c.id
""")
_DRAWS = text("select contest_id, secret, seal from station_draw where tenant = :t order by contest_id")
