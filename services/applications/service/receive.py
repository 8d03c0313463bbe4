"""A dossier from the level below (X2): checked byte by byte, then a case by our own rules, or refused with why."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import dossier as domain
from services.applications.domain.application import Application, Status, begin, moved
from services.applications.domain.case_rules import CaseRules, round_year
from services.applications.domain.dossier import Arriving
from services.applications.domain.honour import LEVEL_ORDER
from services.applications.models.dossier import DossierRow
from services.applications.queries.regulated import programmes_in_force
from services.applications.queries.sealable import read_json
from services.applications.service import case_tasks
from services.applications.service import waits as tasks
from services.applications.service.decided import tell_down
from services.applications.service.keys import trusted_keys
from services.applications.service.moves import record_move
from services.applications.service.rows import add_case, next_number
from services.common import audit, directory
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.dossier import DossierBroken, Verified, verify
from services.common.errors import DomainError
from services.common.ids import new_id

OBJECT = "dossier"


def receive(session: Session, blob: bytes, *, dossier_id: UUID, from_tenant: str, now: datetime) -> Application | None:
    """Take the file in, or refuse it and tell the sender why. None when it was refused or had come before."""
    tenant = session.info["tenant"]
    if session.get(DossierRow, (tenant, dossier_id)) is not None:
        audit.record(session, audit.CLOCK, "dossier_came_again", OBJECT, dossier_id, at=now, from_tenant=from_tenant)
        return None
    try:
        found = verify(blob, trusted=trusted_keys(session))
        rules = _check(session, found, dossier_id, from_tenant, now)
    except DossierBroken as broken:
        _refuse(session, dossier_id, from_tenant, broken.says, now, stage=broken.stage or "", code=broken.code)
        return None
    except DomainError as refused:
        _refuse(session, dossier_id, from_tenant, refused.says, now, code=refused.code)
        return None
    return _take_in(session, found, blob, rules, now)


def _check(session: Session, found: Verified, dossier_id: UUID, from_tenant: str, now: datetime) -> CaseRules:
    tenant, record = session.info["tenant"], found.contents.honour_record
    manifest = found.manifest
    if manifest.from_tenant != from_tenant or manifest.dossier_id != str(dossier_id):
        raise DomainError("not_the_file")
    line = [each.code for each in directory.lineage(session, from_tenant)]
    above = line[1:]
    rules = _programme(session, manifest.honour, now)
    arriving = Arriving(
        from_tenant,
        manifest.to_tenant,
        manifest.honour,
        str(record.get("level", "")),
        str(record.get("standing", "")),
        _has_exception(found),
    )
    domain.check_arriving(
        arriving,
        tenant=tenant,
        below=[from_tenant] if tenant in above else [],
        nearest=above[:1] == [tenant],
        known=_is_known(session, from_tenant, str(record.get("honour_id", ""))),
        programme=rules.programme if rules else None,
    )
    assert rules is not None
    return rules


def _programme(session: Session, honour: str, now: datetime) -> CaseRules | None:
    """Our own programme of the same honour, in force today; of several the highest level that takes dossiers."""
    found = [each for each in programmes_in_force(session, on=day_of(now)) if each.programme.honour == honour]
    found.sort(key=lambda each: (each.programme.takes_dossiers, LEVEL_ORDER.index(each.programme.level)))
    return found[-1] if found else None


def _has_exception(found: Verified) -> bool:
    """Recorded with grounds and signed by two different people."""
    for stage in found.contents.stages:
        if stage.name == "exception":
            said: dict[str, Any] = read_json(stage.files["exception.json"])
            two = said.get("proposed_by") and said.get("confirmed_by") and said["proposed_by"] != said["confirmed_by"]
            return bool(two and said.get("reason") and said.get("basis"))
    return False


def _is_known(session: Session, from_tenant: str, honour_id: str) -> bool:
    """The same honour came before and was neither refused nor returned."""
    asked = select(DossierRow.id).where(
        DossierRow.tenant == session.info["tenant"],
        DossierRow.direction == "received",
        DossierRow.from_tenant == from_tenant,
        DossierRow.verification["honour_id"].astext == honour_id,
        DossierRow.status.not_in(("refused", "returned", "not_conferred")),
    )
    return session.execute(asked.limit(1)).first() is not None


def _refuse(
    session: Session, dossier_id: UUID, from_tenant: str, reason: str, now: datetime, *, code: str, stage: str = ""
) -> None:
    tenant = session.info["tenant"]
    audit.record(
        session, audit.CLOCK, "dossier_refused", OBJECT, dossier_id, at=now, from_tenant=from_tenant, code=code,
        stage=stage, reason=reason,
    )  # fmt: skip
    level = directory.find_tenant(session, tenant).level
    tell_down(session, dossier_id, "refused", reason, level, now=now, to_tenant=from_tenant)


def _take_in(session: Session, found: Verified, blob: bytes, rules: CaseRules, now: datetime) -> Application:
    manifest, tenant = found.manifest, session.info["tenant"]
    id_, today = UUID(manifest.dossier_id), day_of(now)
    year = _year(rules, now)
    sender = directory.find_tenant(session, manifest.from_tenant)
    given.store().put(tenant, blob)
    case = begin(
        rules.programme,
        id=new_id(),
        tenant=tenant,
        year=year,
        regulation_id=rules.regulation.id,
        regulation_version=rules.version,
        subject_name=manifest.subject.name,
        employer_name=manifest.subject.employer,
        created_by=f"tenant {sender.code}",
        created_at=now,
        number=next_number(session, year),
        union_name=sender.name,
        reviewing_name=sender.name,
        origin="received",
        dossier_id=id_,
        submitted_at=now,
    )
    if case.status is Status.DRAFT:
        case = _past_apply(case, rules, now)
    add_case(session, case)
    session.add(_row(found, case, now))
    record_move(
        session, Actor(f"tenant {sender.code}", sender.name), "received", None, case, now=now,
        dossier=manifest.dossier_id, sha256=found.sha256, from_tenant=sender.code, on=today,
    )  # fmt: skip
    session.flush()
    tell_down(session, id_, "received", "", case.level, now=now)
    case_tasks.announce(session, case, rules, now=now)
    title = f"收到{sender.short_name}报送的案卷：{case.full_name}"
    tasks.tell(session, tasks.SECRETARY, title, "封存文件核验通过。", f"dossiers/{id_}", now=now)
    return case


def _past_apply(case: Application, rules: CaseRules, now: datetime) -> Application:
    """What came from below was applied for there: the stage after the applicant's."""
    following = rules.programme.stage_after(case.stage)
    if following is None:
        raise DomainError("no_programme_for", honour=case.honour)
    return moved(case, at=now, stage=following.key, status=Status.OPEN)


def _year(rules: CaseRules, now: datetime) -> int:
    """The open round's; between rounds the name waits in the present year's."""
    try:
        return round_year(rules, day_of(now))
    except DomainError:
        return day_of(now).year


def _row(found: Verified, case: Application, now: datetime) -> DossierRow:
    manifest, record = found.manifest, found.contents.honour_record
    verification = {
        "key_id": found.key_id,
        "sha256": found.sha256,
        "stages": [{"name": stage.name, "title": stage.title, "hash": stage.hash} for stage in manifest.stages],
        "levels": 1 + _depth(found),
        "honour_id": str(record.get("honour_id", "")),
        "number": str(record.get("number", "")),
        "checked_at": now.isoformat(),
    }
    return DossierRow(
        tenant=case.tenant,
        id=UUID(manifest.dossier_id),
        direction="received",
        from_tenant=manifest.from_tenant,
        to_tenant=manifest.to_tenant,
        application_id=case.id,
        honour=manifest.honour,
        level=str(record.get("level", "")),
        programme=case.programme,
        subject_name=case.full_name,
        sha256=found.sha256,
        status="received",
        verification=verification,
        sent_by=f"tenant {manifest.from_tenant}",
        at=now,
    )


def _depth(found: Verified) -> int:
    return max((1 + _depth(each) for each in found.prior), default=0)
