"""Sealed files to and from a deployment that is not ours: the same dossier, its decision back as a file (X2)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain.application import Application
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow, DossierStepRow
from services.applications.queries import dossiers
from services.applications.queries.federations import find
from services.applications.queries.honours import of_application
from services.applications.queries.keys import trusted_keys
from services.applications.rules import dossiers as rules
from services.applications.service.arriving import must_be_ours_from_outside
from services.applications.service.keys import own_key
from services.applications.service.receive import take_in
from services.applications.service.returns import Decided, take_decision
from services.applications.store import db
from services.common import audit
from services.common.audit import Actor
from services.common.consumers import Forged
from services.common.dossier import (
    DecisionContents,
    DossierBroken,
    Outcome,
    VerifiedDecision,
    read_decision,
    seal_decision,
    verify,
)
from services.common.errors import DomainError, allow
from services.common.ids import id_of
from services.common.principal import Principal

OUTCOMES = {
    "conferred": Outcome.CONFERRED,
    "not_conferred": Outcome.DECLINED,
    "returned": Outcome.RETURNED,
    "forwarded": Outcome.FORWARDED,
    "revoked": Outcome.REVOKED,
}
DECISIONS = {outcome: decision for decision, outcome in OUTCOMES.items()}


def take_file(who: Principal, blob: bytes, *, now: datetime) -> UUID:
    """A dossier or a decision; the id of the dossier it is or answers. Raises as `take_file_in`."""
    allow(rules.may_take_in(who), "may_not_forward")
    return take_file_in(who.tenant, Actor(who.subject, who.name), blob, now=now)


def take_file_in(tenant: str, who: Actor, blob: bytes, *, now: datetime) -> UUID:
    """For the operator's command too.

    Raises DomainError dossier_broken, sent_by_event, dossier_known, decision_not_ours, dossier_refused_here.
    """
    with db.transaction(tenant) as session:
        try:
            decision = _decision(session, blob)
            if decision is None:
                return _dossier(session, who, blob, now)
            return _take_decision(session, who, decision, now)
        except DossierBroken as broken:
            raise DomainError("dossier_broken", why=broken.says, stage=broken.stage or "") from broken


def _decision(session: Session, blob: bytes) -> VerifiedDecision | None:
    """None for a dossier: both kinds come through one door."""
    try:
        return read_decision(blob, trusted=trusted_keys(session))
    except DossierBroken as broken:
        if broken.code != "wrong_kind":
            raise
        return None


def _dossier(session: Session, who: Actor, blob: bytes, now: datetime) -> UUID:
    found = verify(blob, trusted=trusted_keys(session))
    id_ = _id(found.manifest.dossier_id)
    if find(session, found.manifest.from_tenant).is_here:
        raise DomainError("sent_by_event")
    if session.get(DossierRow, (session.info["tenant"], id_)) is not None:
        raise DomainError("dossier_known")
    try:
        rules_ = must_be_ours_from_outside(session, found, now=now)
    except DomainError as refused:
        raise DomainError("dossier_refused_here", why=refused.says, code=refused.code) from refused
    case: Application = take_in(session, found, blob, rules_, now=now)
    audit.record(session, who, "imported_dossier", "application", case.id, at=now, sha256=found.sha256)
    return id_


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise DossierBroken("not_a_dossier") from None


def _take_decision(session: Session, who: Actor, found: VerifiedDecision, now: datetime) -> UUID:
    said, tenant = found.contents, session.info["tenant"]
    id_, step_id = _id(said.dossier_id), _id(said.decision_id)
    row = session.get(DossierRow, (tenant, id_))
    is_ours = row is not None and row.sha256 == said.dossier_sha256 and said.to_tenant == tenant
    if row is None or not is_ours or session.get(DossierStepRow, (tenant, step_id)) is not None:
        raise DomainError("decision_not_ours")
    level = str(said.record.get("level", ""))
    told = Decided(
        step_id, id_, DECISIONS[said.outcome], said.reason, level, said.from_tenant, said.from_tenant, said.decided_at
    )
    try:
        take_decision(session, told, now=now)
    except Forged as forged:
        raise DomainError("decision_not_ours") from forged
    audit.record(session, who, "decision_imported", "application", row.application_id, at=now, sha256=found.sha256)
    return id_


def decision_file(who: Principal, dossier_id: UUID, *, now: datetime) -> tuple[bytes, str]:
    """What we decided on a dossier, sealed for the federation that sent it; the bytes and a file name.

    Raises NotFound, DomainError nothing_decided.
    """
    allow(rules.may_take_in(who), "may_not_forward")
    with db.read(who.tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        name = row.subject_name
    return sealed_decision(who.tenant, Actor(who.subject, who.name), dossier_id, now=now), f"{name}.decision"


def sealed_decision(tenant: str, who: Actor, dossier_id: UUID, *, now: datetime) -> bytes:
    """For the operator's command too."""
    with db.read(tenant) as session:
        row = session.get(DossierRow, (tenant, dossier_id))
        contents = _contents(session, row) if row is not None and row.direction == "received" else None
    if contents is None or row is None:
        raise DomainError("nothing_decided")
    blob = seal_decision(contents, own_key(tenant, now=now))
    with db.transaction(tenant) as session:
        audit.record(
            session, who, "decision_exported", "application", row.application_id, at=now, outcome=contents.outcome
        )
    return blob


def _contents(session: Session, row: DossierRow) -> DecisionContents | None:
    outcome = OUTCOMES.get(row.status)
    case = session.get(ApplicationRow, (row.tenant, row.application_id))
    if outcome is None or case is None:
        return None
    honour = of_application(session, case.id)
    record = {
        "level": case.level,
        "honour": case.honour,
        "number": honour.number if honour is not None else "",
        "conferred_on": honour.conferred_on.isoformat() if honour is not None else "",
        "decided_by": find(session, row.tenant).name,
        "regulation": case.regulation_id,
        "regulation_version": case.regulation_version,
    }
    # The same decision is the same file under the same id, however often it is exported.
    return DecisionContents(
        decision_id=str(id_of("decision", row.tenant, str(row.id), row.status, str(row.version))),
        dossier_id=str(row.id),
        dossier_sha256=row.sha256,
        from_tenant=row.tenant,
        to_tenant=row.from_tenant,
        decided_at=datetime.fromisoformat(row.verification.get("decided_at", row.at.isoformat())),
        outcome=outcome,
        reason=row.reason,
        record=record,
    )
