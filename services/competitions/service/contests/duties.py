"""Who judges, who heads the judges, who rules on appeals and who finalises: named persons of the directory (rule 9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.common import audit, worklist
from services.common.errors import DomainError, NotFound
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.worklist import Audience
from services.competitions.domain.running import ALONE, Duty, Status
from services.competitions.models.contest import DutyRow
from services.competitions.queries.contests import Loaded
from services.competitions.service.contests.opening import organised
from services.competitions.store import SERVICE, db

TITLES = {
    Duty.JUDGE: "给 {title} 的选手打分",
    Duty.CHIEF: "复核 {title} 的评分",
    Duty.ARBITER: "受理 {title} 的申诉",
    Duty.FINALISER: "审定 {title} 的成绩",
}


def appoint(who: Principal, contest_id: UUID, person_id: UUID, duty: Duty, *, now: datetime) -> UUID:
    """One duty a person; of chief, arbitrator and finaliser there is one each. Before the scores are frozen."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id)
        if loaded.status not in (Status.OPEN, Status.SCORING):
            raise DomainError("scores_frozen")
        person = _person(session, person_id)
        _fits(loaded, person.subject, person.name, duty)
        row = DutyRow(
            tenant=who.tenant, id=new_id(), contest_id=contest_id, duty=duty, subject=person.subject, name=person.name,
            person_id=person_id, unit_path=person.path or "", number=_number(session, contest_id),
            appointed_by=who.subject, appointed_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        audit.record(session, who, "duty_given", "contest", contest_id, at=now, duty=duty, number=row.number)
        worklist.open_task(
            session, SERVICE, "contest_duty", row.id, title=TITLES[duty].format(title=loaded.row.title),
            url=f"/competitions/{who.tenant}/contests/{contest_id}", to=Audience(subject=person.subject), now=now,
            due_on=loaded.row.held_on, started_by=who.subject,
        )  # fmt: skip
        return row.id


def end_duty(who: Principal, contest_id: UUID, duty_id: UUID, *, now: datetime) -> None:
    """Of a judge who has signed nothing, or of anybody else."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id)
        row = next((each for each in loaded.duties if each.id == duty_id), None)
        if row is None:
            raise NotFound("not_found")
        if loaded.status not in (Status.OPEN, Status.SCORING):
            raise DomainError("scores_frozen")
        if _has_signed(session, duty_id):
            raise DomainError("judge_has_signed", name=row.name)
        row.ended_at = now
        audit.record(session, who, "duty_ended", "contest", contest_id, at=now, duty=row.duty, number=row.number)
        worklist.close_task(session, SERVICE, "contest_duty", row.id, by=who.subject, now=now, outcome="withdrawn")


def _person(session: Session, person_id: UUID) -> Row[Any]:
    row = session.execute(
        text(
            "select p.subject, p.name, u.path from person p"
            " left join org_unit u on u.tenant = p.tenant and u.id = p.org_unit_id"
            " where p.tenant = :t and p.id = :id and p.valid_to is null and p.subject <> ''"
        ),
        {"t": session.info["tenant"], "id": person_id},
    ).one_or_none()
    if row is None:
        raise NotFound("no_such_official")
    return row


def _fits(loaded: Loaded, subject: str, name: str, duty: Duty) -> None:
    if any(each.subject == subject for each in loaded.duties):
        raise DomainError("duty_held_already", name=name)
    if duty in ALONE and any(each.duty == duty for each in loaded.duties):
        raise DomainError("duty_taken")
    if duty is Duty.FINALISER and loaded.row.opened_by == subject:
        raise DomainError("finaliser_is_organiser")


def _number(session: Session, contest_id: UUID) -> int:
    asked = text("select coalesce(max(number), 0) + 1 from contest_duty where tenant = :t and contest_id = :id")
    return int(session.execute(asked, {"t": session.info["tenant"], "id": contest_id}).scalar_one())


def _has_signed(session: Session, duty_id: UUID) -> bool:
    asked = text("select 1 from mark where tenant = :t and judge_id = :id and signed_at is not null limit 1")
    return session.execute(asked, {"t": session.info["tenant"], "id": duty_id}).first() is not None
