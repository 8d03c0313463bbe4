"""Dossiers from below, decisions from above, and a revocation below of what is held here."""

from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.consumers.handlers import handlers
from services.applications.models.dossier import DossierRow
from services.applications.service import waits as tasks
from services.applications.service.receive import receive
from services.applications.service.returns import take_decision
from services.common import audit
from services.common.consumers import Event, Forged
from services.common.files import FileDamaged, FileKey, FileMissing


@handlers.on(events_pb2.DossierForwarded, tenant_of=lambda _event, said: said.to_tenant)
def dossier_forwarded(session: Session, event: Event, said: events_pb2.DossierForwarded) -> None:
    """Only the sender's own transaction can have told it: the envelope's tenant is the sender."""
    if event.tenant != said.from_tenant:
        raise Forged(f"a dossier of {said.from_tenant} told by {event.tenant}")
    receive(session, _bytes(said), dossier_id=UUID(said.dossier_id), from_tenant=said.from_tenant, now=event.at)


def _bytes(said: events_pb2.DossierForwarded) -> bytes:
    """The sealed file; damaged or missing bytes go on to be refused as what they are."""
    try:
        return given.store().get(FileKey(said.from_tenant, said.sha256))
    except (FileDamaged, FileMissing):
        return b""


@handlers.on(events_pb2.DossierDecided, tenant_of=lambda _event, said: said.to_tenant)
def dossier_decided(session: Session, event: Event, said: events_pb2.DossierDecided) -> None:
    take_decision(session, event, said, now=event.at)


@handlers.on(events_pb2.HonourBelowRevoked, tenant_of=lambda _event, said: said.to_tenant)
def honour_below_revoked(session: Session, event: Event, said: events_pb2.HonourBelowRevoked) -> None:
    """The level that holds the dossier decides what follows; it is told at once."""
    row = session.get(DossierRow, (session.info["tenant"], UUID(said.dossier_id)))
    if (
        row is None
        or row.direction != "received"
        or event.tenant != said.from_tenant
        or row.from_tenant != event.tenant
    ):
        raise Forged("a revocation of a dossier that did not come from there")
    row.verification = {**row.verification, "revoked_below_on": said.revoked_on, "revoked_below_ground": said.ground}
    audit.record(
        session, audit.CLOCK, "revoked_below", "application", row.application_id, at=event.at, ground=said.ground
    )
    title = f"下级已撤销 {said.subject_name} 的{said.honour}，请研究处理"
    tasks.ask(session, "revoked_below", row.id, title, f"dossiers/{row.id}", tasks.SECRETARY, now=event.at)
