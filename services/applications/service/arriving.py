"""Is a sealed file believed, and is it ours to take (X2)?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain import dossier as domain
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.dossier import Arriving
from services.applications.domain.honour import LEVEL_ORDER
from services.applications.models.dossier import DossierRow
from services.applications.queries.keys import trusted_keys
from services.applications.queries.regulated import programmes_in_force
from services.common import directory
from services.common.clock import day_of
from services.common.dossier import DossierBroken, Verified, verify
from services.common.dossier.canonical import digest
from services.common.errors import DomainError

OVER = ("refused", "returned", "not_conferred")


def opened(session: Session, blob: bytes, *, sha256: str) -> Verified:
    """Checked whole, and the very file that was announced.

    Raises DossierBroken: its `stage` is the broken one where that can be told.
    """
    found = verify(blob, trusted=trusted_keys(session))
    if digest(blob) != sha256:
        raise DossierBroken("changed_wrapping")
    return found


def must_be_ours(session: Session, found: Verified, *, dossier_id: UUID, from_tenant: str, now: datetime) -> CaseRules:
    """The rules by which it is taken in. Raises DomainError as `domain.check_arriving` says, not_the_file."""
    manifest = found.manifest
    if manifest.from_tenant != from_tenant or manifest.dossier_id != str(dossier_id):
        raise DomainError("not_the_file")
    line = [each.code for each in directory.lineage(session, from_tenant)][1:]
    tenant = session.info["tenant"]
    return _judged(session, found, below=tenant in line, nearest=line[:1] == [tenant], now=now)


def must_be_ours_from_outside(session: Session, found: Verified, *, now: datetime) -> CaseRules:
    """From a federation that is no tenant here: that its key is trusted says that it is under us.

    Raises DomainError as `domain.check_arriving` says.
    """
    return _judged(session, found, below=True, nearest=True, now=now)


def _judged(session: Session, found: Verified, *, below: bool, nearest: bool, now: datetime) -> CaseRules:
    manifest, record = found.manifest, found.contents.honour_record
    rules = _programme(session, manifest.honour, now)
    arriving = Arriving(
        manifest.from_tenant,
        manifest.to_tenant,
        manifest.honour,
        str(record.get("level", "")),
        str(record.get("standing", "")),
        _has_exception(found),
    )
    domain.check_arriving(
        arriving,
        tenant=session.info["tenant"],
        below=[manifest.from_tenant] if below else [],
        nearest=nearest,
        known=_is_known(session, manifest.from_tenant, str(record.get("honour_id", ""))),
        programme=rules.programme if rules else None,
    )
    assert rules is not None
    return rules


def _programme(session: Session, honour: str, now: datetime) -> CaseRules | None:
    """Our own programme of the same honour, in force today; of several the one that takes dossiers."""
    found = [each for each in programmes_in_force(session, on=day_of(now)) if each.programme.honour == honour]
    found.sort(key=lambda each: (each.programme.takes_dossiers, LEVEL_ORDER.index(each.programme.level)))
    return found[-1] if found else None


def _has_exception(found: Verified) -> bool:
    """Recorded with grounds, for this receiver, and signed by two different people."""
    for stage in found.contents.stages:
        if stage.name == "exception":
            said: dict[str, Any] = orjson.loads(stage.files.get("exception.json", b"{}"))
            two = said.get("proposed_by") and said.get("confirmed_by") and said["proposed_by"] != said["confirmed_by"]
            fits = said.get("to_tenant") == found.manifest.to_tenant
            return bool(two and fits and said.get("reason") and said.get("basis"))
    return False


def _is_known(session: Session, from_tenant: str, honour_id: str) -> bool:
    """The same honour came before and was neither refused nor returned."""
    asked = select(DossierRow.id).where(
        DossierRow.tenant == session.info["tenant"],
        DossierRow.direction == "received",
        DossierRow.from_tenant == from_tenant,
        DossierRow.verification["honour_id"].astext == honour_id,
        DossierRow.status.not_in(OVER),
    )
    return session.execute(asked.limit(1)).first() is not None
