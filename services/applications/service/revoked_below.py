"""The honour below, on which a dossier held here rests, was revoked: told at once, and further up (A8, X2)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from services.applications.models.dossier import DossierRow
from services.applications.queries.federations import find
from services.applications.rules import dossiers as rules
from services.applications.service import waits as tasks
from services.applications.service.decided import Lost, tell_above
from services.applications.store import db
from services.common import audit
from services.common.audit import Actor
from services.common.consumers import Forged
from services.common.errors import DomainError, NotFound, allow
from services.common.principal import Principal
from services.common.regulation.bodies import FACTS

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Revoked:
    """`level` is the level whose honour it was; `told_by` the sender of the dossier."""

    dossier_id: UUID
    told_by: str
    honour: str
    level: str
    subject_name: str
    ground: str
    revoked_on: str


def take_revocation(session: Session, said: Revoked, *, now: datetime) -> None:
    """The level that holds the dossier decides what follows. Raises Forged for a dossier that came from elsewhere."""
    row = session.get(DossierRow, (session.info["tenant"], said.dossier_id), with_for_update=True)
    if row is None:
        log.info("revocation_of_unknown_dossier", tenant=session.info["tenant"], dossier=str(said.dossier_id))
        return
    if row.direction != "received" or row.from_tenant != said.told_by:
        raise Forged("a revocation of a dossier that did not come from there")
    told = {"revoked_below_on": said.revoked_on, "revoked_below_ground": said.ground, "revoked_below_level": said.level}
    row.verification, row.version = {**row.verification, **told}, row.version + 1
    sender = find(session, said.told_by)
    audit.record(
        session, Actor(f"tenant {sender.code}", sender.name), "revoked_below", "application", row.application_id,
        at=now, ground=said.ground, level=said.level, revoked_on=said.revoked_on, dossier=str(row.id),
    )  # fmt: skip
    ground = FACTS.get(said.ground, said.ground)
    title = f"下级已撤销 {said.subject_name} 的{said.honour}，请研究处理"
    tasks.ask(session, "revoked_below", row.id, title, f"dossiers/{row.id}", tasks.SECRETARY, now=now)
    tasks.tell(
        session, tasks.SECRETARY, title, f"{sender.name}，{said.revoked_on}，{ground}。", f"dossiers/{row.id}", now=now
    )
    # Where we passed the name on ourselves, the level that now holds it rests on the same honour.
    if row.application_id is not None:
        lost = Lost(said.honour, said.level, said.subject_name, said.ground, said.revoked_on)
        tell_above(session, row.application_id, lost, now=now)


def note(who: Principal, dossier_id: UUID, said: str, *, now: datetime) -> None:
    """What this level made of it. Raises NotFound, DomainError not_revoked_below, note_needed."""
    allow(rules.may_return(who), "may_not_forward")
    with db.transaction(who.tenant) as session:
        row = session.get(DossierRow, (who.tenant, dossier_id), with_for_update=True)
        if row is None:
            raise NotFound("not_found")
        if not row.verification.get("revoked_below_on"):
            raise DomainError("not_revoked_below")
        if not said.strip():
            raise DomainError("note_needed")
        row.verification = {**row.verification, "revoked_below_note": said.strip()}
        row.version += 1
        audit.record(
            session, who, "revoked_below_noted", "application", row.application_id, at=now, reason=said.strip(),
            dossier=str(row.id),
        )  # fmt: skip
        tasks.done(session, "revoked_below", row.id, by=who.subject, now=now)
