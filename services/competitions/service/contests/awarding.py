"""An award that falls: withdrawn with its ground, and the next in rank moves up where the regulation says so (B1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.common import audit
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.errors import DomainError, Invalid, NotFound
from services.common.ids import new_id
from services.common.principal import Principal
from services.competitions import events
from services.competitions.domain.contests import given, rank, result, without_awards, without_fallen
from services.competitions.domain.running import Status
from services.competitions.models.contest import EntryRow
from services.competitions.models.score import AwardRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.entries import entered
from services.competitions.queries.scores import awards, team_awards
from services.competitions.service.contests.opening import organised
from services.competitions.service.contests.performing import performances
from services.competitions.store import db


def withdraw_award(who: Principal, contest_id: UUID, award_id: UUID, why: str, *, now: datetime) -> int:
    """The places stay as they were published. How many awards were made instead."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id)
        if loaded.status is not Status.PUBLISHED:
            raise DomainError("results_not_published")
        held = awards(session, contest_id)
        of_teams = team_awards(session, contest_id)
        fallen = next((each for each in (*held.values(), *of_teams.values()) if each.id == award_id), None)
        if fallen is None:
            raise NotFound("not_found")
        if not why.strip():
            raise Invalid({"why": "请写明撤销奖项的理由。"})
        _end(session, who, fallen, why.strip(), now)
        if fallen.entry_id is None or not loaded.rules.next_in_rank_fills:
            return 0
        return _fill(session, who, loaded, held, now)


def _end(session: Session, who: Principal, award: AwardRow, why: str, now: datetime) -> None:
    award.withdrawn_at, award.withdrawn_why = now, why
    session.flush()
    audit.record(
        session, who, "award_withdrawn", "contest", award.contest_id, at=now, award=award.id, title=award.title, why=why
    )
    events.tell_award_withdrawn(session, award.contest_id, award.id, now=now)


def _fill(session: Session, who: Principal, loaded: Loaded, held: Mapping[UUID, AwardRow], now: datetime) -> int:
    """Everybody behind has what the table gives him now; an award that becomes another is made anew."""
    found = performances(session, loaded)
    placed = rank(loaded.rules, [result(loaded.rules, each) for each in found])
    fallen = frozenset(each for each in session.scalars(_fallen(session, loaded)) if each is not None)
    without = without_awards(loaded.rules, [each.entrant for each in found])
    due = given(without_fallen(loaded.rules, placed, fallen, without=without))
    rows = {row.id: row for row in entered(session, loaded.row.id)}
    number = _numbers(session, loaded)
    made = 0
    for entry_id, title in due.items():
        has = held.get(entry_id)
        if has is not None and has.withdrawn_at is None:
            if has.title == title:
                continue
            _end(session, who, has, f"前列奖项撤销，递补为{title}", now)
        made += 1
        award = _award(loaded, rows[entry_id], title, number + made, now)
        session.add(award)
        session.flush()
        audit.record(
            session, who, "award_made", "contest", loaded.row.id, at=now, award=award.id, title=title, moved_up=True
        )
        events.tell_award(session, loaded.row, rows[entry_id], award, now=now)
    return made


def _fallen(session: Session, loaded: Loaded) -> Select[UUID | None]:
    """Entries whose award was taken for a ground of their own: they have none now and are passed over."""
    a = AwardRow
    live = select(a.entry_id).where(
        a.tenant == tenant_of(session), a.contest_id == loaded.row.id, a.withdrawn_at.is_(None), a.entry_id.is_not(None)
    )
    return select(a.entry_id).where(
        a.tenant == tenant_of(session),
        a.contest_id == loaded.row.id,
        a.withdrawn_at.is_not(None),
        a.entry_id.not_in(live),
    )


def _numbers(session: Session, loaded: Loaded) -> int:
    asked = select(func.count()).where(AwardRow.tenant == tenant_of(session), AwardRow.contest_id == loaded.row.id)
    return int(session.execute(asked).scalar_one())


def _award(loaded: Loaded, entry: EntryRow, title: str, number: int, now: datetime) -> AwardRow:
    head = loaded.row.id.hex[-6:].upper()
    return AwardRow(
        tenant=loaded.row.tenant, id=new_id(), contest_id=loaded.row.id, entry_id=entry.id, title=title, place=None,
        number=f"JS{day_of(now):%Y}-{head}-{number:03d}", person_id=entry.person_id,
        unit_id=entry.team_id or entry.employer_id, made_at=now, withdrawn_why="",
    )  # fmt: skip
