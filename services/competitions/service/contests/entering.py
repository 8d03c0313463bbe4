"""Entries: by a unit, by the person, withdrawn again; every rule that stands against one is named (B1, B8 form 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit, directory
from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.ids import id_of, new_id
from services.common.principal import Principal
from services.common.regulation import Refusal
from services.competitions.domain.contests import Entrant, entry_refusals
from services.competitions.domain.running import must_take_entries
from services.competitions.models.contest import EntryRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import entered, find_entry, last_number
from services.competitions.queries.units import Belongs, belongs, known_people
from services.competitions.rules import contests as rules
from services.competitions.store import db

UNIT, PERSON, EXCEL, ADVANCED = "unit", "person", "excel", "advanced"
AT_FIELD = {
    "unknown_trade": "trade",
    "unknown_class": "class",
    "age_unknown": "born_on",
    "age_outside": "born_on",
    "grade_outside": "grade",
    "practice_unknown": "practice_days",
    "practice_short": "practice_days",
    "unit_unknown": "unit_id",
    "unit_full": "unit_id",
}
"""Where a refusal is said; all others at the name."""


@dataclass(frozen=True)
class Entering:
    """What is said of one contestant. `licences`: the last day each is valid, None without an end."""

    name: str
    unit_id: UUID
    trade: str
    class_: str = ""
    sex: str = ""
    born_on: date | None = None
    grade: str = "none"
    licences: Mapping[str, date | None] = field(default_factory=dict)
    practice_days: int | None = None
    industry: str = ""
    leader: str = ""
    phone: str = ""


def enter(who: Principal, contest_id: UUID, said: Entering, *, now: datetime) -> UUID:
    """By the unit's union. Raises Invalid with every rule that refuses, DomainError entry_closed."""
    with db.transaction(who.tenant) as session:
        loaded = _open(session, contest_id, now)
        row = make(session, who, loaded, said, source=UNIT, now=now)
        allow(rules.may_enter_for(who, row.unit_path), "may_not_enter_for")
        faults = refused(loaded, row, entered(session, contest_id), now=now)
        if faults:
            raise Invalid(at_fields(faults), "entry_refused")
        return keep(session, who, loaded, row, now=now).id


def enter_self(who: Principal, contest_id: UUID, said: Entering, *, now: datetime) -> UUID:
    """By the person himself, for his own unit: what he says of others is not asked."""
    allow(rules.may_enter_self(who), "may_not_enter_self")
    with db.transaction(who.tenant) as session:
        loaded = _open(session, contest_id, now)
        row = make(session, who, loaded, said, source=PERSON, now=now, person_id=UUID(who.person_id))
        allow(row.unit_path == who.org_unit_path, "may_not_enter_for")
        row.name = who.name
        faults = refused(loaded, row, entered(session, contest_id), now=now)
        if faults:
            raise Invalid(at_fields(faults), "entry_refused")
        return keep(session, who, loaded, row, now=now).id


def withdraw_entry(who: Principal, contest_id: UUID, entry_id: UUID, why: str, *, expected: int, now: datetime) -> None:
    """By whoever might enter it, before the closing; the number is not given again."""
    with db.transaction(who.tenant) as session:
        loaded = _open(session, contest_id, now)
        row = find_entry(session, contest_id, entry_id, rules.entries_seen(who, loaded.row))
        own = bool(who.person_id) and row.person_id == UUID(who.person_id)
        allow(own or rules.may_enter_for(who, row.unit_path), "may_not_enter_for")
        if row.version != expected:
            raise Invalid({"": "这条报名刚刚有人改过，请刷新后再办理。"}, "changed_meanwhile", by="—", at="—")
        if row.status != "entered":
            raise DomainError("entry_withdrawn_already")
        row.status, row.withdrawn_at, row.withdrawn_why = "withdrawn", now, why.strip()
        row.version += 1
        audit.record(session, who, "entry_withdrawn", "contest", contest_id, at=now, entry=row.id, number=row.number)


def _open(session: Session, contest_id: UUID, now: datetime) -> Loaded:
    loaded = load(session, contest_id, lock=True)
    must_take_entries(loaded.status, loaded.row.closes_at, now=now)
    return loaded


def make(
    session: Session,
    who: Principal,
    loaded: Loaded,
    said: Entering,
    *,
    source: str,
    now: datetime,
    person_id: UUID | None = None,
) -> EntryRow:
    """The row as it would be kept; the employer's and the team's names are the directory's."""
    if not said.name.strip():
        raise Invalid({"name": "请填写参赛人姓名。"})
    try:
        unit = directory.find_unit(session, said.unit_id)
    except NotFound as missing:
        raise Invalid({"unit_id": "没有这个单位，请从列表中选择。"}) from missing
    known = person_id or known_people(session, [(said.name.strip(), unit)]).get((said.name.strip(), unit.id))
    return row_of(who, loaded, said, unit, belongs(session, unit.path), known, source=source, now=now)


def row_of(
    who: Principal, loaded: Loaded, said: Entering, unit: directory.OrgUnit, of: Belongs, known: UUID | None, *,
    source: str, now: datetime,
) -> EntryRow:  # fmt: skip
    """Of what was looked up before; `known` is the person where the platform knows him."""
    name = said.name.strip()
    made_of = id_of("entrant", who.tenant, name, str(said.born_on or ""), str(of.employer_id or unit.id))
    return EntryRow(
        tenant=who.tenant, id=new_id(), contest_id=loaded.row.id, number=0, person_id=known,
        person_ref=known or made_of, name=name, sex=said.sex, born_on=said.born_on, grade=said.grade,
        licences={name: str(until) if until else "" for name, until in said.licences.items()},
        practice_days=said.practice_days, phone=said.phone.strip(), trade=said.trade, class_=said.class_,
        unit_id=unit.id, unit_name=unit.name, unit_path=unit.path, employer_id=of.employer_id or unit.id,
        reviewing_union_id=of.reviewing_union_id, team_id=of.team_id, employer=of.employer or unit.name, team=of.team,
        industry=said.industry.strip(), leader=said.leader.strip(), source=source, status="entered",
        from_contest_id=None, entered_by=who.subject, entered_at=now, withdrawn_why="", version=1,
    )  # fmt: skip


def refused(loaded: Loaded, row: EntryRow, others: Sequence[EntryRow], *, now: datetime) -> tuple[Refusal, ...]:
    """By the contest's rules; `others` are in already."""
    made = [entrant(each) for each in others]
    return entry_refusals(loaded.rules, entrant(row), made, now=now, starts=loaded.row.held_on)


def entrant(row: EntryRow) -> Entrant:
    licences = {name: date.fromisoformat(until) if until else None for name, until in row.licences.items()}
    return Entrant(
        entry_id=row.id, person_id=row.person_ref, trade=row.trade, class_=row.class_,
        by="person" if row.source == PERSON else "unit", employer_id=row.employer_id,
        reviewing_union_id=row.reviewing_union_id, team_id=row.team_id, born=row.born_on, grade=row.grade,
        licences=licences, practice_days=row.practice_days, has_advanced=row.from_contest_id is not None,
    )  # fmt: skip


def at_fields(refusals: Sequence[Refusal]) -> dict[str, str]:
    """Every refusal at its field; two at one field stand in one sentence after the other."""
    said: dict[str, str] = {}
    for each in refusals:
        name = AT_FIELD.get(each.code, "name")
        said[name] = f"{said[name]}{each.says}" if name in said else each.says
    return said


def keep(session: Session, who: Principal, loaded: Loaded, row: EntryRow, *, now: datetime) -> EntryRow:
    """With the next number; the contest's row is locked, so that nobody else gets it."""
    keep_all(session, who, loaded, [row], now=now)
    return row


def keep_all(session: Session, who: Principal, loaded: Loaded, rows: Sequence[EntryRow], *, now: datetime) -> None:
    """With the next numbers, in their order."""
    for number, row in enumerate(rows, last_number(session, loaded.row.id) + 1):
        row.number = number
        audit.record(
            session, who, "entered", "contest", loaded.row.id, at=now, regulation=loaded.row.regulation_id,
            regulation_version=loaded.row.regulation_version, entry=row.id, number=number, trade=row.trade,
            source=row.source,
        )  # fmt: skip
    session.add_all(rows)
    session.flush()
