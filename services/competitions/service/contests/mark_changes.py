"""Changes of signed marks: a judge asks with the reason, another decides, and the old mark stays beside the new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit, worklist
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.roles import Role
from services.common.worklist import Audience
from services.competitions.domain.contests import Mark, Taken, check_mark
from services.competitions.domain.running import Duty, must_score
from services.competitions.models.score import MarkChangeRow, MarkRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import find_entry
from services.competitions.queries.scores import find_mark, pending_changes
from services.competitions.rules import contests as rules
from services.competitions.service.contests.entering import entrant
from services.competitions.service.contests.scoring import digest_of, judge_of, judging, part_now, to_document
from services.competitions.store import SERVICE, db


def ask_for_change(
    who: Principal, contest_id: UUID, mark_id: UUID, points: Decimal, taken: Sequence[Taken], reason: str, *,
    now: datetime,
) -> UUID:  # fmt: skip
    """By the judge, of his own signed mark; the old one stands until another decides."""
    with db.transaction(who.tenant) as session:
        loaded, duty = judging(session, who, contest_id)
        row = find_mark(session, contest_id, mark_id)
        if row.judge_id != duty.id:
            raise NotFound("not_found")
        if row.signed_at is None or row.replaced_at is not None:
            raise DomainError("mark_not_signed")
        if not reason.strip():
            raise Invalid({"reason": "请写明更正的理由，例如漏记了哪一项。"})
        if _pending(session, mark_id) is not None:
            raise DomainError("change_pending")
        entry = find_entry(session, contest_id, row.entry_id)
        mark = Mark(judge=judge_of(session, duty), points=points, taken=tuple(taken))
        check_mark(loaded.rules, part_now(loaded, row.part), mark, entrant(entry))
        asked = MarkChangeRow(
            tenant=who.tenant, id=new_id(), contest_id=contest_id, mark_id=mark_id, status="pending",
            reason=reason.strip(), asked_by=who.subject, asked_at=now, points=points, deductions=to_document(taken),
            decided_by="", decision="",
        )  # fmt: skip
        session.add(asked)
        session.flush()
        worklist.open_task(
            session, SERVICE, "mark_change", asked.id, title=f"决定 {loaded.row.title} 的分数更正",
            url=f"/competitions/{who.tenant}/contests/{contest_id}/changes", to=_deciding(loaded, who), now=now,
            started_by=who.subject,
        )  # fmt: skip
        audit.record(session, who, "mark_change_asked", "contest", contest_id, at=now, mark=mark_id, points=points)
        return asked.id


def decide_on_change(
    who: Principal, contest_id: UUID, change_id: UUID, *, grant: bool, why: str = "", now: datetime
) -> None:
    """By the chief or the organiser, never on his own mark; granted, a new mark stands beside the old one.

    Raises Invalid for a refusal that does not say why.
    """
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        duty = rules.duty_of(who, loaded.duties)
        asked = session.get(MarkChangeRow, (who.tenant, change_id))
        if asked is None or asked.contest_id != contest_id:
            raise NotFound("not_found")
        is_chief = duty is not None and duty.duty == Duty.CHIEF
        allow(
            (is_chief or rules.may_organise(who, loaded.row.organiser_path)) and asked.asked_by != who.subject,
            "may_not_decide_change",
        )
        must_score(loaded.status)
        if asked.status != "pending":
            raise DomainError("change_decided")
        if not grant and not why.strip():
            raise Invalid({"why": "请写明不同意更正的理由。"})
        asked.status, asked.decided_by, asked.decided_at = "granted" if grant else "refused", who.subject, now
        asked.decision = why.strip()
        if grant:
            _replace(session, who, asked, now)
        worklist.close_task(session, SERVICE, "mark_change", change_id, by=who.subject, now=now, outcome=asked.status)
        audit.record(
            session, who, "mark_change_decided", "contest", contest_id, at=now, mark=asked.mark_id, granted=grant
        )


def _replace(session: Session, who: Principal, asked: MarkChangeRow, now: datetime) -> None:
    old = find_mark(session, asked.contest_id, asked.mark_id)
    old.replaced_at, old.version = now, old.version + 1
    session.flush()
    new = MarkRow(
        tenant=old.tenant, id=new_id(), contest_id=old.contest_id, entry_id=old.entry_id, part=old.part,
        judge_id=old.judge_id, points=asked.points, deductions=asked.deductions, finished_at=old.finished_at,
        note=asked.reason, version=1, saved_at=asked.asked_at, signed_at=asked.asked_at, countersigned_at=now,
        countersigned_by=who.subject, replaces_id=old.id, digest="",
    )  # fmt: skip
    new.digest = digest_of(new)
    session.add(new)


def _pending(session: Session, mark_id: UUID) -> MarkChangeRow | None:
    asked = select(MarkChangeRow).where(
        MarkChangeRow.tenant == session.info["tenant"], MarkChangeRow.mark_id == mark_id,
        MarkChangeRow.status == "pending",
    )  # fmt: skip
    return session.execute(asked).scalar_one_or_none()


def _deciding(loaded: Loaded, asker: Principal) -> Audience:
    """The chief judge; where he asks himself, whoever holds the contest."""
    chief = next((each for each in loaded.duties if each.duty == Duty.CHIEF and each.subject != asker.subject), None)
    if chief is not None:
        return Audience(subject=chief.subject)
    path = loaded.row.organiser_path
    return Audience(role=Role.APPLICANT if path else Role.SECRETARY, unit_path=path)


def refuse_while_asked(session: Session, contest_id: UUID) -> None:
    """Places are not reckoned over a change that nobody has decided. Raises DomainError."""
    waiting = pending_changes(session, contest_id)
    if waiting:
        raise DomainError("changes_undecided", number=waiting)
