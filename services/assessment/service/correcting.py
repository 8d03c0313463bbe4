"""Corrections of a signed score: the assessor asks, a secretary decides, both scores stay on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assessment import rules
from services.assessment.domain import (
    Assessment,
    Correction,
    ask_correction,
    complete,
    decide_correction,
    read_findings,
    to_document,
)
from services.assessment.models import CorrectionRow
from services.assessment.queries.loading import Loaded, load
from services.assessment.service.keeping import settle
from services.assessment.service.scoring import Said, note_result, own_card
from services.assessment.service.telling import follow
from services.assessment.store import SERVICE, db
from services.common import audit, worklist
from services.common.db import tenant_of
from services.common.errors import Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.roles import Role
from services.common.worklist import Audience

TASK = "correction"


def ask_for_correction(who: Principal, assessment_id: UUID, said: Said, reason: str, *, now: datetime) -> UUID:
    """By the assessor who signed. Nothing changes until a secretary grants it."""
    with db.transaction(who.tenant) as session:
        loaded, card = own_card(session, who, assessment_id)
        read = read_findings(loaded.assessment.sheet, said)
        if read.faults:
            raise Invalid(read.faults)
        before = loaded.assessment
        after, asked = ask_correction(before, card, read.findings, reason, id_=new_id())
        settle(session, loaded, after)
        session.add(_row(who, assessment_id, asked, now))
        audit.record(
            session, who, "correction_asked", "assessment", assessment_id, at=now, number=card.number,
            reason=asked.reason, total_before=asked.total_before, total_after=asked.total_after,
        )  # fmt: skip
        name, url = after.subject.name, f"/assessment/{who.tenant}/{assessment_id}"
        worklist.open_task(
            session, SERVICE, TASK, asked.id, title=f"批复 {name} 考核分的更正", url=url,
            to=Audience(Role.SECRETARY), now=now, started_by=who.subject,
        )  # fmt: skip
        follow(session, before, after, by=who.subject, now=now)
        return asked.id


def _row(who: Principal, assessment_id: UUID, asked: Correction, now: datetime) -> CorrectionRow:
    return CorrectionRow(
        tenant=who.tenant,
        id=asked.id,
        assessment_id=assessment_id,
        card_id=asked.card_id,
        status=asked.status,
        reason=asked.reason,
        asked_by=who.subject,
        asked_at=now,
        findings_before=to_document(asked.findings_before),
        total_before=asked.total_before,
        digest_before=asked.digest_before,
        findings_after=to_document(asked.findings_after),
        total_after=asked.total_after,
        decided_by="",
        decision_reason="",
    )


def decide_on_correction(
    who: Principal, assessment_id: UUID, correction_id: UUID, *, grant: bool, reason: str, now: datetime
) -> Assessment:
    """By a secretary who is not that assessor; a refusal says why."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, who, assessment_id, lock=True)
        before = loaded.assessment
        row = _find(session, assessment_id, correction_id)
        card = before.card(row.card_id)
        allow(rules.may_decide_correction(who, before, card), "may_not_decide_correction")
        if not grant and not reason.strip():
            raise Invalid({"reason": "请写明不同意更正的理由"}, "card_reason_needed")
        settled, decided = decide_correction(before, _to_domain(loaded, row), grant=grant, now=now)
        after = complete(settled, now=now)
        if grant:
            loaded.cards[card.id].correction_id = row.id
        row.status, row.decided_by, row.decided_at = decided.status, who.subject, now
        row.decision_reason = reason.strip()
        settle(session, loaded, after)
        audit.record(
            session, who, f"correction_{decided.status}", "assessment", assessment_id, at=now, number=card.number,
            total_before=row.total_before, total_after=row.total_after, reason=reason.strip(),
        )  # fmt: skip
        worklist.close_task(session, SERVICE, TASK, row.id, by=who.subject, now=now, outcome=decided.status)
        _answer(session, after, row, decided.status, now=now)
        note_result(session, before, after, now=now)
        follow(session, before, after, by=who.subject, now=now)
        return after


def _answer(session: Session, after: Assessment, row: CorrectionRow, status: str, *, now: datetime) -> None:
    word = "已批准" if status == "granted" else "未批准"
    body = row.decision_reason or f"更正前 {row.total_before:.2f} 分，更正后 {row.total_after:.2f} 分。"
    url = f"/assessment/{tenant_of(session)}/{after.id}"
    title = f"{after.subject.name} 考核分的更正{word}"
    worklist.notify(session, SERVICE, to=Audience(subject=row.asked_by), title=title, body=body, url=url, now=now)


def _find(session: Session, assessment_id: UUID, correction_id: UUID) -> CorrectionRow:
    row: Any = session.scalar(
        select(CorrectionRow).where(
            CorrectionRow.tenant == tenant_of(session),
            CorrectionRow.assessment_id == assessment_id,
            CorrectionRow.id == correction_id,
        )
    )
    if row is None:
        raise NotFound("not_found")
    found: CorrectionRow = row
    return found


def _to_domain(loaded: Loaded, row: CorrectionRow) -> Correction:
    sheet = loaded.assessment.sheet
    before, after = read_findings(sheet, row.findings_before), read_findings(sheet, row.findings_after)
    return Correction(
        row.id, row.card_id, row.reason, before.findings, row.total_before, row.digest_before, after.findings,
        row.total_after, row.status,
    )  # fmt: skip
