"""Events of one key are on the bus in the order in which they were told; twice is harmless, early is not."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import text

from services.cli.verify import Fault, tenants_of
from services.common.bus.interface import Bus
from services.common.db import Database

MOST_NAMED = 5
_TOLD = text("select seq, id, key from outbox where tenant = :t and topic = :topic order by seq")


def faults(service: str, db: Database, bus: Bus, topic: str) -> Iterator[Fault]:
    """Of a topic that the service owns."""
    place: dict[UUID, int] = {}
    for code in tenants_of(db):
        with db.read(code) as session:
            for row in session.execute(_TOLD, {"t": code, "topic": topic}):
                place[row.id] = row.seq
    last: dict[tuple[str, str], int] = {}
    seen: set[UUID] = set()
    strange, early = [], []
    for record in bus.history([topic]):
        id_ = UUID(record.headers["ce_id"])
        if id_ in seen:
            continue
        seen.add(id_)
        if id_ not in place:
            strange.append(str(id_))
            continue
        key = (record.headers["ce_tenant"], record.key)
        if place[id_] < last.get(key, 0):
            early.append(f"{record.key} {id_}")
        last[key] = max(place[id_], last.get(key, 0))
    for what, which in (("不是我们送出的", strange), ("次序颠倒", early)):
        if which:
            yield Fault(service, "", f"{topic} 上有 {len(which)} 条事件{what}：{'；'.join(which[:MOST_NAMED])}")
