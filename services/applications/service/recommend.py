"""Rank the good ones and recommend the batch: one act, before its day (A4)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from services.applications.domain import Application, Status, advance, moved
from services.applications.domain.case_rules import CaseRules, hour_of
from services.applications.domain.merit import Merit, ranked
from services.applications.domain.ranking import must_compose, must_fit, order_version
from services.applications.models import ApplicationRow
from services.applications.queries.batches import FEDERATION, BatchKey
from services.applications.queries.due_days import days_of
from services.applications.queries.recommenders import own_places
from services.applications.queries.regulated import case_rules
from services.applications.queries.units import find_place
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service.moves import OBJECT, find_row, must_be_version, record_move
from services.applications.store import db
from services.common import audit
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, DomainError, NotFound, allow
from services.common.principal import Principal
from services.common.regulation import Review
from services.common.regulation.quota import Quota

A = ApplicationRow
Reorder = Callable[[Sequence[UUID]], list[UUID]]


def reviewing_path(session: Session, key: BatchKey) -> str:
    if key.unit == FEDERATION:
        return ""
    return find_place(session, key.unit).reviewing.path


def in_batch(session: Session, key: BatchKey, path: str) -> ColumnElement[bool]:
    return and_(
        A.tenant == session.info["tenant"],
        A.programme == key.programme,
        A.year == key.year,
        A.reviewing_path == path,
        A.status == Status.OPEN.value,
        A.is_endorsed,
    )


def reorder(who: Principal, key: BatchKey, change: Reorder, *, expected: int, now: datetime) -> list[UUID]:
    """Set the order of merit; the new order. `expected`: the `order_version` that was seen.

    Raises NotAllowed may_not_rank, ChangedMeanwhile order_changed_meanwhile, DomainError not_in_batch.
    """
    with db.transaction(who.tenant) as session:
        rows = _rows(session, who, key)
        before = [row.id for row in rows]
        if order_version(before) != expected:
            raise ChangedMeanwhile("order_changed_meanwhile")
        after = change(before)
        if sorted(after) != sorted(before):
            raise DomainError("not_in_batch")
        if after != before:
            _put_order(session, who, rows, after, now)
        return after


def _rows(session: Session, who: Principal, key: BatchKey) -> list[ApplicationRow]:
    path = reviewing_path(session, key)
    allow(permits.may_rank(who, path), "may_not_rank")
    asked = select(A).where(in_batch(session, key, path)).order_by(A.rank, A.id).with_for_update()
    return list(session.scalars(asked))


def _put_order(
    session: Session, who: Principal, rows: Sequence[ApplicationRow], order: Sequence[UUID], now: datetime
) -> None:
    """Places are kept: whoever was recommended earlier this year stays before."""
    by_id = {row.id: row for row in rows}
    places = sorted(row.rank or 0 for row in rows)
    for place, id_ in zip(places, order, strict=True):
        row = by_id[id_]
        if row.rank != place:
            row.rank, row.version = place, row.version + 1
            audit.record(session, who, "ranked", OBJECT, str(id_), at=now, rank=place)


def recommend_batch(who: Principal, key: BatchKey, chosen: Sequence[UUID], *, now: datetime) -> list[Application]:
    """Pass the chosen ones on, best first, all or none.

    Raises NotAllowed may_not_rank, own_unit; DomainError recommend_too_late, nothing_to_recommend, over_own_quota, …
    """
    with db.transaction(who.tenant) as session:
        rows = [row for row in _rows(session, who, key) if row.id in set(chosen)]
        if len(rows) != len(set(chosen)):
            raise DomainError("not_in_batch")
        cases = [row.to_domain() for row in rows]
        allow(not any(permits.is_own_unit(who, case) for case in cases), "own_unit")
        _must_have_places(session, key, cases)
        done = []
        for row, before in zip(rows, cases, strict=True):
            done.append(_recommend(session, who, row, before, now))
        _close(session, who, key, cases, done, now)
        return done


def _quota(session: Session, cases: Sequence[Application]) -> Quota | None:
    return case_rules(session, cases[0]).programme.quota if cases else None


def _must_have_places(session: Session, key: BatchKey, cases: Sequence[Application]) -> None:
    """Places are for those inside the quota; what must hold of each union's list holds with those it sent before."""
    counted = [case for case in cases if not case.is_outside_quota]
    if cases and not counted:
        return
    quota, name = _quota(session, counted), counted[0].reviewing_name if counted else ""
    own = own_places(session, quota, key.programme, key.year, {name}).get(name)
    must_fit(own, already=_already(session, key, counted), more=len(counted))
    if quota is not None and any(part.denominator == "recommender" for part in quota.composition):
        mine = A.reviewing_path == counted[0].reviewing_path
        before = session.scalars(select(A).where(_recommended(session, key), mine))
        whole = [*(row.to_domain() for row in before), *counted]
        must_compose(quota, [ranked(Merit(case), quota.order) for case in whole])


def _recommended(session: Session, key: BatchKey) -> ColumnElement[bool]:
    """Those of the round that were recommended and take a place."""
    return and_(
        A.tenant == session.info["tenant"],
        A.programme == key.programme,
        A.year == key.year,
        A.rank.is_not(None),
        ~A.is_endorsed,
        ~A.is_outside_quota,
        A.status.not_in([Status.WITHDRAWN.value, Status.RETURNED.value]),
    )


def _already(session: Session, key: BatchKey, cases: Sequence[Application]) -> int:
    """How many this union recommended before."""
    path = cases[0].reviewing_path if cases else ""
    found: int = session.execute(
        select(func.count()).where(_recommended(session, key), A.reviewing_path == path)
    ).scalar_one()
    return found


def _recommend(
    session: Session, who: Principal, row: ApplicationRow, before: Application, now: datetime
) -> Application:
    rules = case_rules(session, before)
    stage = rules.programme.stage(before.stage)
    is_late = before.is_late or _is_late(session, rules, stage, before, now)
    after = replace(advance(before, rules.programme, at=now), is_late=is_late)
    row.apply(after)
    record_move(session, who, "recommended", before, after, now=now, rank=after.rank, late=is_late)
    tasks.announce(session, after, rules, now=now)
    return after


def _is_late(session: Session, rules: CaseRules, stage: object, case: Application, now: datetime) -> bool:
    if not isinstance(stage, Review):
        raise DomainError("not_at_review")
    days = days_of(session, case, stage.due)
    standing = days.standing(stage.due, case.year, day_of(now), hour_of(now))
    if standing == "refused":
        raise DomainError("recommend_too_late")
    return standing == "late"


def _close(
    session: Session,
    who: Principal,
    key: BatchKey,
    before: Sequence[Application],
    after: Sequence[Application],
    now: datetime,
) -> None:
    left = session.execute(
        select(func.count()).select_from(A).where(in_batch(session, key, before[0].reviewing_path))
    ).scalar_one()
    if left == 0:
        tasks.close_batch(session, after[0], tasks.RECOMMEND, before[0].stage, of_union=True, by=who.subject, now=now)


def unendorse(who: Principal, application_id: UUID | str, *, expected: int, now: datetime) -> Application:
    """Take one out of the batch again, back to be reviewed: before it is recommended, an opinion can change."""
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        before = row.to_domain()
        if not permits.may_see(who, before):
            raise NotFound("not_found")
        rules = case_rules(session, before)
        allow(permits.may_review(who, before, rules.programme.stage(before.stage)), "may_not_review")
        must_be_version(row, expected)
        if not before.is_endorsed or before.status is not Status.OPEN:
            raise DomainError("not_in_batch")
        after = moved(before, at=now, is_endorsed=False, rank=None)
        row.apply(after)
        record_move(session, who, "endorsement_withdrawn", before, after, now=now)
        tasks.announce(session, after, rules, now=now)
        return after
