"""Fill in a draft: saved as often as one likes, never over somebody else's words unseen (If-Match)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.evidence import Evidence, must_have_room, need
from services.applications.domain.filling import CONDITION_LIMIT, TEXT_LIMIT, Filling, clean, clean_value, put_form
from services.applications.domain.kinds import asked_kinds
from services.applications.models import ApplicationRow, EvidenceRow
from services.applications.queries.case import evidence_of
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service.moves import OBJECT, find_row, must_be_version
from services.applications.store import db
from services.common import audit
from services.common.errors import DomainError, NotFound, allow
from services.common.files import Accepted
from services.common.ids import new_id
from services.common.principal import Principal

Change = Callable[[Filling, CaseRules], Filling]


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and put into the store, and what it proves."""

    proves: str
    accepted: Accepted
    caption: str = ""


@dataclass(frozen=True)
class Saved:
    application: Application
    filling: Filling


def save(
    who: Principal,
    application_id: UUID | str,
    change: Change,
    *,
    expected: int,
    now: datetime,
    uploads: Sequence[Upload] = (),
) -> Saved:
    """One version later, with the new values. Raises NotFound, NotAllowed, ChangedMeanwhile, not_editable."""
    with db.transaction(who.tenant) as session:
        row = _editable(session, who, application_id)
        must_be_version(row, expected)
        rules = case_rules(session, row.to_domain())
        before = Filling.of(row.form, row.declared)
        after = change(before, rules)
        if after != before:
            _keep(session, who, row, before, after, now)
        for upload in uploads:
            _add_file(session, who, row, rules, upload, now)
        return Saved(row.to_domain(), after)


def attach(who: Principal, application_id: UUID | str, upload: Upload, *, now: datetime) -> Evidence:
    """One file more. Raises also DomainError proves_nothing, too_many_files."""
    with db.transaction(who.tenant) as session:
        row = _editable(session, who, application_id)
        return _add_file(session, who, row, case_rules(session, row.to_domain()), upload, now)


def detach(who: Principal, application_id: UUID | str, evidence_id: UUID | str, *, now: datetime) -> str:
    """Take a file away; what it proved. The row stays for earlier submissions. Raises NotFound."""
    with db.transaction(who.tenant) as session:
        row = _editable(session, who, application_id)
        file = session.get(EvidenceRow, (who.tenant, _uuid(evidence_id)))
        if file is None or file.application_id != row.id or file.removed_at is not None:
            raise NotFound("not_found")
        file.removed_at, file.removed_by = now, who.subject
        audit.record(
            session, who, "evidence_removed", OBJECT, str(row.id), at=now, proves=file.proves, sha256=file.sha256
        )
        return file.proves


def _uuid(value: UUID | str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise NotFound("not_found") from None


def _editable(session: Session, who: Principal, application_id: UUID | str) -> ApplicationRow:
    row = find_row(session, _uuid(application_id))
    case = row.to_domain()
    if not permits.may_see(who, case):
        raise NotFound("not_found")
    allow(permits.may_edit(who, case), "may_not_edit")
    if not permits.is_editable(case):
        raise DomainError("not_editable")
    return row


def _keep(
    session: Session, who: Principal, row: ApplicationRow, before: Filling, after: Filling, now: datetime
) -> None:
    changed = sorted(key for key in after.form if after.form[key] != before.form.get(key))
    row.form, row.declared = dict(after.form), after.declared
    row.saved_at, row.saved_by, row.version = now, who.name, row.version + 1
    audit.record(session, who, "saved", OBJECT, str(row.id), at=now, fields=changed, version=row.version)


def _add_file(
    session: Session, who: Principal, row: ApplicationRow, rules: CaseRules, upload: Upload, now: datetime
) -> Evidence:
    need(rules.programme, upload.proves)
    must_have_room(len(evidence_of(session, row.id)))
    file = upload.accepted
    kept = EvidenceRow(
        tenant=who.tenant,
        id=new_id(),
        application_id=row.id,
        proves=upload.proves,
        caption=clean(upload.caption)[:200],
        file_name=file.safe_name,
        mime=file.mime,
        size=file.size,
        sha256=file.sha256,
        added_at=now,
        added_by=who.name,
        removed_at=None,
        removed_by="",
    )
    session.add(kept)
    session.flush()
    audit.record(session, who, "evidence_added", OBJECT, str(row.id), at=now, proves=kept.proves, sha256=kept.sha256)
    return Evidence(
        kept.id,
        kept.proves,
        kept.caption,
        kept.file_name,
        kept.mime,
        kept.size,
        kept.sha256,
        kept.added_at,
        kept.added_by,
    )


def form_change(values: Mapping[str, Any]) -> Change:
    """Values by field id; what the form does not have is kept out."""

    def change(filling: Filling, rules: CaseRules) -> Filling:
        known = {field.id for field in rules.form.fields} if rules.form else set()
        return put_form(filling, {key: clean_value(value) for key, value in values.items() if key in known})

    return change


def beside_change(
    *,
    conditions: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    facts: Mapping[str, Mapping[str, str]] | None = None,
    opinions: Mapping[str, Mapping[str, str]] | None = None,
    figures: Mapping[str, str] | None = None,
    kinds: Sequence[str] | None = None,
    cleared: Mapping[str, str] | None = None,
) -> Change:
    """Texts and declarations beside the form; only what the programme asks is kept."""

    def change(filling: Filling, rules: CaseRules) -> Filling:
        programme = rules.programme
        conditions_known = {each.id for each in programme.conditions}
        texts_known = {each.id for each in programme.materials}
        facts_known = {each.fact for each in rules.declared_facts}
        offices_known = {each.office for each in programme.eligible.clearances if each.valid_for}
        kinds_known = [kind for kind, _ in asked_kinds(rules)]
        return replace(
            filling,
            kinds=filling.kinds if kinds is None else tuple(each for each in kinds_known if each in kinds),
            cleared={**filling.cleared, **_known(cleared, offices_known, 10)},
            conditions={**filling.conditions, **_known(conditions, conditions_known, CONDITION_LIMIT * 2)},
            figures={**filling.figures, **_known(figures, {each.figure for each in rules.asked_figures}, 20)},
            texts={**filling.texts, **_known(texts, texts_known, TEXT_LIMIT)},
            facts={
                **filling.facts,
                **{key: _fact(value) for key, value in (facts or {}).items() if key in facts_known},
            },
            opinions={**filling.opinions, **{key: _signed(value) for key, value in (opinions or {}).items()}},
        )

    return change


def _known(given: Mapping[str, str] | None, known: set[str], limit: int) -> dict[str, str]:
    return {key: clean(str(value))[:limit] for key, value in (given or {}).items() if key in known}


def _fact(given: Mapping[str, str]) -> dict[str, str]:
    happened = given.get("happened", "")
    return {
        "happened": happened if happened in ("yes", "no") else "",
        "on": clean(str(given.get("on", "")))[:10] if happened == "yes" else "",
    }


def _signed(given: Mapping[str, str]) -> dict[str, str]:
    return {key: clean(str(given.get(key, "")))[:500] for key in ("text", "signer")}
