"""Entries of a contest: as entrants of its rules, as the lines of a list, and form 2 made of them (B8 form 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.common.db import tenant_of
from services.common.errors import NotFound
from services.common.principal import Principal
from services.competitions.models.contest import EntryRow


def entered(session: Session, contest_id: UUID, *where: ColumnElement[bool], all_: bool = False) -> Sequence[EntryRow]:
    """Those who are in, by number; with `all_` also who went out again."""
    asked = select(EntryRow).where(EntryRow.tenant == tenant_of(session), EntryRow.contest_id == contest_id, *where)
    if not all_:
        asked = asked.where(EntryRow.status == "entered")
    return session.scalars(asked.order_by(EntryRow.number)).all()


def find_entry(session: Session, contest_id: UUID, entry_id: UUID, *where: ColumnElement[bool]) -> EntryRow:
    asked = select(EntryRow).where(
        EntryRow.tenant == tenant_of(session), EntryRow.contest_id == contest_id, EntryRow.id == entry_id, *where
    )
    row = session.execute(asked).scalar_one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row


def own_entries(session: Session, who: Principal, contest_id: UUID) -> Sequence[EntryRow]:
    """The person's own, withdrawn ones too."""
    return entered(session, contest_id, EntryRow.person_id == UUID(who.person_id), all_=True)


def last_number(session: Session, contest_id: UUID) -> int:
    asked = select(func.max(EntryRow.number)).where(
        EntryRow.tenant == tenant_of(session), EntryRow.contest_id == contest_id
    )
    return session.execute(asked).scalar_one() or 0


@dataclass(frozen=True)
class FormLine:
    """A row of form 2: 序号、单位班组名称、所属行业、参赛人数、组长、手机号/微信号."""

    number: int
    employer: str
    team: str
    industry: str
    participants: int
    leader: str
    phone: str


@dataclass(frozen=True)
class FormTwo:
    """参赛企业汇总表: its total row counts employers and workers from the very lines (never typed again)."""

    lines: tuple[FormLine, ...]

    @property
    def employers(self) -> int:
        return len({line.employer for line in self.lines})

    @property
    def workers(self) -> int:
        return sum(line.participants for line in self.lines)


def form_two(session: Session, contest_id: UUID, *where: ColumnElement[bool]) -> FormTwo:
    """One line a team of an employer, in one statement; what the principal may see of it is the caller's predicate."""
    e = EntryRow
    asked = (
        select(
            e.employer, e.team, func.max(e.industry), func.count(), func.max(e.leader), func.max(e.phone)
        )
        .where(e.tenant == tenant_of(session), e.contest_id == contest_id, e.status == "entered", *where)
        .group_by(e.employer, e.team)
        .order_by(func.min(e.number))
    )  # fmt: skip
    return FormTwo(tuple(FormLine(number, *row) for number, row in enumerate(session.execute(asked), 1)))
