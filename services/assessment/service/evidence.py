"""Evidence for what was found: a file kept here, or a pointer to what the platform already holds."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assessment import rules
from services.assessment.domain import Assessment, Card, Evidence, Kind
from services.assessment.models import EvidenceRow
from services.assessment.queries.loading import Loaded, load
from services.assessment.store import db
from services.common import audit
from services.common.db import tenant_of
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.files import ALL_KINDS, FileKey, FileRefused, Store, inspect
from services.common.ids import new_id
from services.common.principal import Principal

LIMIT = 10 * 1024 * 1024
PLACES = ("/applications/", "/assessment/")
"""Where a pointer may lead: pages of this site that check rights themselves."""


def add_file(
    who: Principal, assessment_id: UUID, row_id: str, filename: str, content: bytes | IO[bytes], *, own_score: bool,
    store: Store, now: datetime,
) -> UUID:  # fmt: skip
    """Look at the file first, keep its bytes, then note it on the card. Raises Invalid at the row's evidence field."""
    with db.read(who.tenant) as session:
        _card(load(session, who, assessment_id), who, own_score)
    try:
        accepted = inspect(
            filename,
            content.read(LIMIT + 1) if not isinstance(content, bytes) else content,
            allowed=ALL_KINDS,
            limit_bytes=LIMIT,
        )
    except FileRefused as refused:
        raise Invalid({f"{row_id}.evidence": refused.says}, "file_refused") from refused
    key = store.put(who.tenant, accepted.content)
    line = Evidence(new_id(), row_id, accepted.safe_name, key.sha256, "", accepted.size, accepted.mime)
    return _add(who, assessment_id, line, own_score=own_score, now=now)


def add_pointer(
    who: Principal, assessment_id: UUID, row_id: str, word: str, href: str, *, own_score: bool, now: datetime
) -> UUID:
    """A pointer leads to a page of this tenant on this site, nowhere else."""
    field = f"{row_id}.evidence"
    is_ours = any(href.startswith(f"{place}{who.tenant}/") for place in PLACES)
    if not is_ours or ".." in href or any(sign in href for sign in "\\\r\n\"'<> "):
        raise Invalid({field: "只能引用本级申报材料的页面，例如从申报案卷复制的地址"})
    if not word.strip():
        raise Invalid({field: "请写明引用的是哪份材料"})
    line = Evidence(new_id(), row_id, word.strip()[:120], href=href)
    return _add(who, assessment_id, line, own_score=own_score, now=now)


def _add(who: Principal, assessment_id: UUID, line: Evidence, *, own_score: bool, now: datetime) -> UUID:
    with db.transaction(who.tenant) as session:
        loaded = load(session, who, assessment_id, lock=True)
        card = _card(loaded, who, own_score)
        if all(row.id != line.row_id for row in loaded.assessment.sheet.rows):
            raise Invalid({"row_id": f"评价表里没有“{line.row_id}”这一行，请按表内代号填写"})
        session.add(
            EvidenceRow(
                tenant=who.tenant, id=line.id, assessment_id=assessment_id, card_id=card.id, row_id=line.row_id,
                word=line.word, sha256=line.sha256, href=line.href, size=line.size, mime=line.mime,
                added_by=who.subject, added_at=now,
            )
        )  # fmt: skip
        audit.record(
            session, who, "evidence_added", "assessment", assessment_id, at=now, row=line.row_id, sha256=line.sha256,
            href=line.href,
        )  # fmt: skip
    return line.id


def remove_evidence(who: Principal, assessment_id: UUID, evidence_id: UUID, *, now: datetime) -> None:
    """Taken off a draft; what a signature covers stays."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, who, assessment_id, lock=True)
        row = _find(session, assessment_id, evidence_id)
        card = loaded.assessment.card(row.card_id)
        if not _is_hers(who, loaded.assessment, card):
            raise NotFound("not_found")
        if card.is_submitted:
            raise DomainError("evidence_signed")
        row.removed_at = now
        audit.record(session, who, "evidence_removed", "assessment", assessment_id, at=now, row=row.row_id)


def open_evidence(who: Principal, assessment_id: UUID, evidence_id: UUID) -> tuple[Evidence, FileKey | None]:
    """For whoever may read the card it stands on."""
    with db.read(who.tenant) as session:
        found = load(session, who, assessment_id).assessment
        for card in found.cards:
            for each in card.evidence:
                if each.id == evidence_id and rules.may_read_card(who, found, card):
                    return each, FileKey(who.tenant, each.sha256) if each.sha256 else None
    raise NotFound("not_found")


def _find(session: Session, assessment_id: UUID, evidence_id: UUID) -> EvidenceRow:
    row: Any = session.scalar(
        select(EvidenceRow).where(
            EvidenceRow.tenant == tenant_of(session),
            EvidenceRow.assessment_id == assessment_id,
            EvidenceRow.id == evidence_id,
            EvidenceRow.removed_at.is_(None),
        )
    )
    if row is None:
        raise NotFound("not_found")
    found: EvidenceRow = row
    return found


def _is_hers(who: Principal, assessment: Assessment, card: Card) -> bool:
    if card.kind is Kind.SELF:
        return rules.may_score_self(who, assessment)
    return card.subject == who.subject and card.is_active


def _card(loaded: Loaded, who: Principal, own_score: bool) -> Card:
    """The card the evidence is for: the union's with `own_score`, else the assessor's own."""
    found = loaded.assessment
    card = found.self_card if own_score else found.card_of(who.subject)
    if own_score:
        allow(rules.may_score_self(who, found), "not_your_union")
    else:
        refusal = rules.why_not_score(who, found)
        allow(refusal is None, refusal or "not_appointed")
    if card is None:
        raise NotFound("not_found")
    if found.outcome is not None:
        raise DomainError("assessment_completed")
    return card
