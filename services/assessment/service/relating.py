"""Declared relations: an assessor says with which units he is connected, once, for every case to come (rule 9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.assessment import rules
from services.assessment.models import RelationRow
from services.assessment.store import db
from services.common import audit, directory
from services.common.db import tenant_of
from services.common.errors import Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal


def declare_relation(who: Principal, unit_id: UUID, says: str, *, subject: str = "", now: datetime) -> UUID:
    """By the assessor himself, or by a secretary who learned of it."""
    of = subject or who.subject
    allow(rules.may_declare_for(who, of), "may_not_declare")
    if not says.strip():
        raise Invalid({"says": "请写明是什么关系，例如配偶在该单位工作"})
    with db.transaction(who.tenant) as session:
        unit = directory.find_unit(session, unit_id)
        row = RelationRow(
            tenant=who.tenant, id=new_id(), subject=of, unit_id=unit.id, unit_path=unit.path, unit_name=unit.name,
            says=says.strip()[:200], declared_by=who.subject, declared_at=now,
        )  # fmt: skip
        session.add(row)
        audit.record(session, who, "relation_declared", "relation", row.id, at=now, unit=unit.id, of=of)
        return row.id


def end_relation(who: Principal, relation_id: UUID, *, now: datetime) -> None:
    """It no longer holds; the entry stays."""
    with db.transaction(who.tenant) as session:
        row = session.scalar(
            select(RelationRow)
            .where(RelationRow.tenant == tenant_of(session), RelationRow.id == relation_id)
            .where(RelationRow.ended_at.is_(None))
        )
        if row is None or not rules.may_declare_for(who, row.subject):
            raise NotFound("not_found")
        row.ended_at = now
        audit.record(session, who, "relation_ended", "relation", row.id, at=now, unit=row.unit_id, of=row.subject)
