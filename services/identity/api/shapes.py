"""What programs send and get. Phones come masked; revealing one is an act of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.common.roles import Role
from services.identity.domain.units import UnitKind


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CursorQuery(In):
    cursor: str | None = Field(default=None, max_length=600)


class UnitQuery(CursorQuery):
    parent: UUID | None = Field(default=None, description="whose direct subordinates; left out: those at the top")
    q: str = Field(default="", max_length=60, description="part of the name, anywhere in the tree")
    kind: UnitKind | None = None


class PeopleQuery(CursorQuery):
    q: str = Field(default="", max_length=60)
    unit: UUID | None = None


class GrantQuery(CursorQuery):
    role: Role | None = None
    unit: UUID | None = None


class UnitIn(In):
    name: str = Field(min_length=1, max_length=60)
    kind: UnitKind
    parent_id: UUID | None = None
    valid_from: date | None = None


class NameIn(In):
    name: str = Field(min_length=1, max_length=60)


class MoveIn(In):
    to_id: UUID | None = Field(default=None, description="left out: directly under the federation")


class MergeIn(In):
    into_id: UUID


class EndIn(In):
    on: date | None = Field(default=None, description="the last day; today where left out")


class UnitOut(Out):
    id: UUID
    parent_id: UUID | None
    path: str
    kind: str
    name: str
    valid_from: date
    valid_to: date | None
    merged_into_id: UUID | None
    version: int


class PastOut(Out):
    at: datetime
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    by_name: str


class UnitWholeOut(UnitOut):
    history: list[PastOut] = []


class UnitsOut(Out):
    rows: list[UnitOut]
    next_cursor: str | None = None


class PersonFactsIn(In):
    name: str = Field(max_length=60)
    phone: str = Field(default="", max_length=30)
    email: str = Field(default="", max_length=120)
    born: str = Field(default="", max_length=7)
    org_unit_id: UUID | None = None


class PersonIn(PersonFactsIn):
    username: str = Field(default="", max_length=60)


class PersonOut(Out):
    id: UUID
    subject: str
    name: str
    username: str
    phone: str = Field(description="masked")
    email: str
    org_unit_id: UUID | None
    valid_to: date | None
    version: int


class PeopleOut(Out):
    rows: list[PersonOut]
    next_cursor: str | None = None


class PhoneOut(Out):
    phone: str


class PasswordOut(Out):
    password: str


class GrantIn(In):
    role: Role
    org_unit_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class GrantOut(Out):
    id: UUID
    subject: str
    person_id: UUID
    role: Role
    org_unit_id: UUID | None
    valid_from: date
    valid_to: date | None
    revoked: bool


class GrantsOut(Out):
    rows: list[GrantOut]
    next_cursor: str | None = None


class TenantIn(In):
    code: str = Field(max_length=6)
    name: str = Field(min_length=1, max_length=60)
    short_name: str = Field(min_length=1, max_length=20)
    valid_from: date | None = None


class TenantNamesIn(In):
    name: str = Field(min_length=1, max_length=60)
    short_name: str = Field(min_length=1, max_length=20)


class TenantOut(Out):
    code: str
    parent_code: str
    name: str
    short_name: str
    level: str
    valid_from: date
    valid_to: date | None
    version: int


class TenantsOut(Out):
    own: TenantOut
    below: list[TenantOut]


class ImportFaultOut(Out):
    row: int
    column: str
    title: str
    says: str


class OutcomeOut(Out):
    import_id: UUID | None = None
    kind: str
    taken: int
    skipped: int
    faults: list[ImportFaultOut]
