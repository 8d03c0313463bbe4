"""The list of assessments: what the principal may see, filtered, newest first, a page at a time, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from services.assessment import rules
from services.assessment.domain import Kind, Status
from services.assessment.models import AssessmentRow, CardRow
from services.common.db import tenant_of
from services.common.paging import SIZE
from services.common.principal import Principal
from services.common.roles import Role

MINE, STAFFING = "mine", "staffing"
STUCK = (Status.APPOINTING, Status.THIRD_NEEDED)


@dataclass(frozen=True)
class Filter:
    """status: a Status, or "mine" for what waits for the principal, "staffing" for what lacks them.

    passed: yes or no.
    """

    status: str = ""
    text: str = ""
    year: int | None = None
    passed: str = ""


@dataclass(frozen=True)
class Line:
    id: UUID
    title: str
    subject_name: str
    round: int
    year: int
    status: Status
    due_on: date | None
    score: Decimal | None
    self_score: Decimal | None
    gap: Decimal | None
    passed: bool | None
    opened_at: datetime
    completed_at: datetime | None
    assessors: int
    signed: int
    assessors_at_least: int
    self_signed: bool
    mine: bool
    """The principal has a card here that he has not signed."""


def find(
    session: Session, who: Principal, wanted: Filter, *, after: UUID | None = None, size: int = SIZE
) -> list[Line]:
    """One more than a page at most, so that the caller knows whether there is another."""
    statement = _lines(who).where(*_where(session, who, wanted))
    if after is not None:
        statement = statement.where(AssessmentRow.id < after)
    rows = session.execute(statement.order_by(AssessmentRow.id.desc()).limit(size + 1))
    return [Line(**{**row._mapping, "status": Status(row.status)}) for row in rows]


def counts(session: Session, who: Principal) -> dict[str, int]:
    """How many the principal sees, by state, and how many wait for him."""
    where = _where(session, who, Filter())
    mine = func.count().filter(_waits_for(who))
    passed = func.count().filter(AssessmentRow.passed.is_(True))
    per_state = [func.count().filter(AssessmentRow.status == status) for status in Status]
    row = session.execute(select(func.count(), mine, passed, *per_state).select_from(AssessmentRow).where(*where)).one()
    return {"all": row[0], MINE: row[1], "passed": row[2], **dict(zip((str(s) for s in Status), row[3:], strict=True))}


def years(session: Session, who: Principal) -> list[int]:
    where = _where(session, who, Filter())
    found = session.scalars(select(AssessmentRow.year).where(*where).distinct().order_by(AssessmentRow.year.desc()))
    return list(found)


def results(session: Session, who: Principal, year: int | None, *, limit: int = 5000) -> Sequence[AssessmentRow]:
    """The completed ones of a year, best first, for export."""
    wanted = Filter(status=Status.COMPLETED, year=year)
    order = (AssessmentRow.score.desc(), AssessmentRow.id)
    statement = select(AssessmentRow).where(*_where(session, who, wanted))
    return list(session.scalars(statement.order_by(*order).limit(limit)))


def _where(session: Session, who: Principal, wanted: Filter) -> list[ColumnElement[bool]]:
    where = [AssessmentRow.tenant == tenant_of(session), rules.seen_by(who)]
    if wanted.status == MINE:
        where.append(_waits_for(who))
    elif wanted.status == STAFFING:
        where.append(AssessmentRow.status.in_(STUCK))
    elif wanted.status:
        where.append(AssessmentRow.status == wanted.status)
    if wanted.text:
        like = (AssessmentRow.subject_name, AssessmentRow.title)
        where.append(or_(*(column.contains(wanted.text, autoescape=True) for column in like)))
    if wanted.year is not None:
        where.append(AssessmentRow.year == wanted.year)
    if wanted.passed:
        where.append(AssessmentRow.passed.is_(wanted.passed == "yes"))
    return where


def _waits_for(who: Principal) -> ColumnElement[bool]:
    """The same as `rules.waits_for`, in SQL."""
    waits: list[ColumnElement[bool]] = [and_(AssessmentRow.status == Status.SCORING, _unsigned(who.subject))]
    unions = rules.prefixes(who, Role.APPLICANT)
    waits.append(and_(AssessmentRow.status == Status.SELF_SCORING, unions))
    stuck = AssessmentRow.status.in_(STUCK)
    waits.append(and_(stuck, rules.prefixes(who, Role.SECRETARY)))
    return or_(*waits)


def _unsigned(subject: str) -> ColumnElement[bool]:
    card = select(CardRow.id).where(
        CardRow.tenant == AssessmentRow.tenant,
        CardRow.assessment_id == AssessmentRow.id,
        CardRow.kind == Kind.ASSESSOR,
        CardRow.subject == subject,
        CardRow.withdrawn_at.is_(None),
        CardRow.submitted_at.is_(None),
    )
    return card.exists()


def _lines(who: Principal) -> Any:
    active = and_(CardRow.kind == Kind.ASSESSOR, CardRow.withdrawn_at.is_(None))
    signed = CardRow.submitted_at.is_not(None)
    cards = (
        select(
            func.count(case((active, 1))).label("assessors"),
            func.count(case((and_(active, signed), 1))).label("signed"),
            func.coalesce(func.bool_or(and_(CardRow.kind == Kind.SELF, signed)), False).label("self_signed"),
            func.coalesce(func.bool_or(and_(active, ~signed, CardRow.subject == who.subject)), False).label("mine"),
        )
        .where(CardRow.tenant == AssessmentRow.tenant, CardRow.assessment_id == AssessmentRow.id)
        .lateral("cards")
    )
    a = AssessmentRow
    return select(
        a.id, a.title, a.subject_name, a.round, a.year, a.status, a.due_on, a.score, a.self_score, a.gap, a.passed,
        a.opened_at, a.completed_at, cards.c.assessors, cards.c.signed, a.assessors_at_least, cards.c.self_signed,
        cards.c.mine,
    ).join(cards, AssessmentRow.id.is_not(None))  # fmt: skip
