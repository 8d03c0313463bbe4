"""Contests: one with its rules and duties, and the list, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.errors import ChangedMeanwhile, NotFound
from services.common.paging import SIZE
from services.common.regulation.contest import Contest
from services.competitions.domain.running import Status
from services.competitions.frozen import contest_of
from services.competitions.models.contest import ContestRow, DutyRow, EntryRow


@dataclass
class Loaded:
    row: ContestRow
    rules: Contest
    duties: Sequence[DutyRow]

    @property
    def status(self) -> Status:
        return Status(self.row.status)


def load(session: Session, contest_id: UUID, *, lock: bool = False, version: int | None = None) -> Loaded:
    """Everybody of the tenant sees that a contest is held. Raises NotFound; ChangedMeanwhile for another version."""
    tenant = tenant_of(session)
    asked = select(ContestRow).where(ContestRow.tenant == tenant, ContestRow.id == contest_id)
    row = session.execute(asked.with_for_update() if lock else asked).scalar_one_or_none()
    if row is None:
        raise NotFound("not_found")
    if version is not None and version != row.version:
        raise ChangedMeanwhile("changed_meanwhile", by="—", at="—")
    held = select(DutyRow).where(DutyRow.tenant == tenant, DutyRow.contest_id == contest_id, DutyRow.ended_at.is_(None))
    duties = session.scalars(held.order_by(DutyRow.duty, DutyRow.number)).all()
    return Loaded(row, contest_of(row.rules), duties)


@dataclass(frozen=True)
class Filter:
    status: str = ""
    level: str = ""
    year: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Line:
    id: UUID
    title: str
    level: str
    trade: str
    organiser_name: str
    status: str
    closes_at: datetime | None
    held_on: date | None
    year: int
    entrants: int


def find(session: Session, wanted: Filter, *, after: UUID | None = None, size: int = SIZE) -> list[Line]:
    """Newest first; one more than a page, so that the caller knows whether there is another."""
    entrants = (
        select(func.count())
        .where(
            EntryRow.tenant == ContestRow.tenant,
            EntryRow.contest_id == ContestRow.id,
            EntryRow.status == "entered",
        )
        .correlate(ContestRow)
        .scalar_subquery()
    )
    c = ContestRow
    asked = select(
        c.id, c.title, c.level, c.trade, c.organiser_name, c.status, c.closes_at, c.held_on, c.year,
        entrants.label("entrants"),
    ).where(c.tenant == tenant_of(session))  # fmt: skip
    if wanted.status:
        asked = asked.where(c.status == wanted.status)
    if wanted.level:
        asked = asked.where(c.level == wanted.level)
    if wanted.year is not None:
        asked = asked.where(c.year == wanted.year)
    if wanted.text:
        asked = asked.where(c.title.contains(wanted.text, autoescape=True))
    if after is not None:
        asked = asked.where(c.id < after)
    return [Line(*row) for row in session.execute(asked.order_by(c.id.desc()).limit(size + 1))]


def counts(session: Session) -> dict[str, int]:
    c = ContestRow
    asked = select(c.status, func.count()).where(c.tenant == tenant_of(session)).group_by(c.status)
    found = {str(status): int(number) for status, number in session.execute(asked)}
    return {str(status): found.get(status, 0) for status in Status} | {"all": sum(found.values())}


MOST_BELOW = 200


def leading_to(session: Session, higher: Loaded) -> list[ContestRow]:
    """Published contests of the same federation whose winners go on to a contest of this level, the latest first."""
    asked = (
        select(ContestRow)
        .where(ContestRow.tenant == higher.row.tenant, ContestRow.status == Status.PUBLISHED)
        .where(ContestRow.level != higher.row.level)
        .order_by(ContestRow.id.desc())
        .limit(MOST_BELOW)
    )
    found = [(row, contest_of(row.rules).advance) for row in session.scalars(asked)]
    return [row for row, rule in found if rule is not None and rule.to == higher.row.level]
