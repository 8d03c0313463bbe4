"""Passing a name to the level above: the dossier is sealed and goes as an event (A6, X2)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import dossier as domain
from services.applications.domain.dossier import LevelException
from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow, LevelExceptionRow
from services.applications.queries.federations import Federation, above
from services.applications.queries.forwarding import confirmed_for, sent_before
from services.applications.queries.honours import find
from services.applications.queries.prints import prints_of, with_prints
from services.applications.queries.regulated import regulation_of
from services.applications.queries.sealable import sealable
from services.applications.rules import dossiers as rules
from services.applications.service import upward
from services.applications.service import waits as tasks
from services.applications.service.decided import TOPIC, tell_down
from services.applications.service.keys import own_key
from services.applications.service.plaque import find_honour
from services.applications.store import db
from services.common import audit, directory, outbox
from services.common.clock import day_of
from services.common.dossier import seal
from services.common.errors import DomainError, allow
from services.common.files import FileDamaged, FileMissing
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.worklist import stamp

OBJECT = "application"


@dataclass(frozen=True)
class Way:
    """Where the name goes, by which exception where it skips a level, and whether its day is over."""

    target: Federation
    exception: LevelException | None
    is_late: bool = False


def forward(
    who: Principal, honour_id: UUID | str, *, to_tenant: str = "", expected: int | None = None, now: datetime
) -> UUID:
    """Seal the case and send it up; without `to_tenant` to the next level. Returns the dossier's id.

    Raises DomainError as `domain.check_forward` says, file_gone.
    """
    allow(rules.may_forward(who), "may_not_forward")
    dossier_id = new_id()
    with db.read(who.tenant) as session:
        honour = find(session, honour_id).to_domain()
        way = _check(session, honour, to_tenant, day_of(now))
        try:
            contents = sealable(
                session,
                given.store(),
                honour,
                dossier_id=dossier_id,
                to_tenant=way.target.code,
                exception=way.exception,
                now=now,
            )
            sheets = prints_of(session, honour.application_id, now=now)
        except (FileDamaged, FileMissing) as gone:
            raise DomainError("file_gone") from gone
    contents = with_prints(contents, sheets)
    sha256 = given.store().put(who.tenant, seal(contents, own_key(who.tenant, now=now))).sha256
    with db.transaction(who.tenant) as session:
        # What was sealed must still be what stands: version and rules are asked for again, one sender at a time.
        _one_after_the_other(session, honour.programme)
        honour = find_honour(session, honour_id, expected or honour.version).to_domain()
        _check(session, honour, way.target.code, day_of(now))
        _sent(session, who, honour, dossier_id, way, sha256, now)
    return dossier_id


def _one_after_the_other(session: Session, programme: str) -> None:
    key = f"forward {session.info['tenant']} {programme}"
    session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def _check(session: Session, honour: Honour, to_tenant: str, today: date) -> Way:
    programme = regulation_of(session, honour.regulation_id, honour.regulation_version).programmes[honour.programme]
    parents = above(session, honour.tenant)
    codes = [federation.code for federation in parents]
    target = to_tenant or (codes[0] if codes else "")
    row = confirmed_for(session, honour.id, target) if target in codes[1:] else None
    exception = row.to_domain() if row is not None else None
    sent, days = sent_before(session, [honour]), directory.calendar(session, around=today)
    domain.check_forward(
        honour, programme, sent, parents=codes, to_tenant=target, exception=exception, today=today,
        add_working_days=days.add_working_days,
    )  # fmt: skip
    is_late = programme.forward is not None and programme.forward.standing_on(today, days.add_working_days) == "late"
    return Way(parents[codes.index(target)], exception, is_late)


def _sent(
    session: Session, who: Principal, honour: Honour, dossier_id: UUID, way: Way, sha256: str, now: datetime
) -> None:
    session.add(_row(who, honour, dossier_id, way, sha256, now))
    if way.exception is not None:
        used = session.get(LevelExceptionRow, (who.tenant, way.exception.id))
        if used is not None:
            used.status, used.version = "used", used.version + 1
    audit.record(
        session, who, "forwarded", OBJECT, honour.application_id, at=now, regulation=honour.regulation_id,
        regulation_version=honour.regulation_version, to_tenant=way.target.code, dossier=str(dossier_id),
        sha256=sha256, exception=str(way.exception.id) if way.exception else "",
        **({"late": True} if way.is_late else {}),
    )  # fmt: skip
    if way.target.is_here:
        outbox.tell(session, TOPIC, dossier_id, _event(who, honour, dossier_id, way, sha256, now), at=now)
    application = session.get(ApplicationRow, (who.tenant, honour.application_id))
    if application is not None and application.dossier_id is not None:
        tell_down(session, application.dossier_id, "forwarded", "", honour.level, now=now)
    tasks.done(session, "forward_again", honour.id, by=who.subject, now=now)
    upward.settle(session, honour.programme, by=who.subject, now=now)
    title, path = f"{honour.full_name} 已报送{way.target.name}", f"cases/{honour.application_id}"
    tasks.tell(session, tasks.union_at(honour.union_path), title, f"{honour.honour}逐级推荐。", path, now=now)


def _row(who: Principal, honour: Honour, dossier_id: UUID, way: Way, sha256: str, now: datetime) -> DossierRow:
    return DossierRow(
        tenant=who.tenant,
        id=dossier_id,
        direction="sent",
        from_tenant=who.tenant,
        to_tenant=way.target.code,
        application_id=honour.application_id,
        honour_id=honour.id,
        honour=honour.honour,
        level=honour.level,
        programme=honour.programme,
        subject_name=honour.full_name,
        sha256=sha256,
        status="sent",
        exception_id=way.exception.id if way.exception else None,
        sent_by=who.subject,
        at=now,
    )


def _event(
    who: Principal, honour: Honour, dossier_id: UUID, way: Way, sha256: str, now: datetime
) -> events_pb2.DossierForwarded:
    return events_pb2.DossierForwarded(
        dossier_id=str(dossier_id),
        from_tenant=who.tenant,
        to_tenant=way.target.code,
        application_id=str(honour.application_id),
        honour_id=str(honour.id),
        honour=honour.honour,
        subject_name=honour.full_name,
        sha256=sha256,
        storage_key=f"{who.tenant}/{sha256}",
        forwarded_at=stamp(now),
    )
