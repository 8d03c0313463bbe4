"""A case as it is sealed for the level above: stage by stage, every file with its bytes (A7, X2)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.application import Application
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.dossier import LevelException
from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow
from services.applications.models.honour import PlaqueRow
from services.applications.queries.case import case_of
from services.applications.queries.regulated import case_rules
from services.applications.queries.sealed_stages import as_json, plain, stages_of
from services.common import audit, directory
from services.common.clock import day_of
from services.common.dossier import DossierContents, Stage, Subject
from services.common.files import FileKey, Store


def sealable(
    session: Session,
    store: Store,
    honour: Honour,
    *,
    dossier_id: UUID,
    to_tenant: str,
    exception: LevelException | None,
    now: datetime,
) -> DossierContents:
    """Everything that was said and decided about the name at this level, with the lower level's sealed file whole."""
    row = session.get(ApplicationRow, (honour.tenant, honour.application_id))
    assert row is not None
    case = case_of(row)
    rules = case_rules(session, case.application)
    log = audit.entries_of(session, "application", honour.application_id)
    return DossierContents(
        dossier_id=str(dossier_id),
        from_tenant=honour.tenant,
        to_tenant=to_tenant,
        created_at=now,
        honour=honour.honour,
        subject=Subject(
            honour.subject_kind, str(honour.subject_unit_id or ""), honour.subject_name, honour.employer_name
        ),
        stages=(*stages_of(session, store, case, rules), *_exception(exception)),
        honour_record=plain({**_honour_record(session, honour, rules, log), "kinds": list(case.application.kinds)}),
        log=tuple(plain(_entry(kept)) for kept in log),
        prior=tuple(_prior(session, store, case.application)),
    )


def _honour_record(session: Session, honour: Honour, rules: CaseRules, log: Sequence[audit.LogEntry]) -> dict[str, Any]:
    asked = select(PlaqueRow.number).where(PlaqueRow.tenant == honour.tenant, PlaqueRow.honour_id == honour.id)
    tenant = directory.find_tenant(session, honour.tenant)
    return {
        "honour": honour.honour,
        "level": honour.level,
        "number": honour.number,
        "plaque_number": session.execute(asked).scalar_one_or_none() or "",
        "conferred_on": honour.conferred_on,
        "conferred_by": tenant.name,
        "standing": honour.standing,
        "kept_years": honour.kept_years,
        "regulation": honour.regulation_id,
        "regulation_version": honour.regulation_version,
        "regulation_title": rules.regulation.title,
        "honour_id": honour.id,
        "way": way_of(rules, log),
    }


def way_of(rules: CaseRules, log: Sequence[audit.LogEntry]) -> list[dict[str, Any]]:
    """Each stage of the case's rules with the day on which it was left behind; None for one that was not."""
    done: dict[str, date] = {}
    keys = [stage.key for stage in rules.programme.stages]
    for kept in log:
        said = kept.entry.detail
        before, after = said.get("from_stage", ""), said.get("to_stage", "")
        if before not in keys or after not in keys:
            continue
        if keys.index(after) > keys.index(before) or said.get("status") == "conferred":
            done[before] = day_of(kept.entry.at)
        elif keys.index(after) < keys.index(before):
            done = {key: on for key, on in done.items() if keys.index(key) < keys.index(after)}
    return [{"stage": stage.key, "title": stage.says, "on": done.get(stage.key)} for stage in rules.programme.stages]


def _entry(kept: audit.LogEntry) -> dict[str, Any]:
    """Its hash in the tenant's own chain stays with it, to be compared with that chain."""
    entry = kept.entry
    return {
        "seq": kept.seq,
        "at": entry.at,
        "who": entry.actor.name,
        "action": entry.action,
        "detail": dict(entry.detail),
        "regulation": entry.regulation,
        "regulation_version": entry.regulation_version,
        "chain_hash": kept.hash,
    }


def _prior(session: Session, store: Store, application: Application) -> Iterator[bytes]:
    if application.dossier_id is not None:
        row = session.get(DossierRow, (application.tenant, application.dossier_id))
        if row is not None:
            yield store.get(FileKey(application.tenant, row.sha256))


def _exception(exception: LevelException | None) -> Iterator[Stage]:
    if exception is None:
        return
    said = {
        "to_tenant": exception.to_tenant,
        "reason": exception.reason,
        "basis": exception.basis,
        "proposed_by": exception.proposed_by,
        "proposed_at": exception.proposed_at,
        "confirmed_by": exception.confirmed_by,
        "confirmed_at": exception.confirmed_at,
    }
    yield Stage("exception", "破格", {"exception.json": as_json(said)})
