"""A received name goes one step down again, with the reason; and what was decided above arrives here (X2)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.domain.application import Application, Status, return_below
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow, DossierStepRow
from services.applications.queries.batches import FEDERATION, BatchKey
from services.applications.queries.federations import above, find
from services.applications.rules import dossiers as rules
from services.applications.service import case_tasks, upward
from services.applications.service import waits as tasks
from services.applications.service.decided import tell_down
from services.applications.service.moves import find_row, must_be_version, record_move
from services.applications.service.recommend import in_batch
from services.applications.store import db
from services.common import audit
from services.common.audit import Actor
from services.common.consumers import Event, Forged
from services.common.errors import DomainError, NotFound, allow
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
    who: Principal, dossier_id: UUID, reason: str, *, expected: int | None, now: datetime
) -> Application:
    """One step down; `expected` is the case's version.

    Raises NotFound, DomainError reason_needed, not_moving, not_received, at_the_meeting.
    """
    allow(rules.may_return(who), "may_not_forward")
    with db.transaction(who.tenant) as session:
        dossier = session.get(DossierRow, (who.tenant, dossier_id))
        if dossier is None:
            raise NotFound("not_found")
        if dossier.direction != "received" or dossier.application_id is None:
            raise DomainError("not_received")
        row = find_row(session, dossier.application_id)
        must_be_version(row, expected)
        before = row.to_domain()
        if before.status is Status.OPEN and before.docket_id is not None:
            raise DomainError("at_the_meeting")
        after = return_below(before, reason, at=now)
        row.apply(after)
        record_move(session, who, "returned_below", before, after, now=now, reason=after.reason)
        _close_tasks(session, who, before, after, now)
        return after


def _close_tasks(session: Session, who: Principal, before: Application, after: Application, now: datetime) -> None:
    """Nobody here has to act on it any more; the batch it stood in may now be empty."""
    case_tasks.close(session, after, case_tasks.REVIEW, by=who.subject, now=now, outcome="returned")
    session.flush()
    key = BatchKey(before.programme, before.year, FEDERATION)
    left = select(func.count()).select_from(ApplicationRow).where(in_batch(session, key, before.reviewing_path))
    if before.is_endorsed and session.execute(left).scalar_one() == 0:
        case_tasks.close_batch(
            session, after, case_tasks.RECOMMEND, before.stage, of_union=True, by=who.subject, now=now
        )


@dataclass(frozen=True)
class Decided:
    """A decision from above on a dossier of ours: `told_by` is the level above us, `decided_by` may be higher."""

    id: UUID
    dossier_id: UUID
    decision: str
    reason: str
    level: str
    told_by: str
    decided_by: str
    decided_at: datetime


def decided(event: Event, said: events_pb2.DossierDecided) -> Decided:
    """Raises Forged when the event's own tenant is not who it says it is."""
    if event.tenant != said.from_tenant or said.decision not in WORDS:
        raise Forged(f"a decision of {said.from_tenant} told by {event.tenant}")
    return Decided(
        event.id,
        UUID(said.dossier_id),
        said.decision,
        said.reason,
        said.level,
        said.from_tenant,
        said.decided_by_tenant or said.from_tenant,
        said.decided_at.ToDatetime(tzinfo=UTC),
    )


def take_decision(session: Session, said: Decided, *, now: datetime) -> None:
    """Keep the step, see to what it asks of us, and pass it on to the level below."""
    row = session.get(DossierRow, (session.info["tenant"], said.dossier_id), with_for_update=True)
    _must_be_from_above(session, row, said)
    assert row is not None
    session.add(
        DossierStepRow(
            tenant=row.tenant,
            id=said.id,
            dossier_id=row.id,
            decision=said.decision,
            reason=said.reason,
            level=said.level,
            decided_by_tenant=said.decided_by,
            decided_at=said.decided_at,
        )
    )
    if said.decided_by == row.to_tenant:
        row.status, row.reason, row.version = said.decision, said.reason, row.version + 1
    decider = find(session, said.decided_by)
    audit.record(
        session, Actor(f"tenant {decider.code}", decider.name), f"above_{said.decision}", "application",
        row.application_id, at=now, dossier=str(row.id), reason=said.reason, level=said.level,
    )  # fmt: skip
    _tell_people(session, row, f"{decider.name}：{row.subject_name} {WORDS[said.decision]}", said, now)
    _pass_on(session, row, said, now)
    upward.settle(session, row.programme, by=f"tenant {decider.code}", now=now)


def _must_be_from_above(session: Session, row: DossierRow | None, said: Decided) -> None:
    """Raises Forged: only the level that has the dossier tells us, of itself or of a level above it."""
    if row is None or row.direction != "sent" or said.told_by != row.to_tenant:
        raise Forged(f"a decision on a dossier that was not sent to {said.told_by}")
    higher = [row.to_tenant, *(each.code for each in above(session, row.to_tenant))]
    if said.decided_by not in higher:
        raise Forged(f"a decision of {said.decided_by}, which is not above")


def _tell_people(session: Session, row: DossierRow, title: str, said: Decided, now: datetime) -> None:
    path = f"cases/{row.application_id}"
    if said.decision in WITH_US_AGAIN and said.decided_by == row.to_tenant:
        what = f"补正后重新报送 {row.subject_name}：{said.reason}"
        to = f"forwarding?honour={row.honour_id}"
        tasks.ask(session, "forward_again", row.honour_id, what, to, tasks.SECRETARY, now=now)
    else:
        tasks.tell(session, tasks.SECRETARY, title, said.reason, path, now=now)
    application = session.get(ApplicationRow, (row.tenant, row.application_id))
    if application is not None and application.union_path:
        tasks.tell(session, tasks.union_at(application.union_path), title, said.reason, path, now=now)


def _pass_on(session: Session, row: DossierRow, said: Decided, now: datetime) -> None:
    application = session.get(ApplicationRow, (row.tenant, row.application_id))
    if application is None or application.dossier_id is None:
        return
    tell_down(
        session,
        application.dossier_id,
        said.decision,
        said.reason,
        said.level,
        now=now,
        decided_by=said.decided_by,
    )
