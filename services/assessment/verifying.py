"""What must hold of assessments whatever was killed when: a result told once, and the very one that is kept."""

from collections.abc import Iterator
from decimal import Decimal

from pioneer.assessment.v1 import events_pb2
from sqlalchemy import text
from sqlalchemy.orm import Session


def faults(session: Session) -> Iterator[str]:
    """Everything in the session's tenant that does not hold, in words; nothing where all is well."""
    values = {"t": session.info["tenant"], "type": events_pb2.AssessmentCompleted.DESCRIPTOR.full_name}
    for row in session.execute(_COMPLETED, values):
        told = [events_pb2.AssessmentCompleted.FromString(bytes(body)) for body in row.bodies]
        if len(told) != 1:
            yield f"考核 {row.id}：结果说了 {len(told)} 次，应为 1 次"
        elif (Decimal(told[0].score), told[0].passed) != (row.score, row.passed):
            yield f"考核 {row.id}：说出的成绩是 {told[0].score}，留存的是 {row.score}"
        if row.logged != 1:
            yield f"考核 {row.id}：日志记了 {row.logged} 次完成，应为 1 次"
    for row in session.execute(_TOO_SOON, values):
        yield f"考核 {row.key}：没有完成，却说出了结果"


_COMPLETED = text("""
select a.id, a.score, a.passed, coalesce(o.bodies, '{}') as bodies, coalesce(l.logged, 0) as logged
from assessment a
left join (select key, array_agg(body order by seq) as bodies from outbox where tenant = :t and type = :type
  group by key) o on o.key = a.id::text
left join (select object_id, count(*) as logged from log_entry where tenant = :t and action = 'completed'
  group by object_id) l on l.object_id = a.id::text
where a.tenant = :t and a.status = 'completed' order by a.id
""")
_TOO_SOON = text("""
select o.key from outbox o left join assessment a on a.tenant = :t and a.id::text = o.key and a.status = 'completed'
where o.tenant = :t and o.type = :type and a.id is null order by o.key
""")
