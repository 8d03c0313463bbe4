"""Commended or criticised by notice; who is criticised mends it by a day and says how (E5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.worklist import Audience, close_task, notify, open_task
from services.competitions.models.filing import NoticeRow
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns.owing import audience_of
from services.competitions.store import SERVICE, db

COMMEND, CRITICISE = "commend", "criticise"


def issue_notice(who: Principal, campaign_id: UUID, unit_id: UUID, kind: str, ground: str, *, now: datetime) -> UUID:
    """Names the unit and the ground; criticism orders it mended where the regulation says within how long."""
    allow(rules.may_run(who), "not_campaign_clerk")
    if not ground.strip():
        raise Invalid({"ground": "请写明事由，例如：方案逾期 9 天未报"})
    with db.transaction(who.tenant) as session:
        campaign = find_campaign(session, campaign_id)
        unit = directory.find_unit(session, unit_id)
        criticism = campaign.rules.criticism if kind == CRITICISE else None
        calendar = directory.calendar(session, around=day_of(now))
        by = criticism.rectify.after(day_of(now), calendar.add_working_days) if criticism else None
        row = NoticeRow(
            tenant=who.tenant, id=new_id(), campaign_id=campaign_id, kind=CRITICISE if kind == CRITICISE else COMMEND,
            unit_id=unit.id, unit_path=unit.path, unit_name=unit.name, ground=ground.strip()[:500], rectify_by=by,
            result="", issued_by=who.subject, issued_at=now, version=1,
        )  # fmt: skip
        session.add(row)
        audit.record(
            session, who, f"notice_{row.kind}", "campaign", campaign_id, at=now, unit=unit.id, rectify_by=by,
            ground=row.ground,
        )  # fmt: skip
        _tell(
            session, row, campaign.title, audience=Audience(role=audience_of(unit.kind), unit_path=unit.path), now=now
        )
    return row.id


def _tell(session: Session, row: NoticeRow, title: str, *, audience: Audience, now: datetime) -> None:
    url = f"/competitions/{row.tenant}/campaigns/{row.campaign_id}/notices"
    says = "通报批评" if row.kind == CRITICISE else "通报表扬"
    notify(
        session, SERVICE, to=audience, title=f"{says}：{row.unit_name}", body=f"{title}：{row.ground}", url=url, now=now
    )
    if row.rectify_by is not None:
        open_task(
            session, SERVICE, "rectify", row.id, title=f"整改并报告：{title}", url=url, to=audience, now=now,
            due_on=row.rectify_by,
        )  # fmt: skip


def report_rectified(who: Principal, notice_id: UUID, result: str, *, expected: int, now: datetime) -> None:
    """The unit says what it did."""
    if not result.strip():
        raise Invalid({"result": "请写明整改做了什么、结果怎样"})
    with db.transaction(who.tenant) as session:
        asked = select(NoticeRow).where(NoticeRow.tenant == tenant_of(session), NoticeRow.id == notice_id)
        row = session.scalar(asked.with_for_update())
        if row is None:
            raise NotFound("not_found")
        allow(rules.may_report_for(who, row.unit_path), "not_rectified_by")
        if row.rectify_by is None:
            raise DomainError("no_rectification_asked")
        if row.rectified_on is not None:
            raise DomainError("already_rectified")
        if row.version != expected:
            raise ChangedMeanwhile("changed_meanwhile")
        row.rectified_on, row.result, row.version = day_of(now), result.strip()[:1000], row.version + 1
        audit.record(
            session, who, "rectified", "campaign", row.campaign_id, at=now, notice=row.id,
            is_late=row.rectified_on > row.rectify_by,
        )  # fmt: skip
        close_task(session, SERVICE, "rectify", row.id, by=who.subject, now=now)
