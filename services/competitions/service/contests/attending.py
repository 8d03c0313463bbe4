"""Who came: recorded at the door by the desk, and at the station, by number alone, by whoever judges there (B1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotAllowed
from services.common.principal import Principal
from services.competitions.domain.contests import Arrival, arrived, check_seconds, numbering
from services.competitions.domain.contests.attending import PRESENT
from services.competitions.domain.running import SCORES, must_score
from services.competitions.models.contest import EntryRow
from services.competitions.models.round import AttendanceRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import entered, find_entry
from services.competitions.queries.rounds import attendances, furthest
from services.competitions.queries.scores import entry_at
from services.competitions.rules import contests as rules
from services.competitions.service.contests.opening import organised
from services.competitions.service.contests.scoring import part_now
from services.competitions.store import db


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What is seen at a number: time used, and whether the work or the paper shows whose it is."""

    seconds_used: Decimal | None = None
    identity_shown: bool = False
    why: str = ""


def record_arrival(
    who: Principal, contest_id: UUID, entry_id: UUID, part_id: str, said: Arrival, *, expected: int, now: datetime
) -> AttendanceRow:
    """By the organiser's desk. `expected` is 0 for the first. Too late by the rule is absent, with the reason."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id)
        must_score(loaded.status)
        part = part_now(loaded, part_id)
        entry = find_entry(session, contest_id, entry_id, EntryRow.status == "entered")
        if loaded.row.round and furthest(session, contest_id).get(entry_id, 0) < loaded.row.round:
            raise DomainError("not_in_this_round", name=entry.name)
        counts = arrived(loaded.rules, said)
        if counts.status == "absent" and _is_marked(session, loaded, entry_id, part.id):
            raise DomainError("scored_already", name=entry.name)
        row = _row(session, who, loaded, entry_id, part.id, expected=expected, now=now)
        row.status, row.minutes_late = counts.status, counts.minutes_late
        row.identity_checked, row.why = counts.identity_checked, counts.why.strip()
        if counts.status == "absent":
            row.seconds_used, row.identity_shown, row.shown_why = None, False, ""
        session.flush()
        audit.record(
            session, who, "arrival_recorded", "contest", contest_id, at=now, entry=entry_id, part=part.id,
            status=row.status, minutes_late=row.minutes_late, identity_checked=row.identity_checked,
        )  # fmt: skip
        return row


def record_rest(
    who: Principal, contest_id: UUID, part_id: str, *, identity_checked: bool, expected: int, now: datetime
) -> int:
    """Whoever of the round is not recorded yet has come in time. How many; `expected` is the contest's version."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id, expected=expected)
        must_score(loaded.status)
        part = part_now(loaded, part_id)
        reached = furthest(session, contest_id) if loaded.row.round else {}
        known = attendances(session, contest_id)
        rest = 0
        for entry in entered(session, contest_id):
            row = known.get((entry.id, part.id))
            if reached.get(entry.id, 0) < loaded.row.round or (row is not None and row.status):
                continue
            if row is None:
                row = _new(session, loaded, entry.id, part.id)
            _stamp(row, who, now)
            row.status, row.identity_checked = PRESENT, identity_checked
            rest += 1
        if not rest:
            raise DomainError("nobody_left_to_record")
        audit.record(
            session, who, "rest_recorded", "contest", contest_id, at=now, part=part.id, present=rest,
            identity_checked=identity_checked,
        )  # fmt: skip
        return rest


def record_observation(
    who: Principal, contest_id: UUID, number: int, part_id: str, said: Observed, *, expected: int, now: datetime
) -> AttendanceRow:
    """By a judge who sees the number only. That identity shows, and why, is told in words."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        duty = rules.duty_of(who, loaded.duties)
        if duty is None or duty.duty not in SCORES:
            raise NotAllowed("not_a_judge")
        must_score(loaded.status)
        part = part_now(loaded, part_id)
        check_seconds(said.seconds_used)
        if said.identity_shown and part.blind == "none":
            raise DomainError("part_not_blind", part=part.says)
        if said.identity_shown and not said.why.strip():
            raise Invalid({"why": "请写明看到了什么。"}, "shown_without_ground")
        entry = entry_at(session, contest_id, number, loaded.row.round, numbering(part))
        row = _row(session, who, loaded, entry.id, part.id, expected=expected, now=now)
        if row.status == "absent":
            raise DomainError("entrant_absent", number=number)
        row.seconds_used, row.identity_shown = said.seconds_used, said.identity_shown
        row.shown_why = said.why.strip() if said.identity_shown else ""
        session.flush()
        audit.record(
            session, who, "observation_recorded", "contest", contest_id, at=now, number=number, part=part.id,
            seconds_used=row.seconds_used, identity_shown=row.identity_shown,
        )  # fmt: skip
        return row


def _row(
    session: Session, who: Principal, loaded: Loaded, entry_id: UUID, part: str, *, expected: int, now: datetime
) -> AttendanceRow:
    tenant, contest_id = loaded.row.tenant, loaded.row.id
    row = session.get(AttendanceRow, (tenant, contest_id, entry_id, part))
    if row is None and not expected:
        row = _new(session, loaded, entry_id, part)
    elif row is None or row.version != expected:
        by, at = (row.recorded_name, str(row.recorded_at)[:16]) if row else ("—", "—")
        raise ChangedMeanwhile("changed_meanwhile", by=by, at=at)
    _stamp(row, who, now)
    return row


def _new(session: Session, loaded: Loaded, entry_id: UUID, part: str) -> AttendanceRow:
    row = AttendanceRow(
        tenant=loaded.row.tenant, contest_id=loaded.row.id, entry_id=entry_id, part=part, status="",
        identity_checked=False, why="", identity_shown=False, shown_why="", version=0,
    )  # fmt: skip
    session.add(row)
    return row


def _stamp(row: AttendanceRow, who: Principal, now: datetime) -> None:
    row.recorded_by, row.recorded_name, row.recorded_at, row.version = who.subject, who.name, now, row.version + 1


def _is_marked(session: Session, loaded: Loaded, entry_id: UUID, part: str) -> bool:
    asked = select(MarkRow.id).where(
        MarkRow.tenant == loaded.row.tenant, MarkRow.contest_id == loaded.row.id, MarkRow.entry_id == entry_id,
        MarkRow.part == part, MarkRow.replaced_at.is_(None),
    )  # fmt: skip
    return session.execute(asked.limit(1)).first() is not None
