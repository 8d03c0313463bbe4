"""A dossier from the level below (X2): checked byte by byte, then a case by our own rules, or refused and told why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain.application import Application, Status, begin, moved
from services.applications.domain.case_rules import CaseRules, round_year
from services.applications.models.dossier import DossierRow
from services.applications.queries.federations import Federation, find
from services.applications.queries.verified import verification_of
from services.applications.service import case_tasks
from services.applications.service import waits as tasks
from services.applications.service.arriving import must_be_ours, opened
from services.applications.service.decided import tell_down
from services.applications.service.moves import record_move
from services.applications.service.rows import add_case, next_number
from services.common import audit, directory
from services.common.audit import Actor
from services.common.clock import day_of
from services.common.dossier import DossierBroken, Verified
from services.common.errors import DomainError
from services.common.ids import id_of, new_id

OBJECT = "dossier"


@dataclass(frozen=True)
class Announced:
    """What the sender's event says of the file; nothing of it is believed before the file itself is checked."""

    dossier_id: UUID
    from_tenant: str
    sha256: str
    honour: str
    subject_name: str

    @property
    def refused_id(self) -> UUID:
        """Under which a refused file is listed: never the dossier's own id, which the true one may still come with."""
        return id_of("refused dossier", str(self.dossier_id), self.from_tenant, self.sha256)


def receive(session: Session, blob: bytes, said: Announced, *, now: datetime) -> Application | None:
    """Take the file in, or refuse it and tell the sender why. None when it was refused or had come before."""
    tenant, dossier_id, from_tenant = session.info["tenant"], said.dossier_id, said.from_tenant
    if any(session.get(DossierRow, (tenant, each)) is not None for each in (dossier_id, said.refused_id)):
        audit.record(session, audit.CLOCK, "dossier_came_again", OBJECT, dossier_id, at=now, from_tenant=from_tenant)
        return None
    try:
        found = opened(session, blob, sha256=said.sha256)
        rules = must_be_ours(session, found, dossier_id=dossier_id, from_tenant=from_tenant, now=now)
    except DossierBroken as broken:
        _refuse(session, said, broken.says, now, stage=broken.stage or "", code=broken.code)
        return None
    except DomainError as refused:
        _refuse(session, said, refused.says, now, code=refused.code)
        return None
    return take_in(session, found, blob, rules, now=now)


def _refuse(session: Session, said: Announced, reason: str, now: datetime, *, code: str, stage: str = "") -> None:
    """No case is made, and the sender learns why.

    Of our own child we keep that something came and was turned away. What a stranger announces names people who are
    none of our business: of that only the log knows, by ids.
    """
    tenant, dossier_id, from_tenant = session.info["tenant"], said.dossier_id, said.from_tenant
    is_child = [each.code for each in directory.lineage(session, from_tenant)][1:2] == [tenant]
    audit.record(
        session, audit.CLOCK, "dossier_refused", OBJECT, dossier_id, at=now, from_tenant=from_tenant, code=code,
        stage=stage, reason=reason,
    )  # fmt: skip
    if is_child:
        session.add(_refused_row(tenant, said, reason, now, code=code, stage=stage))
    level = directory.find_tenant(session, tenant).level
    tell_down(session, dossier_id, "refused", reason, level, now=now, to_tenant=from_tenant)
    title = f"拒收{find(session, from_tenant).name}报送的案卷"
    tasks.tell(
        session, tasks.SECRETARY, title, reason, f"dossiers/{said.refused_id}" if is_child else "dossiers", now=now
    )


def _refused_row(tenant: str, said: Announced, reason: str, now: datetime, *, code: str, stage: str) -> DossierRow:
    """Shown with its reason to whoever sees our dossiers; there is no case and nothing to open."""
    return DossierRow(
        tenant=tenant,
        id=said.refused_id,
        direction="received",
        from_tenant=said.from_tenant,
        to_tenant=tenant,
        application_id=None,
        honour_id=None,
        honour=said.honour[:80],
        level="",
        programme="",
        subject_name=said.subject_name[:120],
        sha256=said.sha256,
        status="refused",
        reason=reason,
        exception_id=None,
        verification={
            "dossier_id": str(said.dossier_id),
            "code": code,
            "stage": stage,
            "decided_at": now.isoformat(),
            "checked_at": now.isoformat(),
        },
        sent_by=f"tenant {said.from_tenant}",
        at=now,
    )


def take_in(session: Session, found: Verified, blob: bytes, rules: CaseRules, *, now: datetime) -> Application:
    """A case at our level by our regulation in force, which it keeps to its end."""
    manifest = found.manifest
    sender = find(session, manifest.from_tenant)
    given.store().put(session.info["tenant"], blob)
    case = _case(session, found, rules, sender, now)
    add_case(session, case)
    session.add(_row(found, case, now))
    record_move(
        session, Actor(f"tenant {sender.code}", sender.name), "received", None, case, now=now,
        dossier=manifest.dossier_id, sha256=found.sha256, from_tenant=sender.code, files=_count(found),
    )  # fmt: skip
    session.flush()
    tell_down(session, UUID(manifest.dossier_id), "received", "", case.level, now=now)
    case_tasks.announce(session, case, rules, now=now)
    title = f"收到{sender.name}报送的案卷：{case.full_name}"
    tasks.tell(
        session, tasks.SECRETARY, title, "封存文件核验通过，无改动。", f"dossiers/{manifest.dossier_id}", now=now
    )
    return case


def _case(session: Session, found: Verified, rules: CaseRules, sender: Federation, now: datetime) -> Application:
    year, subject = _year(rules, now), found.manifest.subject
    case = begin(
        rules.programme,
        id=new_id(),
        tenant=session.info["tenant"],
        year=year,
        regulation_id=rules.regulation.id,
        regulation_version=rules.version,
        subject_name=subject.name,
        employer_name=subject.employer,
        created_by=f"tenant {sender.code}",
        created_at=now,
        number=next_number(session, year),
        union_name=sender.name,
        reviewing_name=sender.name,
        origin="received",
        kinds=tuple(str(each) for each in found.contents.honour_record.get("kinds", ())),
        dossier_id=UUID(found.manifest.dossier_id),
        submitted_at=now,
    )
    return _past_apply(case, rules, now) if case.status is Status.DRAFT else case


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


def _count(found: Verified) -> int:
    return sum(len(stage.files) for stage in found.manifest.stages)


def _row(found: Verified, case: Application, now: datetime) -> DossierRow:
    manifest = found.manifest
    return DossierRow(
        tenant=case.tenant,
        id=UUID(manifest.dossier_id),
        direction="received",
        from_tenant=manifest.from_tenant,
        to_tenant=case.tenant,
        application_id=case.id,
        honour_id=None,
        honour=manifest.honour,
        level=str(found.contents.honour_record.get("level", "")),
        programme=case.programme,
        subject_name=case.full_name,
        sha256=found.sha256,
        status="received",
        exception_id=None,
        verification=verification_of(found, now),
        sent_by=f"tenant {manifest.from_tenant}",
        at=now,
    )
