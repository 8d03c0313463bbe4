"""Passing a name to the level above: the dossier is sealed and goes as an event (A6, X2)."""

from datetime import datetime
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import dossier as domain
from services.applications.domain.dossier import DossierStatus, LevelException, Sent
from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow, LevelExceptionRow
from services.applications.queries.honours import find
from services.applications.queries.regulated import regulation_of
from services.applications.queries.sealable import sealable
from services.applications.rules import honours as rules
from services.applications.service import waits as tasks
from services.applications.service.decided import TOPIC, tell_down
from services.applications.service.exception_ import confirmed_for
from services.applications.service.keys import signing_key
from services.applications.service.plaque import find_honour
from services.applications.store import db
from services.common import audit, directory, outbox
from services.common.dossier import seal
from services.common.errors import allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.worklist import stamp

OBJECT = "application"


def forward(
    who: Principal, honour_id: UUID, *, to_tenant: str = "", expected: int | None = None, now: datetime
) -> UUID:
    """Seal the case and send it up; without `to_tenant` to the next level. Returns the dossier's id.

    Raises DomainError as `domain.check_forward` says.
    """
    allow(rules.may_forward(who), "may_not_forward")
    dossier_id = new_id()
    with db.read(who.tenant) as session:
        honour = find(session, honour_id).to_domain()
        target, exception = _check(session, who, honour, to_tenant)
        contents = sealable(
            session, given.store(), honour, dossier_id=dossier_id, to_tenant=target, exception=exception, now=now
        )
    with db.transaction(who.tenant) as session:
        # The key is made on its own: sealing takes long and holds no row of the honour meanwhile.
        key = signing_key(session, now=now)
    blob = seal(contents, key)
    sha256 = given.store().put(who.tenant, blob).sha256
    with db.transaction(who.tenant) as session:
        # What was sealed must still be what stands: the version seen while sealing is asked for again.
        honour = find_honour(session, honour_id, expected or honour.version).to_domain()
        _check(session, who, honour, target)
        _sent(session, who, honour, dossier_id, target, sha256, exception, now)
    return dossier_id


def _check(session: Session, who: Principal, honour: Honour, to_tenant: str) -> tuple[str, LevelException | None]:
    programme = regulation_of(session, honour.regulation_id, honour.regulation_version).programmes[honour.programme]
    parents = [tenant.code for tenant in directory.lineage(session, who.tenant)[1:]]
    target = to_tenant or (parents[0] if parents else "")
    row = confirmed_for(session, honour.id, target)
    exception = row.to_domain() if row is not None and target not in parents[:1] else None
    domain.check_forward(
        honour,
        programme,
        sent_before(session, honour.programme),
        parents=parents,
        to_tenant=target,
        exception=exception,
    )
    return target, exception


def sent_before(session: Session, programme: str) -> list[Sent]:
    asked = select(DossierRow.honour_id, DossierRow.programme, DossierRow.status).where(
        DossierRow.tenant == session.info["tenant"], DossierRow.direction == "sent", DossierRow.programme == programme
    )
    return [
        Sent(honour_id, name, DossierStatus(status)) for honour_id, name, status in session.execute(asked) if honour_id
    ]


def _sent(
    session: Session,
    who: Principal,
    honour: Honour,
    dossier_id: UUID,
    target: str,
    sha256: str,
    exception: LevelException | None,
    now: datetime,
) -> None:
    session.add(
        DossierRow(
            tenant=who.tenant,
            id=dossier_id,
            direction="sent",
            from_tenant=who.tenant,
            to_tenant=target,
            application_id=honour.application_id,
            honour_id=honour.id,
            honour=honour.honour,
            level=honour.level,
            programme=honour.programme,
            subject_name=honour.full_name,
            sha256=sha256,
            status="sent",
            exception_id=exception.id if exception else None,
            sent_by=who.subject,
            at=now,
        )
    )
    if exception is not None:
        used = session.get(LevelExceptionRow, (who.tenant, exception.id))
        if used is not None:
            used.status, used.version = "used", used.version + 1
    audit.record(
        session, who, "forwarded", OBJECT, honour.application_id, at=now, regulation=honour.regulation_id,
        regulation_version=honour.regulation_version, to_tenant=target, dossier=str(dossier_id), sha256=sha256,
        exception=str(exception.id) if exception else "",
    )  # fmt: skip
    outbox.tell(session, TOPIC, dossier_id, _event(who, honour, dossier_id, target, sha256, now), at=now)
    application = session.get(ApplicationRow, (who.tenant, honour.application_id))
    if application is not None and application.dossier_id is not None:
        tell_down(session, application.dossier_id, "forwarded", "", honour.level, now=now)
    tasks.done(session, "forward_again", honour.id, by=who.subject, now=now)
    to = tasks.union_at(honour.union_path)
    name = directory.find_tenant(session, target).name
    path = f"archive/{honour.application_id}"
    tasks.tell(session, to, f"{honour.full_name} 已报送{name}", f"{honour.honour}逐级推荐。", path, now=now)


def _event(
    who: Principal, honour: Honour, dossier_id: UUID, target: str, sha256: str, now: datetime
) -> events_pb2.DossierForwarded:
    return events_pb2.DossierForwarded(
        dossier_id=str(dossier_id),
        from_tenant=who.tenant,
        to_tenant=target,
        application_id=str(honour.application_id),
        honour_id=str(honour.id),
        honour=honour.honour,
        subject_name=honour.full_name,
        sha256=sha256,
        storage_key=f"{who.tenant}/{sha256}",
        forwarded_at=stamp(now),
    )
