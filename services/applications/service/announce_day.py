"""另行通知: the federation announces the day from which a stage's due day is counted."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.applications.domain.application import MOVING
from services.applications.domain.case_rules import CaseRules
from services.applications.models import ApplicationRow
from services.applications.models.announced_day import AnnouncedDayRow
from services.applications.queries.announcing import version_of
from services.applications.queries.regulated import programme_in_force
from services.applications.rules import cases as permits
from services.applications.service import case_tasks
from services.applications.service import waits as tasks
from services.applications.store import db
from services.common import audit
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, allow
from services.common.principal import Principal
from services.common.regulation.stage_check import announced_stages

OBJECT = "round"
FURTHEST = timedelta(days=731)


def announce_day(
    who: Principal, programme: str, year: int, stage: str, day: date, *, expected: int, now: datetime
) -> None:
    """Set or move the day; whoever works on it now is told the new due day.

    Raises NotAllowed may_not_announce, ChangedMeanwhile day_announced_meanwhile, NotFound,
    DomainError nothing_to_announce, Invalid for a day gone by.
    """
    allow(permits.may_announce_days(who), "may_not_announce")
    if not day_of(now) <= day <= day_of(now) + FURTHEST:
        raise Invalid({"day": "请填今天或以后两年内的日期，例如 2026-12-01。"})
    with db.transaction(who.tenant) as session:
        rules = programme_in_force(session, programme, on=day_of(now))
        if stage not in announced_stages(rules.programme, rules.form):
            raise DomainError("nothing_to_announce")
        _must_be_seen(session, programme, year, stage, expected)
        values = {"day": day, "announced_by": who.subject, "announced_at": now}
        key = {"tenant": who.tenant, "programme": programme, "year": year, "stage": stage}
        put = insert(AnnouncedDayRow).values(**key, **values)
        session.execute(put.on_conflict_do_update(index_elements=list(key), set_=values))
        audit.record(session, who, "day_announced", OBJECT, f"{programme}/{year}/{stage}", at=now, day=day)
        case_id = case_tasks.day_id(who.tenant, programme, year, stage)
        tasks.done(session, case_tasks.ANNOUNCE, case_id, by=who.subject, now=now)
        _tell(session, rules, year, stage, now)


def _must_be_seen(session: Session, programme: str, year: int, stage: str, expected: int) -> None:
    kept = session.get(AnnouncedDayRow, (session.info["tenant"], programme, year, stage), with_for_update=True)
    if version_of(kept.day if kept else None) != expected:
        raise ChangedMeanwhile("day_announced_meanwhile")


def _tell(session: Session, rules: CaseRules, year: int, stage: str, now: datetime) -> None:
    """The tasks of the stage get their day."""
    row = ApplicationRow
    asked = select(row).where(
        row.tenant == session.info["tenant"],
        row.programme == rules.programme.id,
        row.year == year,
        row.stage == stage,
        row.status.in_([each.value for each in MOVING]),
        row.regulation_id == rules.regulation.id,
        row.regulation_version == rules.version,
    )
    for case in session.scalars(asked.limit(2000)):
        case_tasks.announce(session, case.to_domain(), rules, now=now)
