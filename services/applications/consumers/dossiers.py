"""Dossiers from below, decisions from above, and a revocation below of what is held here."""

from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.consumers.handlers import handlers
from services.applications.service.receive import Announced, receive
from services.applications.service.returns import decided, take_decision
from services.applications.service.revoked_below import Revoked, take_revocation
from services.common.consumers import Event, Forged
from services.common.files import FileDamaged, FileKey, FileMissing


@handlers.on(events_pb2.DossierForwarded, tenant_of=lambda _event, said: said.to_tenant)
def dossier_forwarded(session: Session, event: Event, said: events_pb2.DossierForwarded) -> None:
    """Only the sender's own transaction can have told it: the envelope's tenant is the sender."""
    if event.tenant != said.from_tenant:
        raise Forged(f"a dossier of {said.from_tenant} told by {event.tenant}")
    announced = Announced(UUID(said.dossier_id), said.from_tenant, said.sha256, said.honour, said.subject_name)
    receive(session, bytes_of(FileKey(said.from_tenant, said.sha256)), announced, now=event.at)


def bytes_of(key: FileKey) -> bytes:
    """The sealed file as it lies there. Damaged bytes go on: the file itself tells which stage was touched."""
    kept = bytearray()
    try:
        for part in given.store().stream(key):
            kept += part
    except FileDamaged:
        return bytes(kept)
    except FileMissing:
        return b""
    return bytes(kept)


@handlers.on(events_pb2.DossierDecided, tenant_of=lambda _event, said: said.to_tenant)
def dossier_decided(session: Session, event: Event, said: events_pb2.DossierDecided) -> None:
    take_decision(session, decided(event, said), now=event.at)


@handlers.on(events_pb2.HonourBelowRevoked, tenant_of=lambda _event, said: said.to_tenant)
def honour_below_revoked(session: Session, event: Event, said: events_pb2.HonourBelowRevoked) -> None:
    if event.tenant != said.from_tenant:
        raise Forged(f"a revocation by {said.from_tenant} told by {event.tenant}")
    told = Revoked(
        UUID(said.dossier_id),
        said.from_tenant,
        said.honour,
        said.level,
        said.subject_name,
        said.ground,
        said.revoked_on,
    )
    take_revocation(session, told, now=event.at)
