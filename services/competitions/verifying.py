"""What must hold of contests whatever was killed when: awards told once each, final places told by final marks."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from pioneer.competitions.v1 import events_pb2
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.domain.contests import draw, is_unbroken


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
        numbers = {UUID(entry_id): number for entry_id, number in (row.numbers or {}).items()}
        if not is_unbroken(numbers, bytes(row.secret), row.seal):
            yield f"比武 {row.contest_id}：工位与抽签时封存的不符"
    for row in session.execute(_LOTS, values):
        numbers = {UUID(entry_id): int(number) for entry_id, number in row.figures.items()}
        if numbers != draw(numbers, bytes(row.secret)) or not is_unbroken(numbers, bytes(row.secret), row.seal):
            yield f"比武 {row.contest_id}：并列的抽签重抽一遍，结果不同"


_TOLD = text("select body from outbox where tenant = :t and type = :type")
_UNSIGNED = text("""
select c.id, count(*) as marks from contest c join mark m on m.tenant = c.tenant and m.contest_id = c.id
where c.tenant = :t and c.status in ('final', 'published') and m.replaced_at is null and m.signed_at is null
group by c.id order by c.id
""")
_DRAWS = text("""
select d.contest_id, d.secret, d.seal, jsonb_object_agg(s.entry_id, s.number) as numbers
from station_draw d join station s on s.tenant = d.tenant and s.contest_id = d.contest_id
  and s.round = d.round and s.part = d.part
where d.tenant = :t group by d.tenant, d.id order by d.contest_id, d.id
""")
_LOTS = text("""
select contest_id, secret, seal, figures from tie_break where tenant = :t and "of" = 'drawn' order by contest_id, id
""")
