"""What must hold of cases and honours whatever was killed when: legal steps, told once, in order; one plaque each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from services.applications.domain import ENDED, Application, Status
from services.applications.models import ApplicationRow
from services.applications.queries.regulated import case_rules, regulation_of
from services.common.regulation import Confer

ROWS_AT_ONCE = 500
# What brings a case back that was passed over: the next in rank is called up, or the level above returns it.
BRINGS_BACK = frozenset({"called_up", "returned_below"})
STEPS_BACK = frozenset({"endorsement_withdrawn", "returned", "docket_return"})


@dataclass(frozen=True)
class Move:
    """One step of a case, as the log and the event both have it."""

    action: str
    from_stage: str
    to_stage: str
    status: str


Moves = Mapping[str, Sequence[Move]]


def faults(session: Session) -> Iterator[str]:
    """Everything in the session's tenant that does not hold, in words; nothing where all is well."""
    logged, told = _logged(session), _told(session)
    for case in _cases(session):
        stages = [each.key for each in case_rules(session, case).programme.stages]
        for says in _of_case(case, logged.get(str(case.id), ()), told.get(str(case.id), ()), stages):
            yield f"案卷 {case.number or case.id}：{says}"
    yield from _of_honours(session)


def _cases(session: Session) -> Iterator[Application]:
    last = UUID(int=0)
    while True:
        asked = select(ApplicationRow).where(ApplicationRow.tenant == session.info["tenant"], ApplicationRow.id > last)
        rows = session.scalars(asked.order_by(ApplicationRow.id).limit(ROWS_AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].id
        yield from [row.to_domain() for row in rows]
        session.expunge_all()


def _of_case(case: Application, logged: Sequence[Move], told: Sequence[Move], stages: Sequence[str]) -> Iterator[str]:
    if list(logged) != list(told):
        yield f"日志记了 {len(logged)} 步，事件说了 {len(told)} 步，两者不一致"
    if not logged:
        yield "日志中没有它的来历"
        return
    if logged[0].from_stage:
        yield f"第一步来自环节“{logged[0].from_stage}”，应为新建"
    for before, after in pairwise(logged):
        yield from _of_step(before, after, stages)
    stands = (logged[-1].to_stage, logged[-1].status)
    if stands != (case.stage, case.status):
        yield f"日志到“{'、'.join(stands)}”为止，案卷却在“{case.stage}、{case.status}”"


def _of_step(before: Move, after: Move, stages: Sequence[str]) -> Iterator[str]:
    if after.from_stage != before.to_stage:
        yield f"“{after.action}”从“{after.from_stage}”开始，前一步却停在“{before.to_stage}”"
    if before.status in ENDED and after.action not in BRINGS_BACK:
        yield f"已经结束（{before.status}），又有“{after.action}”"
    if after.from_stage not in stages or after.to_stage not in stages:
        yield f"“{after.action}”的环节不在规则之中"
        return
    is_back = stages.index(after.to_stage) < stages.index(after.from_stage)
    if is_back and after.status != Status.RETURNED and after.action not in STEPS_BACK | BRINGS_BACK:
        yield f"“{after.action}”从“{after.from_stage}”倒退到“{after.to_stage}”"


def _logged(session: Session) -> Moves:
    found: defaultdict[str, list[Move]] = defaultdict(list)
    for row in session.execute(_LOG, {"t": session.info["tenant"]}):
        found[row.object_id].append(Move(row.action, row.from_stage, row.to_stage, row.status))
    return found


def _told(session: Session) -> Moves:
    found: defaultdict[str, list[Move]] = defaultdict(list)
    type_ = events_pb2.ApplicationMoved.DESCRIPTOR.full_name
    for row in session.execute(_OUTBOX, {"t": session.info["tenant"], "type": type_}):
        said = events_pb2.ApplicationMoved.FromString(bytes(row.body))
        found[row.key].append(Move(said.action, said.from_stage, said.to_stage, said.status))
    return found


def _of_honours(session: Session) -> Iterator[str]:
    values = {"t": session.info["tenant"], "type": events_pb2.HonourConferred.DESCRIPTOR.full_name}
    for row in session.execute(_HONOURS, values):
        due = _plaques_due(session, row)
        if (row.plaques, row.told) != (due, 1):
            says = f"有 {row.plaques} 个牌匾编号（应为 {due}）、{row.told} 条命名事件（应为 1）"
            yield f"荣誉 {row.number}：{says}"
    for row in session.execute(_CONFERRED, values):
        yield f"案卷 {row.number or row.id}：已命名，却没有荣誉"
    for row in session.execute(_TWICE, values):
        yield f"牌匾编号 {row.number} 用了 {row.times} 次"


def _plaques_due(session: Session, row: Row[Any]) -> int:
    """One, unless its regulation gives none: a medal for a person has a certificate only."""
    programme = regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme]
    return int(any(isinstance(stage, Confer) and stage.plaque for stage in programme.stages))


_LOG = text(
    "select object_id, action, detail ->> 'from_stage' as from_stage, detail ->> 'to_stage' as to_stage,"
    " detail ->> 'status' as status from log_entry"
    " where tenant = :t and object_type = 'application' and detail ? 'to_stage' order by seq"
)
_OUTBOX = text("select key, body from outbox where tenant = :t and type = :type order by seq")
_HONOURS = text("""
select h.number, h.regulation_id, h.regulation_version, h.programme,
 coalesce(p.plaques, 0) as plaques, coalesce(o.told, 0) as told
from honour h
left join (select honour_id, count(*) as plaques from plaque where tenant = :t group by honour_id) p
  on p.honour_id = h.id
left join (select key, count(*) as told from outbox where tenant = :t and type = :type group by key) o
  on o.key = h.id::text
where h.tenant = :t order by h.id
""")
_CONFERRED = text(
    "select a.id, a.number from application a where a.tenant = :t and a.status = 'conferred'"
    " and not exists (select from honour h where h.tenant = a.tenant and h.application_id = a.id)"
)
_TWICE = text(
    "select number, count(*) as times from plaque where tenant = :t group by number having count(*) > 1 order by number"
)
