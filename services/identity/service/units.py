"""Org units: created, renamed, moved, merged, ended; every change is kept in the unit's history and told."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import null, select, text, update
from sqlalchemy.orm import Session

from services.common import audit
from services.common.audit import Actor, plain
from services.common.errors import allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.identity import rules
from services.identity.domain import grants as grant_rules
from services.identity.domain import units as domain
from services.identity.domain.units import OrgUnit, UnitKind
from services.identity.events import tell_grant, tell_person, tell_unit
from services.identity.models import GrantRow, OrgUnitHistoryRow, OrgUnitRow, PersonRow
from services.identity.queries.rows import expect, own
from services.identity.store import db


def create_unit(
    who: Principal, *, parent_id: UUID | None, kind: UnitKind, name: str, on: date, now: datetime
) -> OrgUnit:
    with db.transaction(who.tenant) as session:
        allow(rules.may_change_units(who), "may_not_change_units")
        parent = own(session, OrgUnitRow, parent_id).to_domain() if parent_id else None
        unit = domain.create(new_id(), parent=parent, kind=kind, name=name, on=on)
        add_unit(session, who, unit, now)
        return unit


def add_unit(session: Session, who: Principal | Actor, unit: OrgUnit, now: datetime) -> None:
    """Store a new unit with its history; for imports too."""
    session.add(OrgUnitRow(tenant=session.info["tenant"]).put(unit))
    note(session, who, "created", None, unit, now)


def rename_unit(who: Principal, unit_id: UUID | str, name: str, *, version: int, now: datetime) -> OrgUnit:
    with db.transaction(who.tenant) as session:
        row = _to_change(session, who, unit_id, version)
        before = row.to_domain()
        after = domain.rename(before, name)
        row.put(after)
        note(session, who, "renamed", before, after, now)
        return after


def move_unit(
    who: Principal, unit_id: UUID | str, to_id: UUID | None, *, on: date, version: int, now: datetime
) -> OrgUnit:
    """The unit goes under another with all that stands below it; grants there go along."""
    with db.transaction(who.tenant) as session:
        row = _to_change(session, who, unit_id, version)
        before = row.to_domain()
        to = own(session, OrgUnitRow, to_id).to_domain() if to_id else None
        after = domain.move(before, to, on=on)
        row.put(after)
        note(session, who, "moved", before, after, now)
        _carry(session, before.path, after.path, now)
        return after


def merge_unit(
    who: Principal, unit_id: UUID | str, into_id: UUID | str, *, on: date, version: int, now: datetime
) -> OrgUnit:
    """The unit ends in the other. Its units and people go there; grants at itself end, to be given anew."""
    with db.transaction(who.tenant) as session:
        row = _to_change(session, who, unit_id, version)
        before, into = row.to_domain(), own(session, OrgUnitRow, into_id, lock=True).to_domain()
        after = domain.merge(before, into, on=on)
        row.put(after)
        note(session, who, "merged", before, after, now, into=into.id)
        for child in _units(session, OrgUnitRow.parent_id == before.id):
            old = child.to_domain()
            new = domain.move(old, into, on=on)
            child.put(new)
            note(session, who, "moved", old, new, now)
            _carry(session, old.path, new.path, now)
        _people_go(session, before.id, into.id, now)
        _grants_end(session, who, before, on, now)
        return after


def end_unit(who: Principal, unit_id: UUID | str, *, on: date, version: int, now: datetime) -> OrgUnit:
    with db.transaction(who.tenant) as session:
        row = _to_change(session, who, unit_id, version)
        before = row.to_domain()
        living = session.scalar(
            text(
                "select exists (select 1 from org_unit where tenant = :t and parent_id = :id"
                " and (valid_to is null or valid_to > :on))"
            ),
            {"t": who.tenant, "id": before.id, "on": on},
        )
        after = domain.end(before, on=on, has_living_below=bool(living))
        row.put(after)
        note(session, who, "ended", before, after, now)
        _grants_end(session, who, before, on, now)
        return after


def _to_change(session: Session, who: Principal, unit_id: UUID | str, version: int) -> OrgUnitRow:
    allow(rules.may_change_units(who), "may_not_change_units")
    row = own(session, OrgUnitRow, unit_id, lock=True)
    expect(version, row.version)
    return row


def _units(session: Session, *where: Any) -> Iterable[OrgUnitRow]:
    tenant = session.info["tenant"]
    return session.scalars(select(OrgUnitRow).where(OrgUnitRow.tenant == tenant, *where).with_for_update()).all()


def _carry(session: Session, before: str, after: str, now: datetime) -> None:
    """New paths for what stands below a moved unit, and for the grants at and below it."""
    below = [row for row in _units(session, OrgUnitRow.path.startswith(before, autoescape=True)) if row.path != before]
    for row, unit in zip(below, domain.carried([row.to_domain() for row in below], before, after), strict=True):
        row.put(unit)
        tell_unit(session, unit, at=now)
    for grant in _grants(session, GrantRow.org_unit_path.startswith(before, autoescape=True)):
        moved = grant_rules.moved(grant.to_domain(), before, after)
        grant.put(moved)
        tell_grant(session, moved, at=now)


def _grants(session: Session, *where: Any) -> Iterable[GrantRow]:
    tenant = session.info["tenant"]
    return session.scalars(select(GrantRow).where(GrantRow.tenant == tenant, ~GrantRow.revoked, *where)).all()


def _grants_end(session: Session, who: Principal, unit: OrgUnit, on: date, now: datetime) -> None:
    for row in _grants(session, GrantRow.org_unit_id == unit.id):
        if row.valid_to is None or row.valid_to > on:
            row.valid_to = max(on, row.valid_from)
            audit.record(session, who, "ended", "grant", row.id, at=now, role=row.role, valid_to=row.valid_to)
            tell_grant(session, row.to_domain(), at=now)


def _people_go(session: Session, from_id: UUID, to_id: UUID, now: datetime) -> None:
    people = session.scalars(
        update(PersonRow)
        .where(PersonRow.tenant == session.info["tenant"], PersonRow.org_unit_id == from_id)
        .values(org_unit_id=to_id, version=PersonRow.version + 1)
        .returning(PersonRow)
    )
    for row in people:
        tell_person(session, row.to_domain(), at=now)


def note(
    session: Session,
    who: Principal | Actor,
    action: str,
    before: OrgUnit | None,
    after: OrgUnit,
    now: datetime,
    **detail: Any,
) -> None:
    """History, log and event of one change."""
    session.add(
        OrgUnitHistoryRow(
            tenant=session.info["tenant"],
            id=new_id(),
            org_unit_id=after.id,
            at=now,
            action=action,
            before=plain(before) if before else null(),
            after=plain(after),
            by_name=who.name,
        )
    )
    audit.record(session, who, action, "org_unit", after.id, at=now, unit=after.name, path=after.path, **detail)
    tell_unit(session, after, at=now)
