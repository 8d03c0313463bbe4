"""What was decided on a name that came from below goes back down, one step at a time (X2); a loss goes up (A8)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.application import Application, Status
from services.applications.domain.dossier import LIVE
from services.applications.models.dossier import DossierRow
from services.applications.queries.federations import find
from services.common import outbox
from services.common.worklist import stamp

TOPIC = "applications.dossiers"
ENDS = {
    Status.PASSED_OVER: "not_conferred",
    Status.REFUSED: "not_conferred",
    Status.STOPPED: "not_conferred",
    Status.WITHDRAWN: "not_conferred",
    Status.CONFERRED: "conferred",
    Status.RETURNED_BELOW: "returned",
}


def tell_end(session: Session, before: Application | None, after: Application, *, now: datetime) -> None:
    """A received case has come to its end here: whoever sent it is told. Called at every move of a case."""
    changed = before is None or before.status is not after.status
    if after.dossier_id is not None and changed and after.status in ENDS:
        tell_down(session, after.dossier_id, ENDS[after.status], after.reason, after.level, now=now)


def tell_down(
    session: Session,
    dossier_id: object,
    decision: str,
    reason: str,
    level: str,
    *,
    now: datetime,
    decided_by: str = "",
    to_tenant: str = "",
) -> None:
    """To the sender of the dossier; `decided_by` is another federation when its decision is passed on.

    A sender outside this deployment gets no event: the decision waits on the dossier to be exported as a file.
    """
    tenant = session.info["tenant"]
    row = session.get(DossierRow, (tenant, dossier_id))
    receiver = to_tenant or (row.from_tenant if row is not None else "")
    if not receiver:
        return
    if row is not None and row.direction == "received" and not decided_by and row.status != "refused":
        row.status, row.reason, row.version = decision, reason, row.version + 1
        if decision != "received":
            row.verification = {**row.verification, "decided_at": now.isoformat()}
    if not find(session, receiver).is_here:
        return
    message = events_pb2.DossierDecided(
        dossier_id=str(dossier_id),
        from_tenant=tenant,
        to_tenant=receiver,
        decision=decision,
        reason=reason,
        level=level,
        decided_by_tenant=decided_by or tenant,
        decided_at=stamp(now),
    )
    outbox.tell(session, TOPIC, dossier_id, message, at=now)


@dataclass(frozen=True)
class Lost:
    """The honour that was revoked: `level` is the level whose it was."""

    honour: str
    level: str
    subject_name: str
    ground: str
    revoked_on: str


def tell_above(session: Session, application_id: UUID, lost: Lost, *, now: datetime) -> None:
    """Whoever holds a living dossier of this case rests on what was lost. One outside this deployment gets no event."""
    asked = select(DossierRow).where(
        DossierRow.tenant == session.info["tenant"],
        DossierRow.direction == "sent",
        DossierRow.application_id == application_id,
        DossierRow.status.in_(sorted(LIVE)),
    )
    for sent in session.scalars(asked):
        if not find(session, sent.to_tenant).is_here:
            continue
        message = events_pb2.HonourBelowRevoked(
            dossier_id=str(sent.id),
            from_tenant=sent.tenant,
            to_tenant=sent.to_tenant,
            honour=lost.honour,
            level=lost.level,
            subject_name=lost.subject_name,
            ground=lost.ground,
            revoked_on=lost.revoked_on,
        )
        outbox.tell(session, TOPIC, sent.id, message, at=now)
