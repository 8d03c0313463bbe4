"""逾期视为放弃: what lay until its day was over is ended by the clock, where the rule says waived."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.applications.domain import Application, Status, pass_over, withdraw
from services.applications.domain.case_rules import CaseRules, Days, apply_dues, hour_of
from services.applications.models import ApplicationRow
from services.applications.queries.due_days import apply_days_of, days_of
from services.applications.queries.regulated import case_rules, regulation_of
from services.applications.service import case_tasks as tasks
from services.applications.service import waits
from services.applications.service.clear import take_silence
from services.applications.service.moves import find_row, record_move
from services.applications.store import db
from services.common.audit import CLOCK
from services.common.clock import day_of
from services.common.regulation import ClearanceStage, Due, Review

NOT_FILED, NOT_SENT = "逾期没有提交，按规则视为放弃。", "逾期没有推荐，按规则视为放弃。"
AT_ONCE = 200


def end_what_is_waived(tenant: str, *, now: datetime) -> int:
    """How many cases the clock moved: drafts and recommendations given up, offices taken to have no objection."""
    with db.read(tenant) as session:
        waiting = _waiting(session)
    done = 0
    for application_id in waiting:
        with db.transaction(tenant) as session:
            done += take_silence(session, application_id, now=now) or _end(session, application_id, now)
    return done


def _waiting(session: Session) -> list[UUID]:
    """Cases whose rule lets the clock act on them; none at all where no regulation says so."""
    row = ApplicationRow
    places = (row.regulation_id, row.regulation_version, row.programme, row.stage, row.status)
    still = row.status.in_([Status.DRAFT.value, Status.OPEN.value])
    asked = select(*places).where(row.tenant == session.info["tenant"], still).distinct()
    found: list[UUID] = []
    for place in session.execute(asked).all():
        if _clock_acts(session, *place):
            ids = select(row.id).where(row.tenant == session.info["tenant"], *_same(place))
            found += session.scalars(ids.order_by(row.id).limit(AT_ONCE))
    return found


def _same(place: Sequence[object]) -> list[ColumnElement[bool]]:
    row = ApplicationRow
    columns = (row.regulation_id, row.regulation_version, row.programme, row.stage, row.status)
    return [column == value for column, value in zip(columns, place, strict=True)]


def _clock_acts(session: Session, regulation_id: str, version: int, programme: str, stage: str, status: str) -> bool:
    regulation = regulation_of(session, regulation_id, version)
    rules = CaseRules(regulation, version, regulation.programmes[programme])
    here = rules.programme.stage(stage)
    if isinstance(here, ClearanceStage):
        return here.silent == "agrees" and status == Status.OPEN
    if status == Status.DRAFT:
        return any(due.late == "waived" for due in apply_dues(rules))
    return isinstance(here, Review) and here.due is not None and here.due.late == "waived"


def _end(session: Session, application_id: UUID, now: datetime) -> bool:
    row = find_row(session, application_id)
    before = row.to_domain()
    after = _after(session, before, case_rules(session, before), now)
    if after is None:
        return False
    row.apply(after)
    action = "waived" if after.status is Status.WITHDRAWN else "passed_over"
    record_move(session, CLOCK, action, before, after, now=now, reason=after.reason)
    for kind in (tasks.FILL, tasks.REVIEW):
        tasks.close(session, after, kind, by=CLOCK.subject, now=now, outcome="waived")
    title = f"{after.full_name} 的{after.honour}申报{after.reason}"
    waits.tell(session, waits.union_at(after.union_path), title, after.reason, f"cases/{after.id}", now=now)
    return True


def _after(session: Session, case: Application, rules: CaseRules, now: datetime) -> Application | None:
    """The case ended, or None where its day is not over."""
    if case.status is Status.DRAFT:
        days = apply_days_of(session, rules, year=case.year, around=day_of(now))[0]
        is_over = any(_is_over(due, case, days, now) for due in apply_dues(rules))
        return withdraw(case, NOT_FILED, at=now) if is_over else None
    stage = rules.programme.stage(case.stage)
    if not isinstance(stage, Review) or case.status is not Status.OPEN or stage.due is None:
        return None
    is_over = _is_over(stage.due, case, days_of(session, case, stage.due), now)
    return pass_over(case, NOT_SENT, at=now) if is_over else None


def _is_over(due: Due, case: Application, days: Days, now: datetime) -> bool:
    return due.late == "waived" and days.standing(due, case.year, day_of(now), hour_of(now)) == "refused"
