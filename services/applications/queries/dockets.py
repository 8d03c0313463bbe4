"""Dockets, what waits for one, and the cases on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.applications.domain.application import Status
from services.applications.domain.docket import Docket, Places
from services.applications.models import ApplicationRow
from services.applications.models.meeting import DocketCaseRow, DocketRow
from services.applications.queries.regulated import regulation_of
from services.common.errors import NotFound
from services.common.paging import SIZE, cut, place_of
from services.common.regulation import Approve


@dataclass(frozen=True)
class Waiting:
    """One round whose cases wait for the meeting."""

    regulation_id: str
    regulation_version: int
    programme: str
    title: str
    year: int
    count: int


@dataclass(frozen=True)
class DocketLine:
    """What a row of the docket shows of its case."""

    application_id: UUID
    number: str
    subject_name: str
    employer_name: str
    recommended_by: str
    rank: int | None
    score: Decimal | None
    is_late: bool
    remarks: Sequence[str]


def waiting_for_docket(
    session: Session, regulation_id: str, version: int, programme: str, year: int, stage: str
) -> Sequence[ApplicationRow]:
    """Locked, best score first, the same score by name."""
    asked = (
        select(ApplicationRow)
        .where(
            ApplicationRow.tenant == session.info["tenant"],
            ApplicationRow.status == Status.OPEN,
            ApplicationRow.stage == stage,
            ApplicationRow.regulation_id == regulation_id,
            ApplicationRow.regulation_version == version,
            ApplicationRow.programme == programme,
            ApplicationRow.year == year,
            ApplicationRow.docket_id.is_(None),
        )
        .order_by(ApplicationRow.score.desc().nulls_last(), ApplicationRow.subject_name, ApplicationRow.id)
        .limit(500)
        .with_for_update()
    )
    return session.scalars(asked).all()


def waiting_rounds(session: Session) -> list[Waiting]:
    row = ApplicationRow
    asked = (
        select(row.regulation_id, row.regulation_version, row.programme, row.year, row.stage, func.count())
        .where(row.tenant == session.info["tenant"], row.status == Status.OPEN, row.docket_id.is_(None))
        .group_by(row.regulation_id, row.regulation_version, row.programme, row.year, row.stage)
        .order_by(row.year.desc(), row.programme)
    )
    found = []
    for regulation_id, version, programme, year, stage, count in session.execute(asked):
        rules = regulation_of(session, regulation_id, version).programmes[programme]
        if isinstance(rules.stage(stage), Approve):
            title = rules.title or rules.honour
            found.append(Waiting(regulation_id, version, programme, title, year, count))
    return found


def load_docket(session: Session, row: DocketRow) -> Docket:
    """The docket with its cases, each with where its candidate stands in the tree."""
    asked = (
        select(
            DocketCaseRow, ApplicationRow.subject_unit_path, ApplicationRow.union_path, ApplicationRow.reviewing_name
        )
        .join(
            ApplicationRow,
            (ApplicationRow.tenant == DocketCaseRow.tenant) & (ApplicationRow.id == DocketCaseRow.application_id),
        )
        .where(DocketCaseRow.tenant == session.info["tenant"], DocketCaseRow.docket_id == row.id)
        .order_by(DocketCaseRow.ordinal)
    )
    cases = tuple(
        case.to_domain(subject_path=subject, union_path=union, recommender=recommender)
        for case, subject, union, recommender in session.execute(asked)
    )
    return row.to_domain(cases, places_of(session, row))


def places_of(session: Session, row: DocketRow) -> Places:
    """By the round's quota, less what earlier dockets of the round agreed to and no objection took away again."""
    quota = regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme].quota
    if quota is None or (quota.total is None and quota.per_recommender is None):
        return Places()
    asked = (
        select(ApplicationRow.reviewing_name, func.count().label("cases"))
        .join(
            DocketCaseRow,
            (DocketCaseRow.tenant == ApplicationRow.tenant) & (DocketCaseRow.application_id == ApplicationRow.id),
        )
        .join(DocketRow, (DocketRow.tenant == DocketCaseRow.tenant) & (DocketRow.id == DocketCaseRow.docket_id))
        .where(
            ApplicationRow.tenant == session.info["tenant"],
            DocketRow.programme == row.programme,
            DocketRow.year == row.year,
            DocketRow.status == "signed",
            DocketRow.id != row.id,
            DocketCaseRow.decision == "agree",
            ApplicationRow.status.in_((Status.OPEN, Status.CONFERRED)),
        )
        .group_by(ApplicationRow.reviewing_name)
    )
    taken = {found.reviewing_name: found.cases for found in session.execute(asked)}
    left = None if quota.total is None else max(quota.total - sum(taken.values()), 0)
    return Places(left, quota.per_recommender, taken)


def find(session: Session, docket_id: UUID | str) -> DocketRow:
    row = session.get(DocketRow, (session.info["tenant"], UUID(str(docket_id))))
    if row is None:
        raise NotFound("not_found")
    return row


def lines_of(session: Session, docket_id: UUID) -> list[DocketLine]:
    row = ApplicationRow
    asked = (
        select(
            row.id,
            row.number,
            row.subject_name,
            row.employer_name,
            row.reviewing_name,
            row.rank,
            row.score,
            row.is_late,
            DocketCaseRow.remarks,
        )
        .join(row, (row.tenant == DocketCaseRow.tenant) & (row.id == DocketCaseRow.application_id))
        .where(DocketCaseRow.tenant == session.info["tenant"], DocketCaseRow.docket_id == docket_id)
        .order_by(DocketCaseRow.ordinal)
    )
    return [DocketLine(*found) for found in session.execute(asked)]


@dataclass(frozen=True)
class DocketQuery:
    """What the list is narrowed to; empty means all."""

    status: str = ""
    year: int | None = None


def dockets(
    session: Session, wanted: DocketQuery, *, after: Sequence[str] | None = None
) -> tuple[list[Row[Any]], tuple[str, ...] | None]:
    """Newest first, each with how many cases it has and how many are decided: a page, and its end."""
    row, case = DocketRow, DocketCaseRow
    counted = (
        select(
            case.docket_id,
            func.count().label("cases"),
            func.count().filter(case.decision != "open").label("decided"),
        )
        .where(case.tenant == session.info["tenant"])
        .group_by(case.docket_id)
        .subquery()
    )
    asked = (
        select(
            row.id, row.title, row.number, row.status, row.held_at, row.created_at, counted.c.cases, counted.c.decided
        )
        .join(counted, counted.c.docket_id == row.id)
        .where(row.tenant == session.info["tenant"])
        .order_by(row.id.desc())
        .limit(SIZE + 1)
    )
    if wanted.status:
        asked = asked.where(row.status == wanted.status)
    if wanted.year is not None:
        asked = asked.where(row.year == wanted.year)
    if (place := place_of(after, UUID)) is not None:
        asked = asked.where(row.id < place[0])
    return cut(session.execute(asked).all(), lambda each: (each.id,))
