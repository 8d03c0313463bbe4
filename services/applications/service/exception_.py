"""破格: a level is skipped only as a recorded exception, by two different people (A6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import dossier as domain
from services.applications.domain.dossier import LevelException
from services.applications.models.dossier import LevelExceptionRow
from services.applications.queries.federations import above
from services.applications.queries.regulated import regulation_of
from services.applications.rules import dossiers as rules
from services.applications.service import waits as tasks
from services.applications.service.plaque import find_honour
from services.applications.store import db
from services.common import audit
from services.common.errors import ChangedMeanwhile, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal

OBJECT = "honour"


def propose(
    who: Principal, honour_id: UUID, to_tenant: str, reason: str, basis: str, *, now: datetime
) -> LevelException:
    """The secretary proposes, with reason and basis. Raises DomainError no_exception_possible, not_skipping,
    grounds_needed."""
    allow(rules.may_propose_exception(who), "may_not_forward")
    with db.transaction(who.tenant) as session:
        honour = find_honour(session, honour_id).to_domain()
        programme = regulation_of(session, honour.regulation_id, honour.regulation_version).programmes[honour.programme]
        parents = [each.code for each in above(session, who.tenant)]
        asked = LevelException(
            id=new_id(),
            honour_id=honour.id,
            to_tenant=to_tenant,
            reason=reason.strip(),
            basis=basis.strip(),
            proposed_by=who.subject,
            proposed_at=now,
        )
        row = LevelExceptionRow(tenant=who.tenant)
        row.apply(domain.propose_exception(asked, programme, parents))
        session.add(row)
        audit.record(
            session, who, "exception_proposed", OBJECT, honour.id, at=now, to_tenant=to_tenant, basis=asked.basis,
            regulation=honour.regulation_id, regulation_version=honour.regulation_version,
        )  # fmt: skip
        title, path = f"核定破格推荐：{honour.full_name}", f"forwarding/exceptions/{asked.id}"
        tasks.ask(session, "confirm_exception", asked.id, title, path, tasks.CHAIR, now=now)
        return asked


def decide(who: Principal, exception_id: UUID, *, agreed: bool, expected: int | None, now: datetime) -> LevelException:
    """Another person, of the chairs, confirms or rejects. Raises DomainError exception_decided, same_person."""
    allow(rules.may_confirm_exception(who), "may_not_confirm_exception")
    with db.transaction(who.tenant) as session:
        row = _locked(session, exception_id, expected)
        after = domain.confirm_exception(row.to_domain(), who.subject, agreed=agreed, at=now)
        row.apply(after)
        audit.record(session, who, f"exception_{after.status}", OBJECT, row.honour_id, at=now, to_tenant=row.to_tenant)
        tasks.done(session, "confirm_exception", row.id, by=who.subject, now=now, outcome=str(after.status))
        return after


def _locked(session: Session, exception_id: UUID, expected: int | None) -> LevelExceptionRow:
    asked = select(LevelExceptionRow).where(
        LevelExceptionRow.tenant == session.info["tenant"], LevelExceptionRow.id == exception_id
    )
    row = session.scalars(asked.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("not_found")
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile("honour_changed_meanwhile")
    return row
