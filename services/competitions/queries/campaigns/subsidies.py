"""Subsidies of a campaign, its account, and the contests for which one may still ask."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.principal import Principal
from services.common.regulation.campaign import Campaign
from services.common.roles import Role
from services.competitions.domain.campaigns.subsidies import STANDING, Held
from services.competitions.models.contest import ContestRow, EntryRow
from services.competitions.models.subsidy import SubsidyRow

FINAL = ("final", "published")
MOST = 2000


def subsidies(session: Session, campaign_id: UUID) -> list[SubsidyRow]:
    """Newest first."""
    asked = select(SubsidyRow).where(SubsidyRow.tenant == tenant_of(session), SubsidyRow.campaign_id == campaign_id)
    return list(session.scalars(asked.order_by(SubsidyRow.id.desc()).limit(MOST)))


def held_contests(session: Session, rules: Campaign, who: Principal) -> Sequence[tuple[ContestRow, Held]]:
    """Of the run, final, organised by a unit for which the principal answers, and not applied for yet."""
    paths = [path for path in who.paths(Role.REVIEWER, Role.APPLICANT) if path]
    if not paths:
        return []
    taken = select(SubsidyRow.contest_id).where(
        SubsidyRow.tenant == tenant_of(session), SubsidyRow.status.in_([str(each) for each in STANDING])
    )
    asked = (
        select(ContestRow)
        .where(
            ContestRow.tenant == tenant_of(session),
            ContestRow.status.in_(FINAL),
            ContestRow.held_on.between(rules.runs.from_, rules.runs.to),
            or_(*(ContestRow.organiser_path.startswith(path, autoescape=True) for path in paths)),
            ContestRow.id.not_in(taken),
        )
        .order_by(ContestRow.id.desc())
        .limit(200)
    )
    rows = list(session.scalars(asked))
    heads = _heads(session, [row.id for row in rows])
    return [(row, found) for row in rows if (found := _held(row, heads.get(row.id, 0))) is not None]


def find_held(session: Session, contest_id: UUID) -> tuple[ContestRow, Held] | None:
    """None where it was not held by a unit, or its results are not final."""
    asked = select(ContestRow).where(ContestRow.tenant == tenant_of(session), ContestRow.id == contest_id)
    row = session.scalar(asked)
    if row is None or row.status not in FINAL:
        return None
    held = _held(row, _heads(session, [row.id]).get(row.id, 0))
    return None if held is None else (row, held)


def _held(row: ContestRow, heads: int) -> Held | None:
    if row.organiser_unit_id is None or row.held_on is None:
        return None
    return Held(row.id, row.organiser_unit_id, row.level, row.trade, heads, row.held_on)


def _heads(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    asked = (
        select(EntryRow.contest_id, func.count())
        .where(EntryRow.tenant == tenant_of(session), EntryRow.contest_id.in_(ids), EntryRow.status == "entered")
        .group_by(EntryRow.contest_id)
    )
    return {contest: int(count) for contest, count in session.execute(asked)}
