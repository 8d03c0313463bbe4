"""What the API of dossiers and forwarding takes and gives."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CandidatesQuery(BaseModel):
    programme: str = Field(default="", max_length=80)
    cursor: str | None = Field(default=None, max_length=600)


class ForwardIn(In):
    honour_id: UUID
    to_tenant: str = Field(default="", max_length=64, description="空为上一级；破格时填更高一级的代码")


class ExceptionIn(In):
    honour_id: UUID
    to_tenant: str = Field(max_length=64)
    reason: str = Field(max_length=2000)
    basis: str = Field(max_length=2000)


class ExceptionDecisionIn(In):
    agreed: bool


class ReturnIn(In):
    reason: str = Field(max_length=2000)


class NoteIn(In):
    note: str = Field(max_length=2000)


class RevealIn(In):
    depth: int = Field(default=0, ge=0, le=9, description="0 为本案卷，1 为其中所附的下级案卷")
    stage: str = Field(default="apply", max_length=40)
    field: str = Field(max_length=80)


class KeyIn(In):
    key: str = Field(max_length=1000, description="对方单位提供的整行公钥（JSON）")
    title: str = Field(max_length=60)


class ListQuery(BaseModel):
    direction: Literal["", "sent", "received"] = ""
    status: str = Field(default="", max_length=40)
    cursor: str | None = Field(default=None, max_length=400)


class FileQuery(BaseModel):
    depth: int = Field(default=0, ge=0, le=9)
    stage: str = Field(max_length=40)
    file: str = Field(max_length=240)


class FederationOut(BaseModel):
    code: str
    name: str
    level: str


class CandidateOut(BaseModel):
    honour_id: UUID
    application_id: UUID
    honour: str
    level: str
    number: str
    name: str
    union_name: str
    conferred_on: date
    kept_years: int
    standing: str
    place: int
    why: list[str]
    may_forward: bool
    refused: str = Field(description="不能报送时的规则代码，能报送为空")
    says: str
    version: int


class ChoiceOut(BaseModel):
    programme: str
    title: str
    to: FederationOut | None
    prefer: str
    one_at_a_time: bool
    ready: int = Field(description="可以报送的共几个，不论在哪一页")
    candidates: list[CandidateOut]
    next_cursor: str | None


class ChoicesOut(BaseModel):
    rows: list[ChoiceOut]


class ExceptionOut(BaseModel):
    id: UUID
    honour_id: UUID
    to_tenant: str
    reason: str
    basis: str
    proposed_by: str
    proposed_at: datetime
    status: str
    confirmed_by: str
    confirmed_at: datetime | None
    version: int


class ExceptionsOut(BaseModel):
    rows: list[ExceptionOut]


class StepOut(BaseModel):
    decision: str
    says: str
    reason: str
    level: str
    decided_by: str
    decided_by_name: str
    decided_at: datetime


class DossierOut(BaseModel):
    id: UUID
    direction: str
    from_tenant: str
    from_name: str
    to_tenant: str
    to_name: str
    application_id: UUID | None
    honour_id: UUID | None
    honour: str
    level: str
    programme: str
    subject_name: str
    sha256: str
    status: str
    says: str
    reason: str
    exception_id: UUID | None
    verification: dict[str, Any]
    at: datetime
    version: int


class DossierFullOut(DossierOut):
    steps: list[StepOut]
    case_version: int | None = Field(description="退回下级时作为 If-Match；案卷不在本级时为空")


class DossiersOut(BaseModel):
    rows: list[DossierOut]
    next_cursor: str | None


class VerifiedOut(BaseModel):
    is_whole: bool
    says: str
    code: str
    stage: str
    sealed_by: str
    sealed_at: datetime | None
    key_id: str
    sha256: str
    levels: int


class ContentsOut(BaseModel):
    levels: list[dict[str, Any]]


class RevealedOut(BaseModel):
    field: str
    value: str


class KeyOut(BaseModel):
    key_id: str
    of_tenant: str
    title: str
    added_at: datetime


class KeysOut(BaseModel):
    own: str = Field(description="本单位公钥一行，交给平台外的上下级登记；还没有签名过则为空")
    trusted: list[KeyOut]


class RungStepOut(BaseModel):
    title: str
    on: date | None
    is_now: bool


class RungOut(BaseModel):
    level: str
    tenant: str
    name: str
    standing: str
    state: str
    says: str
    on: date | None
    reason: str
    number: str
    regulation_version: int
    steps: list[RungStepOut]


class RungsOut(BaseModel):
    rungs: list[RungOut]
