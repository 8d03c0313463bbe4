"""Activities recorded by units, visits by clerks, promises by whom the regulation names (B6, D1, D7)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import day_of
from services.common.consumers import Forged
from services.common.db import tenant_of
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation.campaign import Campaign
from services.common.roles import Role
from services.common.worklist import Audience, close_task, open_task
from services.competitions.domain.campaigns.activities import check_activity, check_outcome
from services.competitions.models.campaign import CampaignRow
from services.competitions.models.record import ActivityRow, PromiseRow, VisitRow
from services.competitions.queries.campaigns.bodies import Body, bodies, children, is_reached, own_body
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns import telling
from services.competitions.service.campaigns.owing import audience_of
from services.competitions.store import SERVICE, db

Row = TypeVar("Row", ActivityRow, VisitRow, PromiseRow)


def record_activity(
    who: Principal, campaign_id: UUID, unit_id: UUID, kind: str, title: str, outcome: str, *, held_on: date,
    people: int, now: datetime, detail: str = "", until: date | None = None,
) -> UUID:  # fmt: skip
    """By the unit's own people."""
    if not title.strip():
        raise Invalid({"title": "请写明活动名称，例如：小改小革提案“快换夹具”"})
    with db.transaction(who.tenant) as session:
        campaign = find_campaign(session, campaign_id)
        unit = directory.find_unit(session, unit_id)
        allow(rules.may_report_for(who, unit.path), "not_reporting_for")
        check_activity(campaign.rules, kind, outcome, held_on=held_on, until=until, people=people, today=day_of(now))
        row = ActivityRow(
            tenant=who.tenant, id=new_id(), campaign_id=campaign_id, kind=kind, unit_id=unit.id, unit_path=unit.path,
            unit_name=unit.name, title=title.strip()[:120], held_on=held_on, people=people, outcome=outcome,
            detail=detail.strip()[:1000], until=until, recorded_by=who.subject, recorded_at=now, version=1,
        )  # fmt: skip
        session.add(row)
        audit.record(
            session, who, "activity_recorded", "campaign", campaign_id, at=now, activity=row.id, kind=kind,
            unit=unit.id, outcome=outcome,
        )  # fmt: skip
    return row.id


def move_activity(
    who: Principal, activity_id: UUID, outcome: str, *, benefit: Decimal | None, expected: int, now: datetime
) -> None:
    """What came of it; what took effect says its benefit."""
    with db.transaction(who.tenant) as session:
        row = _locked(session, ActivityRow, activity_id, expected)
        allow(rules.may_report_for(who, row.unit_path), "not_reporting_for")
        check_outcome(row.kind, row.outcome, outcome, benefit)
        before, row.outcome, row.version = row.outcome, outcome, row.version + 1
        row.benefit = benefit if benefit is not None else row.benefit
        audit.record(
            session, who, "activity_moved", "campaign", row.campaign_id, at=now, activity=row.id, before=before,
            after=outcome, benefit=benefit,
        )  # fmt: skip


def record_visit(
    who: Principal, campaign_id: UUID, body: str, finding: str, *, visited_on: date, mend_by: date | None, now: datetime
) -> UUID:
    """A finding with a day to mend is a task of the unit's; a federation below that carries it out is told (D7)."""
    allow(rules.may_run(who), "not_campaign_clerk")
    if not finding.strip():
        raise Invalid({"finding": "请写明督查发现的情况"})
    if visited_on > day_of(now):
        raise DomainError("activity_in_future")
    if mend_by is not None and mend_by < visited_on:
        raise DomainError("term_ends_before")
    with db.transaction(who.tenant) as session:
        campaign = find_campaign(session, campaign_id)
        place = visited(session, body, on=day_of(now))
        row = VisitRow(
            tenant=who.tenant, id=new_id(), campaign_id=campaign_id, body=place.key, body_name=place.name,
            visited_on=visited_on, finding=finding.strip()[:1000], mend_by=mend_by, answer="",
            recorded_by=who.subject, recorded_at=now, version=1,
        )  # fmt: skip
        session.add(row)
        audit.record(
            session, who, "visit_recorded", "campaign", campaign_id, at=now, visit=row.id, body=place.key,
            mend_by=mend_by,
        )  # fmt: skip
        if mend_by is not None and place.is_unit:
            open_task(
                session, SERVICE, "finding", row.id, title=f"整改督查发现的问题：{campaign.title}",
                url=f"/competitions/{who.tenant}/campaigns/{campaign_id}/visits",
                to=Audience(role=audience_of(place.kind), unit_path=place.unit_path), now=now, due_on=mend_by,
            )  # fmt: skip
        if not place.is_unit and _carries_out(campaign.rules, place):
            session.flush()
            telling.tell_finding(session, campaign, row, now=now)
    return row.id


def _carries_out(rules_: Campaign, place: Body) -> bool:
    return rules_.deployed is not None and is_reached(place.kind, rules_.deployed.to)


def receive_finding(session: Session, campaign: CampaignRow, visit: VisitRow, *, now: datetime) -> None:
    """From above: the secretary answers for it. Told again it changes nothing."""
    if session.get(VisitRow, (visit.tenant, visit.id)) is not None:
        return
    session.add(visit)
    actor = audit.Actor(visit.from_tenant, directory.find_tenant(session, visit.from_tenant).name)
    audit.record(
        session, actor, "finding_received", "campaign", campaign.id, at=now, visit=visit.id, mend_by=visit.mend_by
    )
    if visit.mend_by is not None:
        open_task(
            session, SERVICE, "finding", visit.id, title=f"整改督查发现的问题：{campaign.title}",
            url=f"/competitions/{visit.tenant}/campaigns/{campaign.id}/visits",
            to=Audience(role=Role.SECRETARY), now=now, due_on=visit.mend_by,
        )  # fmt: skip


def receive_answer(
    session: Session, campaign: CampaignRow, visit_id: UUID, code: str, answer: str, solved_on: date, *, now: datetime
) -> None:
    """From below, of a finding there. The first answer holds, the clerk's own note of it too."""
    row = session.get(VisitRow, (campaign.tenant, visit_id), with_for_update=True)
    if row is None or row.body != code:
        raise Forged(f"{code} answers for a visit that was not made there")
    if row.solved_on is not None:
        return
    row.solved_on, row.answer, row.version = solved_on, answer[:1000], row.version + 1
    actor = audit.Actor(code, directory.find_tenant(session, code).name)
    audit.record(session, actor, "finding_solved", "campaign", campaign.id, at=now, visit=row.id)


def solve_finding(who: Principal, visit_id: UUID, answer: str, *, expected: int, now: datetime) -> None:
    """The unit says what it did; for a federation below the clerk writes down what it answered."""
    if not answer.strip():
        raise Invalid({"answer": "请写明整改做了什么、结果怎样"})
    with db.transaction(who.tenant) as session:
        row = _locked(session, VisitRow, visit_id, expected)
        place = visited(session, row.body, on=day_of(now))
        allow(rules.may_correct_for(who, place.unit_path), "not_rectified_by")
        if row.solved_on is not None:
            raise DomainError("already_rectified")
        row.solved_on, row.answer, row.version = day_of(now), answer.strip()[:1000], row.version + 1
        audit.record(session, who, "finding_solved", "campaign", row.campaign_id, at=now, visit=row.id)
        close_task(session, SERVICE, "finding", row.id, by=who.subject, now=now)
        if row.from_tenant:
            telling.tell_answer(session, row, row.solved_on, now=now)


def make_promise(who: Principal, campaign_id: UUID, body: str, says: str, *, now: datetime) -> UUID:
    """In time or late, as the regulation says; by when it is to be kept."""
    if not says.strip():
        raise Invalid({"says": "请写明承诺的事项"})
    today = day_of(now)
    with db.transaction(who.tenant) as session:
        campaign = find_campaign(session, campaign_id)
        rule = campaign.rules.promises
        if rule is None:
            raise DomainError("no_promises_asked")
        place = next((each for each in bodies(session, rule.of, on=today) if each.key == body), None)
        if place is None or (place.key and not place.is_unit):
            raise DomainError("no_promises_asked")
        allow(rules.may_report_for(who, place.unit_path), "not_reporting_for")
        year = campaign.starts_on.year
        standing = rule.due.standing_on(today, year=year)
        if standing == "refused":
            raise DomainError("filing_too_late", title="公开承诺", due_on=rule.due.last_day(year=year))
        row = PromiseRow(
            tenant=who.tenant, id=new_id(), campaign_id=campaign_id, body=place.key, body_name=place.name,
            says=says.strip()[:1000], made_on=today, is_late=standing == "late",
            fulfil_by=rule.fulfil.last_day(year=year) if rule.fulfil else None, result="", made_by=who.subject,
            version=1,
        )  # fmt: skip
        session.add(row)
        audit.record(
            session, who, "promise_made", "campaign", campaign_id, at=now, promise=row.id, body=place.key,
            is_late=row.is_late,
        )  # fmt: skip
    return row.id


def fulfil_promise(who: Principal, promise_id: UUID, result: str, *, expected: int, now: datetime) -> None:
    if not result.strip():
        raise Invalid({"result": "请写明践诺情况"})
    with db.transaction(who.tenant) as session:
        row = _locked(session, PromiseRow, promise_id, expected)
        path = directory.find_unit(session, row.body).path if row.body else ""
        allow(rules.may_report_for(who, path), "not_reporting_for")
        if row.fulfilled_on is not None:
            raise DomainError("already_rectified")
        row.fulfilled_on, row.result, row.version = day_of(now), result.strip()[:1000], row.version + 1
        audit.record(session, who, "promise_kept", "campaign", row.campaign_id, at=now, promise=row.id)


def visited(session: Session, body: str, *, on: date) -> Body:
    """A unit of the federation, a federation right below, or "" for itself, where its superior visited it."""
    if not body:
        return own_body(session)
    for each in children(session, tenant_of(session), on=on):
        if each.code == body:
            return Body(each.code, each.name, kind=each.level)
    try:
        unit = directory.find_unit(session, UUID(body))
    except ValueError:
        raise NotFound("not_found") from None
    return Body(str(unit.id), unit.name, unit.path, unit.kind)


def _locked(session: Session, model: type[Row], id_: UUID, expected: int) -> Row:
    table: Any = model
    row: Row | None = session.scalar(
        select(table).where(table.tenant == tenant_of(session), table.id == id_).with_for_update()
    )
    if row is None:
        raise NotFound("not_found")
    if row.version != expected:
        raise ChangedMeanwhile("changed_meanwhile")
    return row
