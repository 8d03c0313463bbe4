"""What each stage of a case leaves in the sealed file: form, evidence, opinions, hearings, scores, decisions."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from mimetypes import guess_type
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.domain.application import Application
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.deeds import deeds_of
from services.applications.domain.evidence import needs_of
from services.applications.domain.filling import Filling, shown
from services.applications.domain.personal import mask
from services.applications.models.meeting import DocketCaseRow, DocketRow, NoticeRow, ObjectionRow
from services.applications.queries.case import Case, evidence_of, hearings_of, opinions_of
from services.common.clock import day_of
from services.common.dossier import Stage
from services.common.dossier.canonical import canonical
from services.common.dossier.container import is_safe_path
from services.common.dossier.contents import KEPT_NAMES
from services.common.files import FileKey, Store
from services.common.regulation import Apply, Approve, Assess, Publicise, Review
from services.common.regulation import Stage as RuleStage


def stages_of(session: Session, store: Store, case: Case, rules: CaseRules) -> Iterator[Stage]:
    """Every stage of the case's own regulation version that left something, in its order."""
    first = rules.programme.stages[0]
    for stage in rules.programme.stages:
        files = _opinions(session, case.application, stage)
        if stage is first:
            files |= _evidence(session, store, case.application, rules)
            files |= _hearings(session, case.application, set(_hearing_kinds(rules)), among=False)
        files |= _of_kind(session, store, case, rules, stage)
        if files:
            yield Stage(stage_name(stage.key), stage.says, files)


def stage_name(key: str) -> str:
    """A regulation may call a stage by a name that the sealed file keeps for itself."""
    return f"stage-{key}" if key in KEPT_NAMES or key == "exception" else key


def _of_kind(session: Session, store: Store, case: Case, rules: CaseRules, stage: RuleStage) -> dict[str, bytes]:
    application = case.application
    match stage:
        case Apply() if application.origin != "received":
            kept = _hearings(session, application, set(stage.must_record), among=True)
            return {"form.json": as_json(_form(case, rules)), **kept}
        case Review():
            kept = _hearings(session, application, set(stage.must_record), among=True)
            return kept | (_place(application) if stage.ranks else {})
        case Assess():
            return _score(store, application)
        case Approve():
            return _decision(session, application)
        case Publicise():
            return _publicity(session, application)
    return {}


def _form(case: Case, rules: CaseRules) -> dict[str, Any]:
    application, filling = case.application, case.filling
    sections = [
        {"title": section.title, "fields": [_field(field, filling) for field in section.fields]}
        for section in (rules.form.sections if rules.form else ())
    ]
    return {
        "number": application.number,
        "programme": application.programme,
        "title": rules.title,
        "form": rules.form.title if rules.form else "",
        "regulation": application.regulation_id,
        "regulation_version": application.regulation_version,
        "union": application.union_name,
        "reviewing_union": application.reviewing_name,
        "submitted_at": application.submitted_at,
        "sections": [section for section in sections if section["fields"]],
        **_declared(rules, filling),
        "awards": [each.says for each in deeds_of(filling)],
    }


def _field(field: Any, filling: Filling) -> dict[str, Any]:
    """`shown` is how a page shows it: masked where it is personal (X5); `value` is what was filled in."""
    value = filling.form.get(field.id, "")
    in_words = mask(field, value) if field.personal else shown(field, value)
    return {"id": field.id, "title": field.title, "value": value, "shown": in_words, "personal": field.personal}


def _declared(rules: CaseRules, filling: Filling) -> dict[str, Any]:
    programme = rules.programme
    facts = [
        {"fact": rule.fact, "title": rule.says, **filling.facts.get(rule.fact, {})} for rule in rules.declared_facts
    ]
    conditions = [
        {"id": each.id, "title": each.title, "text": filling.conditions.get(each.id, "")}
        for each in programme.conditions
    ]
    texts = [
        {"id": each.id, "title": each.title, "text": filling.texts.get(each.id, "")} for each in programme.materials
    ]
    return {"facts": facts, "conditions": conditions, "texts": [each for each in texts if each["text"]]}


def _evidence(session: Session, store: Store, application: Application, rules: CaseRules) -> dict[str, bytes]:
    """The files by number, for a name of any length fits no zip; the list beside them keeps their names."""
    titles = {each.proves: each.title for each in needs_of(rules.programme)}
    listed, files = [], {}
    for number, each in enumerate(evidence_of(session, application.id), 1):
        place = f"files/{number:02d}.{each.file_name.rpartition('.')[2].lower() or 'bin'}"
        files[place] = store.get(FileKey(application.tenant, each.sha256))
        listed.append(
            {
                "file": place,
                "name": each.file_name,
                "mime": each.mime,
                "size": each.size,
                "sha256": each.sha256,
                "proves": each.proves,
                "title": titles.get(each.proves, each.proves),
                "caption": each.caption,
            }
        )
    return {"evidence.json": as_json(listed), **files} if listed else {}


def _opinions(session: Session, application: Application, stage: RuleStage) -> dict[str, bytes]:
    found = [vars_of(each) for each in reversed(opinions_of(session, application.id)) if each.stage == stage.key]
    return {"opinions.json": as_json(found)} if found else {}


def _hearing_kinds(rules: CaseRules) -> Iterator[str]:
    for stage in rules.programme.stages:
        yield from getattr(stage, "must_record", ())


def _hearings(session: Session, application: Application, kinds: set[str], *, among: bool) -> dict[str, bytes]:
    """Those of the kinds; or, not `among` them, those that no stage asks for."""
    found = [vars_of(each) for each in hearings_of(session, application.id) if (each.kind in kinds) is among]
    return {"hearings.json" if among else "records.json": as_json(found)} if found else {}


def _place(application: Application) -> dict[str, bytes]:
    said = {"recommended_by": application.reviewing_name, "rank": application.rank, "is_late": application.is_late}
    return {"place.json": as_json(said)}


def _score(store: Store, application: Application) -> dict[str, bytes]:
    """The score with its grounds, and the files that the assessors rested them on (X3)."""
    if application.score is None:
        return {}
    said = {
        "score": f"{application.score:.2f}",
        "self_score": f"{application.self_score:.2f}" if application.self_score is not None else "",
        "explanation": application.explanation or {},
    }
    return {"score.json": as_json(said), **_grounds(store, application)}


def _grounds(store: Store, application: Application) -> dict[str, bytes]:
    """By content: the explanation names each file by its SHA-256. A file that is kept elsewhere stays there."""
    listed: dict[str, dict[str, Any]] = {}
    files: dict[str, bytes] = {}
    for row, said in _cited(application.explanation or {}):
        key = FileKey(application.tenant, said["sha256"])
        if key.sha256 in listed or not store.exists(key):
            continue
        place = f"files/{len(listed) + 1:02d}.{said['word'].rpartition('.')[2].lower() or 'bin'}"
        place = place if is_safe_path(place) and place.isascii() else f"files/{len(listed) + 1:02d}.bin"
        files[place] = store.get(key)
        listed[key.sha256] = {
            "file": place,
            "name": said["word"],
            "mime": guess_type(said["word"])[0] or "application/octet-stream",
            "size": len(files[place]),
            "sha256": key.sha256,
            "proves": f"row:{row['id']}",
            "title": row["title"],
            "caption": "",
        }
    return {"evidence.json": as_json(list(listed.values())), **files} if listed else {}


def _cited(explanation: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, str]]]:
    """Every (row, file) of the explanation; pointers to pages have no bytes of their own."""
    for each in explanation.get("classes", ()):
        for row in each.get("rows", ()):
            for assessor in row.get("assessors", ()):
                for said in assessor.get("evidence", ()):
                    if said.get("sha256"):
                        yield row, said


def _decision(session: Session, application: Application) -> dict[str, bytes]:
    """The docket's line on this case alone: what was decided on others is not the next level's business."""
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
    return {"decision.json": as_json(said)}


def _publicity(session: Session, application: Application) -> dict[str, bytes]:
    """The notice and how objections ended. Who objected, and in which words, stays where it was said (A5)."""
    notice = session.get(NoticeRow, (application.tenant, application.notice_id)) if application.notice_id else None
    if notice is None:
        return {}
    asked = select(ObjectionRow).where(
        ObjectionRow.tenant == application.tenant, ObjectionRow.application_id == application.id
    )
    objections = [
        {"received_on": day_of(row.received_at), "outcome": row.status, "finding": row.finding}
        for row in session.scalars(asked.order_by(ObjectionRow.id))
    ]
    said = {
        "title": notice.title,
        "number": notice.number,
        "starts_on": notice.starts_on,
        "ends_on": notice.ends_on,
        "working_days": notice.working_days,
    }
    return {"notice.json": as_json(said), "objections.json": as_json(objections)}


def vars_of(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def as_json(value: Any) -> bytes:
    return canonical(plain(value))


def plain(value: Any) -> Any:
    """In JSON's words without floats, which two machines may write differently."""
    match value:
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
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
            return [plain(item) for item in value]
        case _:
            return str(value)
