"""Rows of this service's own tables."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.common import directory
from services.common.roles import Role
from services.identity.domain.grants import Grant
from services.identity.domain.people import Facts, Person
from services.identity.domain.tenants import Tenant
from services.identity.domain.units import OrgUnit, UnitKind


class Row(DeclarativeBase):
    type_annotation_map = {str: Text, dict[str, Any]: JSONB}

    def put(self, value: Any, *skip: str) -> Self:
        """Take over every field of the domain value that has a column of its name."""
        for each in fields(value):
            if each.name not in skip:
                setattr(self, each.name, getattr(value, each.name))
        return self


class TenantRow(Row):
    __tablename__ = "tenant"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str]
    level: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int]

    def to_domain(self) -> Tenant:
        return Tenant(
            self.code,
            self.parent_code,
            self.name,
            self.short_name,
            self.level,
            self.valid_from,
            self.valid_to,
            self.version,
        )

    def to_directory(self) -> directory.Tenant:
        return directory.Tenant(self.code, self.parent_code, self.name, self.short_name, self.level)


class OrgUnitRow(Row):
    __tablename__ = "org_unit"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None]
    path: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    merged_into_id: Mapped[UUID | None]
    version: Mapped[int]

    def to_domain(self) -> OrgUnit:
        return OrgUnit(
            self.id, self.parent_id, self.path, UnitKind(self.kind), self.name, self.valid_from, self.valid_to,
            self.merged_into_id, self.version,
        )  # fmt: skip


class OrgUnitHistoryRow(Row):
    """A change of a unit, kept for good: the unit before and after."""

    __tablename__ = "org_unit_history"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    org_unit_id: Mapped[UUID]
    at: Mapped[datetime]
    action: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any]]
    by_name: Mapped[str]


class PersonRow(Row):
    __tablename__ = "person"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str]
    name: Mapped[str]
    org_unit_id: Mapped[UUID | None]
    email: Mapped[str]
    valid_to: Mapped[date | None]
    username: Mapped[str]
    phone: Mapped[str]
    born: Mapped[str]
    version: Mapped[int]

    def apply(self, person: Person) -> Self:
        return self.put(person, "facts").put(person.facts)

    def to_domain(self) -> Person:
        facts = Facts(self.name, self.phone, self.email, self.born, self.org_unit_id)
        return Person(self.id, self.subject, self.username, facts, self.valid_to, self.version)


class GrantRow(Row):
    __tablename__ = "grant_"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str]
    person_id: Mapped[UUID]
    role: Mapped[str]
    org_unit_id: Mapped[UUID | None]
    org_unit_path: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    revoked: Mapped[bool]
    granted_by: Mapped[str] = mapped_column(default="")
    granted_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None]

    def to_domain(self) -> Grant:
        return Grant(
            self.id, self.subject, self.person_id, Role(self.role), self.org_unit_id, self.org_unit_path,
            self.valid_from, self.valid_to, self.revoked,
        )  # fmt: skip


class DraftRow(Row):
    """A regulation being written; kept whatever its faults."""

    __tablename__ = "regulation_draft"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    regulation_id: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    before: Mapped[str | None]
    based_on_version: Mapped[int]
    faults: Mapped[int]
    version: Mapped[int]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]


class ReplayRow(Row):
    """What a draft would make of a year's closed cases: one for each draft and year, the last one asked."""

    __tablename__ = "regulation_replay"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    draft_version: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    left_out: Mapped[int]
    dropped: Mapped[list[str]] = mapped_column(ARRAY(Text))
    cases: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class ImportRow(Row):
    """A workbook that was tried and not yet applied."""

    __tablename__ = "import_file"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    filename: Mapped[str]
    content: Mapped[bytes]
    at: Mapped[datetime]
    by_subject: Mapped[str]


class VersionRow(Row):
    """A published version; the database refuses to change it."""

    __tablename__ = "regulation_version"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    regulation_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    effective_on: Mapped[date]
    document: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    text: Mapped[str]
    published_by: Mapped[str]
    is_history: Mapped[bool]
