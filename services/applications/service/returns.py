"""A received name goes one step down again, with the reason; and what was decided above arrives here (X2)."""

from datetime import datetime
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy.orm import Session

from services.applications.domain.application import Application, Status, return_below
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow, DossierStepRow
from services.applications.rules import honours as rules
from services.applications.service import waits as tasks
from services.applications.service.decided import tell_down
from services.applications.service.moves import find_row, must_be_version, record_move
from services.applications.store import db
from services.common import audit, directory
from services.common.audit import Actor
from services.common.consumers import Event, Forged
from services.common.errors import DomainError, allow
from services.common.principal import Principal

WORDS = {
    "received": "已收到，核验通过",
    "refused": "拒收",
    "returned": "退回",
    "conferred": "已命名",
    "not_conferred": "未命名",
    "forwarded": "已再向上报送",
    "revoked": "荣誉已撤销",
}
WITH_US_AGAIN = ("refused", "returned")


def return_dossier(
    who: Principal, application_id: UUID, reason: str, *, expected: int | None, now: datetime
) -> Application:
    """One step down. Raises DomainError reason_needed, not_moving, not_received."""
    allow(rules.may_forward(who), "may_not_forward")
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        must_be_version(row, expected)
        before = row.to_domain()
        if before.status is not Status.OPEN:
            raise DomainError("not_moving", status=before.status)
        after = return_below(before, reason, at=now)
        row.apply(after)
        record_move(session, who, "returned_below", before, after, now=now, reason=after.reason)
        tasks.done(session, "review", row.id, by=who.subject, now=now, outcome="returned")
        return after


def take_decision(session: Session, event: Event, said: events_pb2.DossierDecided, *, now: datetime) -> None:
    """Keep the step, see to what it asks of us, and pass it on to the level below."""
    tenant = session.info["tenant"]
    row = session.get(DossierRow, (tenant, UUID(said.dossier_id)), with_for_update=True)
    if row is None or row.direction != "sent" or event.tenant != said.from_tenant or said.from_tenant != row.to_tenant:
        raise Forged(f"a decision on a dossier that was not sent to {said.from_tenant}")
    decider = directory.find_tenant(session, said.decided_by_tenant)
    if said.from_tenant not in [each.code for each in directory.lineage(session, tenant)[1:]]:
        raise Forged("a decision from beside or below")
    session.add(
        DossierStepRow(
            tenant=tenant,
            id=event.id,
            dossier_id=row.id,
            decision=said.decision,
            reason=said.reason,
            level=said.level,
            decided_by_tenant=decider.code,
            decided_at=said.decided_at.ToDatetime(tzinfo=now.tzinfo),
        )
    )
    if said.decided_by_tenant == row.to_tenant:
        row.status, row.reason, row.version = said.decision, said.reason, row.version + 1
    word = WORDS.get(said.decision, said.decision)
    audit.record(
        session, Actor(f"tenant {decider.code}", decider.name), f"above_{said.decision}", "application",
        row.application_id, at=now, dossier=said.dossier_id, reason=said.reason, level=said.level,
    )  # fmt: skip
    _tell_people(session, row, f"{decider.name}：{row.subject_name} {word}", said, now)
    _pass_on(session, row, said, now)


def _tell_people(session: Session, row: DossierRow, title: str, said: events_pb2.DossierDecided, now: datetime) -> None:
    path = f"archive/{row.application_id}"
    is_ours = said.decided_by_tenant == row.to_tenant
    if said.decision in WITH_US_AGAIN and is_ours:
        what = f"补正后重新报送 {row.subject_name}：{said.reason}"
        tasks.ask(session, "forward_again", row.honour_id, what, f"honours/{row.honour_id}", tasks.SECRETARY, now=now)
    else:
        tasks.tell(session, tasks.SECRETARY, title, said.reason, path, now=now)
    application = session.get(ApplicationRow, (row.tenant, row.application_id))
    if application is not None and application.union_path:
        tasks.tell(session, tasks.union_at(application.union_path), title, said.reason, path, now=now)


def _pass_on(session: Session, row: DossierRow, said: events_pb2.DossierDecided, now: datetime) -> None:
    application = session.get(ApplicationRow, (row.tenant, row.application_id))
    if application is None or application.dossier_id is None or said.decision == "received":
        return
    tell_down(
        session,
        application.dossier_id,
        said.decision,
        said.reason,
        said.level,
        now=now,
        decided_by=said.decided_by_tenant,
    )
