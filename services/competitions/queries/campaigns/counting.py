"""Facts that targets count: contests held, people who entered, honours newly conferred, activities (B2, B3, B6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.regulation.campaign import Runs
from services.common.regulation.campaign_bodies import counting_outcomes
from services.common.regulation.campaign_targets import Counted
from services.competitions.domain.campaigns.figures import Figure
from services.competitions.queries.campaigns.bodies import Body

_CONTESTS = text(
    "select c.organiser_path as path, count(*) as held, coalesce(sum((select count(*) from entry e"
    " where e.tenant = c.tenant and e.contest_id = c.id and e.status = 'entered')), 0) as people from contest c"
    " where c.tenant = :t and c.status in ('final', 'published') and c.held_on between :first and :last"
    " and (cast(:level as text) is null or c.level = :level)"
    " and (cast(:trade as text) is null or c.trade = :trade) group by 1"
)
_HONOURS = text(
    "select coalesce(u.path, '') as path, count(*) as found from honour_fact h"
    " left join org_unit u on u.tenant = h.tenant and u.id = h.unit_id"
    " where h.tenant = :t and h.honour = :honour and h.revoked_on is null"
    " and (cast(:level as text) is null or h.level = :level) and h.conferred_on between :first and :last group by 1"
)
_ACTIVITIES = text(
    "select unit_path as path, count(*) as held, coalesce(sum(people), 0) as people from campaign_activity"
    " where tenant = :t and campaign_id = :campaign and (cast(:kind as text) is null or kind = :kind)"
    " and (:any_outcome or outcome = any(:outcomes)) and held_on between :first and :last group by 1"
)


def count(
    session: Session, campaign_id: UUID, target: Counted, runs: Runs, bodies: Sequence[Body]
) -> dict[str, Figure]:
    """Of each unit what lies under it, of the federation everything; one statement however many they are."""
    rows, amount = _COUNTERS[target.count](session, campaign_id, target, runs)
    found = {}
    for body in bodies:
        mine = (Decimal(amount(row)) for row in rows if row.path.startswith(body.unit_path))
        found[body.key] = Figure(sum(mine, Decimal(0)))
    return found


Rows = tuple[Sequence[Row[Any]], Callable[[Row[Any]], int]]


def _contests(session: Session, _campaign_id: UUID, target: Counted, runs: Runs) -> Rows:
    """Held is what is final: nobody reaches a target with a contest that has only been opened."""
    asked = {"t": tenant_of(session), "level": target.where.level, "trade": target.where.trade}
    rows = session.execute(_CONTESTS, asked | {"first": runs.from_, "last": runs.to}).all()
    return rows, (lambda row: row.held) if target.count == "contests" else (lambda row: row.people)


def _honours(session: Session, _campaign_id: UUID, target: Counted, runs: Runs) -> Rows:
    asked = {"t": tenant_of(session), "honour": target.where.honour, "level": target.where.level}
    rows = session.execute(_HONOURS, asked | {"first": runs.from_, "last": runs.to}).all()
    return rows, lambda row: row.found


def _activities(session: Session, campaign_id: UUID, target: Counted, runs: Runs) -> Rows:
    outcome = target.where.outcome
    outcomes = list(counting_outcomes(target.where.activity or "", outcome)) if outcome else []
    rows = session.execute(
        _ACTIVITIES,
        {
            "t": tenant_of(session),
            "campaign": campaign_id,
            "kind": target.where.activity,
            "any_outcome": not outcomes,
            "outcomes": outcomes,
            "first": runs.from_,
            "last": runs.to,
        },
    ).all()
    return rows, (lambda row: row.held) if target.count == "activities" else (lambda row: row.people)


_COUNTERS: Final = {
    "contests": _contests,
    "entrants": _contests,
    "honours_cultivated": _honours,
    "activities": _activities,
    "participants": _activities,
}
