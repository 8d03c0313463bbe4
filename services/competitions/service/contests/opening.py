"""Opening a contest of a published regulation, changing its day, calling it off (B1, B2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import SHANGHAI, day_of
from services.common.db import tenant_of
from services.common.errors import DomainError, Invalid, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation.contest import Contest
from services.competitions import events
from services.competitions.domain.running import Status, move
from services.competitions.frozen import contest_of, freeze
from services.competitions.models.contest import ContestRow, EntryRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.rules import contests as rules
from services.competitions.store import db

OF_UNIT = {
    "township": ("township", "industry"),
    "enterprise": ("employer_union", "employer"),
    "team": ("team",),
}
"""Who holds a contest of the level: a unit of such a kind, or else the federation itself."""


@dataclass(frozen=True)
class Opening:
    """`closes_on` is only for rules whose closing day is announced later."""

    regulation_id: str
    rule: str
    title: str = ""
    organiser_unit_id: UUID | None = None
    held_on: date | None = None
    closes_on: date | None = None
    campaign: str = ""


def open_contest(who: Principal, asked: Opening, *, now: datetime) -> UUID:
    """From the regulation in force today; the rules stay those of this day."""
    today = day_of(now)
    with db.transaction(who.tenant) as session:
        version = directory.regulation_in_force(session, asked.regulation_id, on=today)
        frozen = freeze(version.document, asked.rule)
        rules_ = contest_of(frozen)
        unit = _organiser(session, asked, rules_)
        allow(rules.may_organise(who, unit.path if unit else ""), "may_not_organise")
        federation = directory.find_tenant(session, who.tenant)
        row = ContestRow(
            tenant=who.tenant, id=new_id(), regulation_id=version.regulation_id, regulation_version=version.version,
            rule=asked.rule, campaign=asked.campaign, year=today.year, rules=frozen,
            title=asked.title.strip() or rules_.says, level=rules_.level,
            trade="、".join(rules_.trade_titles.values()), organiser_unit_id=unit.id if unit else None,
            organiser_path=unit.path if unit else "", organiser_name=unit.name if unit else federation.name,
            closes_at=_closes_at(rules_, asked, today), held_on=asked.held_on or rules_.starts, status=Status.OPEN,
            round=0, without_awards=False, version=1, opened_by=who.subject, opened_at=now, frozen_by="",
            finalised_by="", finalised_name="", cancelled_why="",
        )  # fmt: skip
        _once(session, row)
        session.add(row)
        audit.record(
            session, who, "contest_opened", "contest", row.id, at=now, regulation=row.regulation_id,
            regulation_version=row.regulation_version, rule=row.rule, level=row.level,
        )  # fmt: skip
        events.tell_moved(session, row, entrants=0, now=now)
        return row.id


def _organiser(session: Session, asked: Opening, rules_: Contest) -> directory.OrgUnit | None:
    kinds = OF_UNIT.get(rules_.level)
    if asked.organiser_unit_id is None:
        if kinds is not None:
            raise Invalid({"organiser_unit_id": "请选择由哪个单位举办。"}, "organiser_needed")
        return None
    unit = directory.find_unit(session, asked.organiser_unit_id)
    if kinds is None or unit.kind not in kinds:
        raise DomainError("organiser_of_other_level", unit=unit.name)
    return unit


def _closes_at(rules_: Contest, asked: Opening, today: date) -> datetime | None:
    """The first moment that is too late; in summer and winter the same, by Shanghai's clock."""
    due = rules_.entry.closes
    if due is None or due.on is None:
        return end_of(asked.closes_on) if asked.closes_on else None
    last = due.last_day(year=today.year)
    if due.hour is None:
        return end_of(last)
    return datetime.combine(last, time(), tzinfo=SHANGHAI) + timedelta(hours=due.hour)


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)


def _once(session: Session, row: ContestRow) -> None:
    there = select(ContestRow.id).where(
        ContestRow.tenant == row.tenant,
        ContestRow.regulation_id == row.regulation_id,
        ContestRow.rule == row.rule,
        ContestRow.year == row.year,
        ContestRow.organiser_path == row.organiser_path,
        ContestRow.status != Status.CANCELLED,
    )
    if session.execute(there).first() is not None:
        raise DomainError("contest_open_already", title=row.title)


def cancel_contest(who: Principal, contest_id: UUID, why: str, *, expected: int, now: datetime) -> None:
    """Before its scores are frozen."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id, expected=expected)
        if not why.strip():
            raise Invalid({"why": "请写明取消的理由。"})
        go(session, who, loaded, Status.CANCELLED, "contest_cancelled", now=now, why=why.strip())
        loaded.row.cancelled_why = why.strip()


def organised(session: Session, who: Principal, contest_id: UUID, *, expected: int | None = None) -> Loaded:
    """The contest, locked, for whoever organises it. Raises NotAllowed, ChangedMeanwhile."""
    loaded = load(session, contest_id, lock=True)
    allow(rules.may_organise(who, loaded.row.organiser_path), "may_not_organise")
    if expected is not None:
        load(session, contest_id, version=expected)
    return loaded


def go(
    session: Session, who: Principal, loaded: Loaded, to: Status, action: str, *, now: datetime, **detail: object
) -> None:
    """The contest goes on; logged and told."""
    row = loaded.row
    row.status = move(loaded.status, to)
    row.version += 1
    session.flush()
    audit.record(
        session, who, action, "contest", row.id, at=now, regulation=row.regulation_id,
        regulation_version=row.regulation_version, **detail,
    )  # fmt: skip
    events.tell_moved(session, row, entrants=entrants_of(session, row.id), now=now)


def entrants_of(session: Session, contest_id: UUID) -> int:
    asked = select(func.count()).where(
        EntryRow.tenant == tenant_of(session), EntryRow.contest_id == contest_id, EntryRow.status == "entered"
    )
    return int(session.execute(asked).scalar_one())
