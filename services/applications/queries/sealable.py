"""A case as it is sealed for the level above: stage by stage, every file with its bytes (A7, X2)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.application import Application
from services.applications.domain.dossier import LevelException
from services.applications.domain.honour import Honour
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow
from services.applications.models.honour import PlaqueRow
from services.applications.models.meeting import DocketCaseRow, DocketRow, NoticeRow, ObjectionRow
from services.applications.queries.case import Case, case_of, evidence_of, hearings_of, opinions_of
from services.applications.queries.regulated import case_rules
from services.common import audit, directory
from services.common.dossier import DossierContents, Stage, Subject
from services.common.dossier.canonical import canonical
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
    return DossierContents(
        dossier_id=str(dossier_id),
        from_tenant=honour.tenant,
        to_tenant=to_tenant,
        created_at=now,
        honour=honour.honour,
        subject=Subject(
            honour.subject_kind, str(honour.subject_unit_id or ""), honour.subject_name, honour.employer_name
        ),
        stages=tuple(_stages(session, store, case, exception)),
        honour_record=_plain(_honour_record(session, honour)),
        log=tuple(_log(session, honour.application_id)),
        prior=tuple(_prior(session, store, case.application)),
    )


def _stages(session: Session, store: Store, case: Case, exception: LevelException | None) -> list[Stage]:
    found = [
        Stage("apply", "申报", _apply(session, store, case)),
        Stage("review", "审核推荐", _review(session, case.application)),
        Stage("assess", "考核验收", _assess(case.application)),
        Stage("approve", "审批", _approve(session, store, case.application)),
        Stage("publicise", "公示", _publicise(session, case.application)),
    ]
    if exception is not None:
        found.append(Stage("exception", "破格", {"exception.json": _json(_exception(exception))}))
    return [stage for stage in found if stage.files]


def _apply(session: Session, store: Store, case: Case) -> dict[str, bytes]:
    application = case.application
    rules = case_rules(session, application)
    fields = [field for section in rules.form.sections for field in section.fields] if rules.form else []
    titles = {field.id: field.title for field in fields}
    evidence = evidence_of(session, application.id)
    files = {
        f"files/{number:02d}-{each.file_name}": store.get(FileKey(application.tenant, each.sha256))
        for number, each in enumerate(evidence, 1)
    }
    listed = [
        {"file": name, "proves": each.proves, "caption": each.caption, "sha256": each.sha256, "size": each.size}
        for name, each in zip(files, evidence, strict=True)
    ]
    said = {
        "number": application.number,
        "programme": application.programme,
        "title": rules.title,
        "union": application.union_name,
        "form": dict(case.filling.form),
        "titles": titles,
        "declared": case.filling.declared,
    }
    return {"form.json": _json(said), "evidence.json": _json(listed), **files}


def _review(session: Session, application: Application) -> dict[str, bytes]:
    opinions = [vars_of(each) for each in reversed(opinions_of(session, application.id))]
    hearings = [vars_of(each) for each in hearings_of(session, application.id)]
    place = {"reviewing_union": application.reviewing_name, "rank": application.rank, "is_late": application.is_late}
    return {"opinions.json": _json(opinions), "hearings.json": _json(hearings), "place.json": _json(place)}


def _assess(application: Application) -> dict[str, bytes]:
    if application.score is None:
        return {}
    said = {
        "score": application.score,
        "self_score": application.self_score,
        "explanation": application.explanation or {},
    }
    return {"score.json": _json(said)}


def _approve(session: Session, store: Store, application: Application) -> dict[str, bytes]:
    if application.docket_id is None:
        return {}
    docket = session.get(DocketRow, (application.tenant, application.docket_id))
    case = session.get(DocketCaseRow, (application.tenant, application.docket_id, application.id))
    if docket is None or case is None:
        return {}
    said = {
        "title": docket.title,
        "number": docket.number,
        "held_at": docket.held_at,
        "present": sum(member["presence"] == "present" for member in docket.members),
        "members": len(docket.members),
        "decision": case.decision,
        "reason": case.reason,
        "in_favour": case.in_favour,
        "against": case.against,
        "abstained": case.abstained,
        "recused": len(case.recused),
        "minutes_sha256": docket.minutes_sha256,
    }
    return {"decision.json": _json(said)}


def _publicise(session: Session, application: Application) -> dict[str, bytes]:
    if application.notice_id is None:
        return {}
    notice = session.get(NoticeRow, (application.tenant, application.notice_id))
    if notice is None:
        return {}
    asked = select(ObjectionRow).where(
        ObjectionRow.tenant == application.tenant, ObjectionRow.application_id == application.id
    )
    objections = [
        {"received_at": row.received_at, "facts": row.facts, "status": row.status, "finding": row.finding}
        for row in session.scalars(asked.order_by(ObjectionRow.id))
    ]
    said = {
        "title": notice.title,
        "number": notice.number,
        "starts_on": notice.starts_on,
        "ends_on": notice.ends_on,
        "working_days": notice.working_days,
    }
    return {"notice.json": _json(said), "objections.json": _json(objections)}


def _honour_record(session: Session, honour: Honour) -> dict[str, Any]:
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
        "honour_id": honour.id,
    }


def _log(session: Session, application_id: UUID) -> list[dict[str, Any]]:
    found = []
    for kept in audit.entries_of(session, "application", application_id):
        entry = kept.entry
        found.append(
            _plain(
                {
                    "seq": kept.seq,
                    "at": entry.at,
                    "who": entry.actor.name,
                    "action": entry.action,
                    "detail": dict(entry.detail),
                    "regulation": entry.regulation,
                    "regulation_version": entry.regulation_version,
                    "chain_hash": kept.hash,
                }
            )
        )
    return found


def _prior(session: Session, store: Store, application: Application) -> list[bytes]:
    if application.dossier_id is None:
        return []
    row = session.get(DossierRow, (application.tenant, application.dossier_id))
    return [store.get(FileKey(application.tenant, row.sha256))] if row is not None else []


def _exception(exception: LevelException) -> dict[str, Any]:
    return {
        "to_tenant": exception.to_tenant,
        "reason": exception.reason,
        "basis": exception.basis,
        "proposed_by": exception.proposed_by,
        "proposed_at": exception.proposed_at,
        "confirmed_by": exception.confirmed_by,
        "confirmed_at": exception.confirmed_at,
    }


def vars_of(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _json(value: Any) -> bytes:
    return canonical(_plain(value))


def _plain(value: Any) -> Any:
    """In JSON's words without floats, which two machines may write differently."""
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case bool() | int() | None:
            return value
        case float():
            return str(Decimal(str(value)))
        case str():
            return str(value)
        case datetime():
            return value.isoformat()
        case date() | Decimal() | UUID():
            return str(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return str(value)


def read_json(content: bytes) -> Any:
    return orjson.loads(content)
