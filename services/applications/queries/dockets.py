"""Dockets, what waits for one, and the cases on it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.applications.domain.application import Application, Status
from services.applications.domain.docket import Docket, Places
from services.applications.domain.merit import Merit, ranked
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow
from services.applications.models.meeting import DocketCaseRow, DocketRow
from services.applications.queries.recommenders import own_places
from services.applications.queries.regulated import regulation_of
from services.common.errors import NotFound
from services.common.paging import SIZE, cut, place_of
from services.common.regulation import Approve, Programme, Publicise
from services.common.regulation.quota import Quota


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
    order = quota.order if (quota := quota_of(session, row)) else ()
    asked = (
        select(DocketCaseRow, ApplicationRow)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant == DocketCaseRow.tenant) & (ApplicationRow.id == DocketCaseRow.application_id),
        )
        .where(DocketCaseRow.tenant == session.info["tenant"], DocketCaseRow.docket_id == row.id)
        .order_by(DocketCaseRow.ordinal)
    )
    found = session.execute(asked).all()
    merits = merits_of(session, [application.to_domain() for _case, application in found])
    cases = tuple(
        replace(
            case.to_domain(
                subject_path=merit.case.subject_unit_path,
                union_path=merit.case.union_path,
                recommender=merit.case.reviewing_name,
            ),
            is_outside_quota=merit.case.is_outside_quota,
            ranked=ranked(merit, order),
        )
        for (case, _application), merit in zip(found, merits, strict=True)
    )
    return row.to_domain(cases, places_of(session, row, {case.recommender for case in cases}))


def quota_of(session: Session, row: DocketRow) -> Quota | None:
    return regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme].quota


def merits_of(session: Session, cases: Sequence[Application]) -> list[Merit]:
    """The cases in their order, each with how many years its candidate has kept its honour here."""
    units = [case.subject_unit_id for case in cases if case.subject_unit_id is not None]
    asked = (
        select(HonourRow.subject_unit_id, HonourRow.subject_name, func.max(HonourRow.kept_years))
        .where(HonourRow.tenant == session.info["tenant"], HonourRow.subject_unit_id.in_(units))
        .where(HonourRow.standing == "valid")
        .group_by(HonourRow.subject_unit_id, HonourRow.subject_name)
    )
    kept = {(unit, name): years for unit, name, years in session.execute(asked)} if units else {}
    return [Merit(case, kept.get((case.subject_unit_id, case.subject_name), 0)) for case in cases]


def places_of(session: Session, row: DocketRow, recommenders: Collection[str]) -> Places:
    """By the round's quota, less what earlier dockets of the round agreed to.

    What an objection took away again is free, but for a regulation that says that nobody follows.
    """
    programme = regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme]
    quota = programme.quota
    if quota is None:
        return Places()
    gone = () if follows(programme) else (Status.STOPPED,)
    asked = (
        select(ApplicationRow)
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
            ApplicationRow.status.in_((Status.OPEN, Status.CONFERRED, *gone)),
            ~ApplicationRow.is_outside_quota,
        )
    )
    agreed = merits_of(session, [found.to_domain() for found in session.scalars(asked)])
    earlier = [ranked(merit, quota.order) for merit in agreed]
    taken = Counter(each.recommender for each in earlier)
    left = None if quota.total is None else max(quota.total - len(earlier), 0)
    own = own_places(session, quota, row.programme, row.year, {*recommenders, *taken})
    return Places(left, own, taken, quota, tuple(earlier))


def follows(programme: Programme) -> bool:
    """Does the next in rank take the place that an objection made free?"""
    return any(isinstance(stage, Publicise) and stage.next_in_rank_fills for stage in programme.stages)


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
