"""Imports: every row goes through the same rules as on the page; one wrong row and none is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from services.common import audit
from services.common.clock import day_of
from services.common.errors import DomainError, Invalid, NotFound, Refusal, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.spreadsheet import Fault, Row, read_rows
from services.identity import rules
from services.identity.domain import units as unit_rules
from services.identity.domain.grants import Grant
from services.identity.domain.imports import COLUMNS, ImportKind, Places, kind_of, role_of
from services.identity.domain.people import Facts
from services.identity.models import ImportRow, OrgUnitRow, PersonRow
from services.identity.queries.rows import own
from services.identity.service.grants import add_grant, held_by
from services.identity.service.people import add_person
from services.identity.service.units import add_unit
from services.identity.store import db


@dataclass(frozen=True)
class Outcome:
    """`skipped` rows are there already. With faults nothing was taken."""

    kind: ImportKind
    taken: int
    skipped: int
    faults: tuple[Fault, ...] = ()


class _Undo(Exception):
    pass


@dataclass
class _Intake:
    """What one run needs to know, loaded once."""

    session: Session
    who: Principal
    now: datetime
    places: Places
    people: dict[str, PersonRow]
    held: dict[str, list[Grant]]


def rehearse(who: Principal, kind: ImportKind, blob: bytes, *, filename: str, now: datetime) -> tuple[UUID, Outcome]:
    """Try the file and keep it, so that it can be applied as it was tried. Raises FileRefused for a wrong file."""
    rows = read_rows(blob, COLUMNS[kind], filename=filename)
    outcome = take_in(who, kind, rows.rows, now=now, faults=rows.faults, keep=False)
    with db.transaction(who.tenant) as session:
        _may_import(who, kind)
        # A file holds phone numbers: only the newest try of each person stays.
        session.execute(delete(ImportRow).where(ImportRow.tenant == who.tenant, ImportRow.by_subject == who.subject))
        id_ = new_id()
        session.add(
            ImportRow(
                tenant=who.tenant,
                id=id_,
                kind=kind,
                filename=filename[:200],
                content=blob,
                at=now,
                by_subject=who.subject,
            )
        )
        audit.record(session, who, "rehearsed", "import", id_, at=now, kind=kind, faults=len(outcome.faults))
    return id_, outcome


def apply_import(who: Principal, import_id: UUID | str, *, now: datetime) -> Outcome:
    """Take in the file that was tried, if it still is without faults. The file is forgotten then."""
    with db.read(who.tenant) as session:
        row = own(session, ImportRow, import_id)
        if row.by_subject != who.subject:
            raise NotFound("not_found")
        kind, blob, filename = ImportKind(row.kind), row.content, row.filename
    rows = read_rows(blob, COLUMNS[kind], filename=filename)
    outcome = take_in(who, kind, rows.rows, now=now, faults=rows.faults, forget=row.id)
    if outcome.faults:
        raise DomainError("import_has_faults", count=len(outcome.faults))
    return outcome


def take_in(
    who: Principal,
    kind: ImportKind,
    rows: Sequence[Row],
    *,
    now: datetime,
    faults: Sequence[Fault] = (),
    keep: bool = True,
    forget: UUID | None = None,
) -> Outcome:
    """All rows in one transaction, or none. keep=False only tries."""
    wrong, taken = list(faults), 0
    try:
        with db.transaction(who.tenant) as session:
            _may_import(who, kind)
            intake = _Intake(session, who, now, _places(session), _people(session), _held(session, kind))
            for row in rows:
                try:
                    taken += _TAKE[kind](intake, row)
                except (Refusal, LookupError) as refused:
                    wrong += _faults(kind, row, refused)
            if wrong or not keep:
                raise _Undo
            if forget is not None:
                session.execute(delete(ImportRow).where(ImportRow.tenant == who.tenant, ImportRow.id == forget))
            audit.record(session, who, "imported", "import", forget or kind, at=now, kind=kind, rows=taken)
    except _Undo:
        pass
    ordered = tuple(sorted(wrong, key=lambda fault: (fault.row, fault.column)))
    return Outcome(kind, taken, len(rows) - taken - len({fault.row for fault in wrong}), ordered)


def _may_import(who: Principal, kind: ImportKind) -> None:
    may = rules.may_grant(who) if kind is ImportKind.GRANTS else rules.may_change_units(who)
    allow(may, "may_not_import")


def _take_unit(intake: _Intake, row: Row) -> bool:
    said = row.values
    parent = _place(intake, said["parent"], "parent")
    if intake.places.child(parent, str(said["name"])) is not None:
        return False
    on = cast(date | None, said["valid_from"]) or day_of(intake.now)
    unit = unit_rules.create(new_id(), parent=parent, kind=kind_of(said["kind"]), name=str(said["name"]), on=on)
    add_unit(intake.session, intake.who, unit, intake.now)
    intake.places.add(unit)
    return True


def _take_person(intake: _Intake, row: Row) -> bool:
    said = row.values
    username = str(said["username"] or "").lower()
    if username and username in intake.people:
        return False
    unit, born = _place(intake, said["unit"], "unit"), cast(date | None, said["born"])
    facts = Facts(
        str(said["name"]), str(said["phone"] or ""), str(said["email"] or ""), f"{born:%Y-%m}" if born else "",
        unit.id if unit else None,
    )  # fmt: skip
    person = add_person(intake.session, intake.who, username, facts, intake.now)
    if username:
        intake.people[username] = PersonRow(tenant=intake.who.tenant).apply(person)
    return True


def _take_grant(intake: _Intake, row: Row) -> bool:
    said = row.values
    person = intake.people.get(str(said["username"]).lower())
    if person is None:
        raise _At("username", _no_such_person(said["username"]))
    unit, held = _place(intake, said["unit"], "unit"), intake.held.setdefault(person.subject, [])
    try:
        grant = add_grant(
            intake.session, intake.who, person, role_of(said["role"]), unit=unit, held=held,
            valid_from=cast(date | None, said["valid_from"]), valid_to=cast(date | None, said["valid_to"]),
            now=intake.now,
        )  # fmt: skip
    except DomainError as refused:
        if refused.code == "granted_already":
            return False
        raise
    held.append(grant)
    return True


_TAKE: dict[ImportKind, Callable[[_Intake, Row], bool]] = {
    ImportKind.UNITS: _take_unit,
    ImportKind.PEOPLE: _take_person,
    ImportKind.GRANTS: _take_grant,
}
_BLAMED = {ImportKind.UNITS: "name", ImportKind.PEOPLE: "name", ImportKind.GRANTS: "role"}
_FIELDS = {
    "username_taken": "username",
    "unit_kind_misplaced": "parent",
    "unit_ended": "unit",
    "grant_in_the_past": "valid_from",
    "ends_before_it_begins": "valid_to",
    "role_for_whole_tenant": "unit",
    "role_at_a_unit": "unit",
    "grants_himself": "username",
    "person_ended": "username",
}
"""The column that a refusal is about; else the one that names the row."""


class _At(LookupError):
    """A name that leads nowhere, and its column."""

    def __init__(self, column: str, says: str) -> None:
        super().__init__(says)
        self.column = column


def _place(intake: _Intake, said: object, column: str) -> Any:
    if not said:
        return None
    try:
        return intake.places.find(str(said))
    except LookupError as error:
        raise _At(column, str(error.args[0])) from error


def _no_such_person(username: object) -> str:
    return str(NotFound("no_such_person", username=username).says)


def _faults(kind: ImportKind, row: Row, refused: Exception) -> list[Fault]:
    if isinstance(refused, Invalid):
        return [_fault(kind, row, name, str(says)) for name, says in refused.faults.items()]
    if isinstance(refused, _At):
        return [_fault(kind, row, refused.column, str(refused))]
    assert isinstance(refused, Refusal)
    return [_fault(kind, row, _FIELDS.get(refused.code, ""), refused.says)]


def _fault(kind: ImportKind, row: Row, name: str, says: str) -> Fault:
    columns = COLUMNS[kind]
    names = [column.name for column in columns]
    place = names.index(name) if name in names else names.index(_BLAMED[kind])
    return Fault(row.number, chr(ord("A") + place), columns[place].title, says)


def _places(session: Session) -> Places:
    rows = session.scalars(
        select(OrgUnitRow).where(OrgUnitRow.tenant == session.info["tenant"], OrgUnitRow.valid_to.is_(None))
    )
    return Places(row.to_domain() for row in rows)


def _held(session: Session, kind: ImportKind) -> dict[str, list[Grant]]:
    """Who has which grants; a whole import holds the table, so that nobody grants beside it."""
    if kind is not ImportKind.GRANTS:
        return {}
    session.execute(text("select id from person where tenant = :t for update"), {"t": session.info["tenant"]})
    found: dict[str, list[Grant]] = {}
    for grant in held_by(session):
        found.setdefault(grant.subject, []).append(grant)
    return found


def _people(session: Session) -> dict[str, PersonRow]:
    rows = session.scalars(
        select(PersonRow).where(PersonRow.tenant == session.info["tenant"], PersonRow.username != "")
    )
    return {row.username: row for row in rows}
