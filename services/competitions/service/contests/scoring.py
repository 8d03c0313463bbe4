"""Marks: a judge gives them to a number, signs, the chief signs beside him; a signed one changes by a new one only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.common import audit
from services.common.errors import ChangedMeanwhile, DomainError, NotAllowed, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import Judge, Mark, Taken, check_mark, numbering
from services.competitions.domain.running import SCORES, Duty, must_score
from services.competitions.models.contest import DutyRow, EntryRow
from services.competitions.models.round import AttendanceRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import entered
from services.competitions.queries.scores import entry_at
from services.competitions.queries.units import belongs_all
from services.competitions.rules import contests as rules
from services.competitions.service.contests.entering import entrant
from services.competitions.store import db


def save_mark(
    who: Principal, contest_id: UUID, number: int, part_id: str, points: Decimal, taken: Sequence[Taken], *,
    expected: int, finished_at: datetime | None = None, now: datetime,
) -> MarkRow:  # fmt: skip
    """A draft, the judge's alone. `expected` is 0 for the first. Raises DomainError as `check_mark` does."""
    with db.transaction(who.tenant) as session:
        loaded, duty = judging(session, who, contest_id)
        part = part_now(loaded, part_id)
        entry = entry_at(session, contest_id, number, loaded.row.round, numbering(part))
        must_be_there(session, contest_id, entry.id, part_id, number)
        mark = Mark(judge=judge_of(session, duty), points=points, taken=tuple(taken))
        check_mark(loaded.rules, part, mark, entrant(entry))
        row = _own(session, loaded, entry.id, part_id, duty)
        if row is None:
            if expected:
                raise ChangedMeanwhile("changed_meanwhile", by=duty.name, at="—")
            row = MarkRow(
                tenant=who.tenant, id=new_id(), contest_id=contest_id, entry_id=entry.id, part=part_id,
                judge_id=duty.id, note="", digest="", version=0, countersigned_by="",
            )  # fmt: skip
            session.add(row)
        elif row.version != expected:
            raise ChangedMeanwhile("changed_meanwhile", by=duty.name, at=str(row.saved_at)[:16])
        elif row.signed_at is not None:
            raise DomainError("mark_signed")
        row.points, row.deductions, row.finished_at = points, to_document(taken), finished_at
        row.saved_at, row.version = now, row.version + 1
        session.flush()
        audit.record(session, who, "mark_saved", "contest", contest_id, at=now, station=number, part=part_id)
        return row


def sign_marks(who: Principal, contest_id: UUID, part_id: str, *, now: datetime) -> int:
    """Every draft of the judge in the part; how many. Signed, none changes any more."""
    with db.transaction(who.tenant) as session:
        loaded, duty = judging(session, who, contest_id)
        part = part_of(loaded, part_id)
        asked = select(MarkRow).where(
            MarkRow.tenant == who.tenant, MarkRow.contest_id == contest_id, MarkRow.part == part.id,
            MarkRow.judge_id == duty.id, MarkRow.signed_at.is_(None), MarkRow.replaced_at.is_(None),
        )  # fmt: skip
        rows = session.scalars(asked).all()
        if not rows:
            raise DomainError("nothing_to_sign")
        judge = judge_of(session, duty)
        there = {row.id: row for row in entered(session, contest_id, EntryRow.id.in_([row.entry_id for row in rows]))}
        for row in rows:
            # Once more: units may have moved since.
            mark = Mark(judge=judge, points=row.points, taken=from_document(row.deductions))
            check_mark(loaded.rules, part, mark, entrant(there[row.entry_id]))
            row.signed_at, row.digest, row.version = now, digest_of(row), row.version + 1
            if duty.duty == Duty.CHIEF:
                row.countersigned_at, row.countersigned_by = now, who.subject
        audit.record(
            session, who, "marks_signed", "contest", contest_id, at=now, part=part.id, judge=duty.number,
            marks=[{"id": row.id, "points": row.points, "digest": row.digest} for row in rows],
        )  # fmt: skip
        return len(rows)


def countersign(who: Principal, contest_id: UUID, part_id: str, *, now: datetime) -> int:
    """The chief signs beside the judges, all signed marks of the part at once."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        duty = rules.duty_of(who, loaded.duties)
        allow(duty is not None and duty.duty == Duty.CHIEF, "not_the_chief")
        must_score(loaded.status)
        part = part_of(loaded, part_id)
        asked = select(MarkRow).where(
            MarkRow.tenant == who.tenant, MarkRow.contest_id == contest_id, MarkRow.part == part.id,
            MarkRow.signed_at.is_not(None), MarkRow.countersigned_at.is_(None), MarkRow.replaced_at.is_(None),
        )  # fmt: skip
        rows = session.scalars(asked).all()
        if not rows:
            raise DomainError("nothing_to_sign")
        for row in rows:
            row.countersigned_at, row.countersigned_by, row.version = now, who.subject, row.version + 1
        audit.record(session, who, "marks_countersigned", "contest", contest_id, at=now, part=part.id, marks=len(rows))
        return len(rows)


def judging(session: Session, who: Principal, contest_id: UUID) -> tuple[Loaded, DutyRow]:
    loaded = load(session, contest_id, lock=True)
    duty = rules.duty_of(who, loaded.duties)
    if duty is None or duty.duty not in SCORES:
        raise NotAllowed("not_a_judge")
    must_score(loaded.status)
    return loaded, duty


def part_of(loaded: Loaded, part_id: str) -> ContestPart:
    try:
        return loaded.rules.part(part_id)
    except KeyError as missing:
        raise NotFound("no_such_part") from missing


def part_now(loaded: Loaded, part_id: str) -> ContestPart:
    """Of the round that is going on: what an earlier one brought has already decided who goes on."""
    part = part_of(loaded, part_id)
    ids = [each.id for each in loaded.rules.rounds]
    at = ids.index(loaded.rules.round_of(part_id).id)
    if at != loaded.row.round:
        raise DomainError("contest_round_over" if at < loaded.row.round else "round_not_begun", part=part.says)
    return part


def must_be_there(session: Session, contest_id: UUID, entry_id: UUID, part_id: str, number: int) -> None:
    row = session.get(AttendanceRow, (session.info["tenant"], contest_id, entry_id, part_id))
    if row is not None and row.status == "absent":
        raise DomainError("entrant_absent", number=number)


def judge_of(session: Session, duty: DutyRow) -> Judge:
    return judges_by_duty(session, [duty])[duty.id]


def judges_by_duty(session: Session, duties: Sequence[DutyRow]) -> dict[UUID, Judge]:
    of = belongs_all(session, {duty.unit_path for duty in duties})
    return {
        duty.id: Judge(
            person_id=duty.person_id or duty.id,
            employer_id=of[duty.unit_path].employer_id,
            team_id=of[duty.unit_path].team_id,
        )
        for duty in duties
    }


def _own(session: Session, loaded: Loaded, entry_id: UUID, part_id: str, duty: DutyRow) -> MarkRow | None:
    asked = select(MarkRow).where(
        MarkRow.tenant == loaded.row.tenant, MarkRow.contest_id == loaded.row.id, MarkRow.entry_id == entry_id,
        MarkRow.part == part_id, MarkRow.judge_id == duty.id, MarkRow.replaced_at.is_(None),
    )  # fmt: skip
    return session.execute(asked).scalar_one_or_none()


def to_document(taken: Sequence[Taken]) -> dict[str, Any]:
    return {"taken": [{"id": each.deduct_id, "times": each.times, "ground": each.ground} for each in taken]}


def from_document(said: Mapping[str, Any]) -> tuple[Taken, ...]:
    return tuple(
        Taken(deduct_id=each["id"], times=int(each["times"]), ground=each["ground"]) for each in said.get("taken", ())
    )


def digest_of(row: MarkRow) -> str:
    """Over what was signed, so that one changed digit shows."""
    said = [str(row.entry_id), row.part, str(row.judge_id), format(row.points, "f"), row.deductions]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
