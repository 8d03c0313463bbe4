"""Revocation (A8): by the chair, on a ground of the regulation; the plaque is recalled, above and below are told."""

from datetime import datetime
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import tenure as domain
from services.applications.domain.honour import Honour, order_recall
from services.applications.models import ApplicationRow
from services.applications.models.honour import RectificationRow, ReinspectionRow
from services.applications.rules import honours as rules
from services.applications.service import upward
from services.applications.service import waits as tasks
from services.applications.service.decided import Lost, tell_above, tell_down
from services.applications.service.moves import TOPIC
from services.applications.service.plaque import find_honour, plaque_of
from services.applications.service.reinspect import programme_of
from services.applications.store import db
from services.common import audit, directory, outbox
from services.common.clock import day_of
from services.common.errors import allow
from services.common.principal import Principal
from services.common.regulation.bodies import FACTS

OBJECT = "honour"


def revoke(who: Principal, honour_id: UUID, *, ground: str, reason: str, expected: int | None, now: datetime) -> Honour:
    """Raises DomainError already_revoked, ground_not_in_regulation, reason_needed."""
    allow(rules.may_revoke(who), "may_not_revoke")
    with db.transaction(who.tenant) as session:
        row = find_honour(session, honour_id, expected)
        before, today = row.to_domain(), day_of(now)
        programme = programme_of(session, before)
        after = domain.revoke(before, programme, ground=ground, reason=reason, on=today)
        row.apply(after)
        audit.record(
            session, who, "revoked", OBJECT, after.id, at=now, ground=ground, reason=after.revoke_reason,
            regulation=after.regulation_id, regulation_version=after.regulation_version,
        )  # fmt: skip
        outbox.tell(session, TOPIC, after.id, revoked_event(after), at=now)
        days = directory.calendar(session, around=today)
        by = domain.recall_by(programme, today, days.add_working_days)
        plaque = plaque_of(session, after.id)
        if plaque is not None and by is not None:
            plaque.apply(order_recall(plaque.to_domain(), by))
            title, path = f"收回牌匾并登记：{after.full_name}", f"honours/{after.id}"
            tasks.ask(
                session, "recall_plaque", after.id, title, path, tasks.SECRETARY, now=now, due_on=by,
                remind_days=programme.remind_days,
            )  # fmt: skip
        _drop_open_reinspections(session, who, after, now)
        _tell_others(session, after, now)
        tasks.done(session, "revoke", after.id, by=who.subject, now=now)
        upward.settle(session, after.programme, by=who.subject, now=now)
        return after


def _drop_open_reinspections(session: Session, who: Principal, honour: Honour, now: datetime) -> None:
    asked = select(ReinspectionRow).where(
        ReinspectionRow.tenant == honour.tenant,
        ReinspectionRow.honour_id == honour.id,
        ReinspectionRow.status.in_(("due", "assessing")),
    )
    for row in session.scalars(asked.with_for_update()):
        row.apply(domain.drop(row.to_domain()))
        tasks.done(session, "reinspect", row.id, by=who.subject, now=now, outcome="dropped")
    orders = select(RectificationRow).where(
        RectificationRow.tenant == honour.tenant,
        RectificationRow.honour_id == honour.id,
        RectificationRow.status.in_(("ordered", "reported")),
    )
    for order in session.scalars(orders.with_for_update()):
        order.apply(domain.close(order.to_domain(), passed=False))
        tasks.done(session, "rectify", order.id, by=who.subject, now=now, outcome="dropped")


def revoked_event(honour: Honour) -> events_pb2.HonourRevoked:
    return events_pb2.HonourRevoked(
        honour_id=str(honour.id),
        honour=honour.honour,
        level=honour.level,
        ground=honour.revoke_ground,
        subject_unit_id=str(honour.subject_unit_id or ""),
        subject_name=honour.full_name,
        revoked_on=honour.revoked_on.isoformat() if honour.revoked_on else "",
        year=honour.year,
    )


def _tell_others(session: Session, honour: Honour, now: datetime) -> None:
    """The union, the level that holds a dossier on it, and every level it came from."""
    ground = FACTS.get(honour.revoke_ground, honour.revoke_ground)
    to, title = tasks.union_at(honour.union_path), f"{honour.full_name} 的{honour.honour}已撤销"
    tasks.tell(session, to, title, f"{ground}：{honour.revoke_reason}", f"honours/{honour.id}", now=now)
    revoked_on = honour.revoked_on.isoformat() if honour.revoked_on else ""
    lost = Lost(honour.honour, honour.level, honour.full_name, honour.revoke_ground, revoked_on)
    tell_above(session, honour.application_id, lost, now=now)
    application = session.get(ApplicationRow, (honour.tenant, honour.application_id))
    if application is not None and application.dossier_id is not None:
        reason = f"{ground}：{honour.revoke_reason}"
        tell_down(session, application.dossier_id, "revoked", reason, honour.level, now=now)
