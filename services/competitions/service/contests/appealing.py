"""Appeals: by the contestant or his union within the time, ruled by the named arbitrator, and that is the end (B1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.common import audit, directory, worklist
from services.common.clock import day_of
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.worklist import Audience
from services.competitions.domain.contests import may_appeal
from services.competitions.domain.running import Duty, Status
from services.competitions.models.score import AppealRow
from services.competitions.queries.contests import load
from services.competitions.queries.entries import find_entry
from services.competitions.queries.scores import appeals
from services.competitions.rules import contests as rules
from services.competitions.store import SERVICE, db


def appeal(who: Principal, contest_id: UUID, entry_id: UUID, grounds: str, *, now: datetime) -> UUID:
    """Once a contestant; the arbitrator is told."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        entry = find_entry(session, contest_id, entry_id, rules.entries_seen(who, loaded.row))
        own = bool(who.person_id) and entry.person_id == UUID(who.person_id)
        allow(own or rules.may_enter_for(who, entry.unit_path), "may_not_appeal_for")
        if loaded.status is not Status.FROZEN or loaded.row.frozen_at is None:
            raise DomainError("appeals_not_open")
        calendar = directory.calendar(session, around=day_of(now))
        if not may_appeal(loaded.rules.appeals, loaded.row.frozen_at, now, calendar.add_working_days):
            raise DomainError("appeals_over")
        if not grounds.strip():
            raise Invalid({"grounds": "请写明申诉的事实和理由。"})
        if any(each.entry_id == entry_id for each in appeals(session, contest_id)):
            raise DomainError("appealed_already")
        arbiter = next((each for each in loaded.duties if each.duty == Duty.ARBITER), None)
        if arbiter is None:
            raise DomainError("no_arbiter")
        row = AppealRow(
            tenant=who.tenant, id=new_id(), contest_id=contest_id, entry_id=entry_id, grounds=grounds.strip(),
            asked_by=who.subject, asked_at=now, status="open", ruling="", ruled_by="", ruled_name="",
        )  # fmt: skip
        session.add(row)
        session.flush()
        audit.record(session, who, "appealed", "contest", contest_id, at=now, appeal=row.id, entry=entry_id)
        worklist.open_task(
            session, SERVICE, "contest_appeal", row.id, title=f"裁决 {loaded.row.title} 的申诉",
            url=f"/competitions/{who.tenant}/contests/{contest_id}/results", to=Audience(subject=arbiter.subject),
            now=now, started_by=who.subject,
        )  # fmt: skip
        return row.id


def rule_on_appeal(
    who: Principal, contest_id: UUID, appeal_id: UUID, *, upheld: bool, ruling: str, now: datetime
) -> None:
    """Final. Upheld, the organiser opens the scores again and what was wrong is scored anew."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        duty = rules.duty_of(who, loaded.duties)
        allow(duty is not None and duty.duty == Duty.ARBITER, "not_the_arbiter")
        row = session.get(AppealRow, (who.tenant, appeal_id))
        if row is None or row.contest_id != contest_id:
            raise NotFound("not_found")
        if row.status != "open":
            raise DomainError("appeal_ruled")
        if not ruling.strip():
            raise Invalid({"ruling": "请写明裁决的理由。"})
        row.status, row.ruling = "upheld" if upheld else "dismissed", ruling.strip()
        row.ruled_by, row.ruled_name, row.ruled_at = who.subject, who.name, now
        audit.record(session, who, "appeal_ruled", "contest", contest_id, at=now, appeal=appeal_id, upheld=upheld)
        outcome = "upheld" if upheld else "dismissed"
        worklist.close_task(session, SERVICE, "contest_appeal", appeal_id, by=who.subject, now=now, outcome=outcome)
