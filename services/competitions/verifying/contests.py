"""Contests: awards told once each, places as their marks make them, each step told in order, draws unbroken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from uuid import UUID

from pioneer.competitions.v1 import events_pb2
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.competitions.domain.contests import draw, is_unbroken, rank, result
from services.competitions.domain.running import NEXT, Status
from services.competitions.models.contest import ContestRow
from services.competitions.models.score import ResultRow
from services.competitions.queries.contests import load
from services.competitions.service.contests.performing import performances


def faults(session: Session) -> Iterator[str]:
    yield from _awards(session)
    yield from _marks_and_draws(session)
    yield from _steps(session)
    yield from _places(session)


def _awards(session: Session) -> Iterator[str]:
    values = {"t": tenant_of(session), "type": events_pb2.AwardMade.DESCRIPTOR.full_name}
    told: dict[str, int] = {}
    for row in session.execute(_TOLD, values):
        id_ = events_pb2.AwardMade.FromString(bytes(row.body)).award_id
        told[id_] = told.get(id_, 0) + 1
    made = {str(row.id) for row in session.execute(text("select id from award where tenant = :t"), values)}
    for id_ in sorted(made | told.keys()):
        if told.get(id_, 0) != (1 if id_ in made else 0):
            yield f"奖项 {id_}：说了 {told.get(id_, 0)} 次，应为 {1 if id_ in made else 0} 次"
    for row in session.execute(_TWICE, values):
        yield f"比武 {row.contest_id}：同一选手有 {row.awards} 个有效奖项"


def _marks_and_draws(session: Session) -> Iterator[str]:
    values = {"t": tenant_of(session)}
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


def _steps(session: Session) -> Iterator[str]:
    """What was told of a contest is a way that it may go, and ends where it stands."""
    told: dict[str, list[str]] = {}
    values = {"t": tenant_of(session), "type": events_pb2.ContestMoved.DESCRIPTOR.full_name}
    for row in session.execute(_TOLD, values):
        said = events_pb2.ContestMoved.FromString(bytes(row.body))
        told.setdefault(said.contest_id, []).append(said.status)
    for contest in session.scalars(select(ContestRow).where(ContestRow.tenant == tenant_of(session))):
        way = told.get(str(contest.id), [])
        if not way or way[0] != Status.OPEN or way[-1] != contest.status:
            yield f"比武 {contest.id}：现为 {contest.status}，说的是 {' → '.join(way) or '没有'}"
        for before, after in pairwise(way):
            if before != after and Status(after) not in NEXT[Status(before)]:
                yield f"比武 {contest.id}：说过从 {before} 到 {after}，不能这样走"


def _places(session: Session) -> Iterator[str]:
    """Final places are those that the marks make, reckoned anew; everybody in it has one result."""
    asked = select(ContestRow.id).where(
        ContestRow.tenant == tenant_of(session), ContestRow.status.in_([Status.FINAL, Status.PUBLISHED])
    )
    for id_ in session.scalars(asked.order_by(ContestRow.id)).all():
        loaded = load(session, id_)
        placed = rank(loaded.rules, [result(loaded.rules, each) for each in performances(session, loaded)])
        due = {each.entry_id: (each.place, each.is_shared, each.result.figures.get("total")) for each in placed}
        kept = {
            row.entry_id: (row.place, row.is_shared, row.total)
            for row in session.scalars(
                select(ResultRow).where(ResultRow.tenant == tenant_of(session), ResultRow.contest_id == id_)
            )
        }
        wrong = [entry for entry in sorted(due.keys() | kept.keys()) if due.get(entry) != kept.get(entry)]
        if wrong:
            yield f"比武 {id_}：{len(wrong)} 个名次与按分数重算的不符，例如报名 {wrong[0]}"


_TOLD = text("select body from outbox where tenant = :t and type = :type order by seq")
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
_TWICE = text("""
select contest_id, count(*) as awards from award where tenant = :t and withdrawn_at is null and entry_id is not null
group by contest_id, entry_id having count(*) > 1 order by contest_id
""")
