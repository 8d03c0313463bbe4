"""What the API of cases takes and gives."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StartIn(In):
    programme: str = Field(max_length=80)
    subject_unit_id: UUID
    subject_name: str = Field(default="", max_length=50, description="个人荣誉填人选姓名，其余留空")
    new_merit: str = Field(default="", max_length=500, description="曾获同一荣誉的，写明此后新的突出贡献")


class FactIn(In):
    happened: Literal["yes", "no"]
    on: str = Field(default="", max_length=10, description="最近一次的日期")


class SignedIn(In):
    text: str = Field(max_length=500)
    signer: str = Field(default="", max_length=50)


class FillIn(In):
    """Only what is given is changed."""

    form: dict[str, Any] = Field(default_factory=dict, max_length=200)
    facts: dict[str, FactIn] = Field(default_factory=dict, max_length=50)
    conditions: dict[str, str] = Field(default_factory=dict, max_length=50)
    texts: dict[str, str] = Field(default_factory=dict, max_length=50)
    opinions: dict[Literal["employers_union", "employer"], SignedIn] = Field(default_factory=dict)
    figures: dict[str, str] = Field(default_factory=dict, max_length=50, description="规则要求、表中没有的指标")
    kinds: list[str] | None = Field(default=None, max_length=50, description="自报的对象类别，空列表为都不是")
    cleared: dict[str, str] = Field(default_factory=dict, max_length=20, description="部门意见的出具日期")


class ReasonIn(In):
    reason: str = Field(default="", max_length=500)


class HearingIn(In):
    kind: str = Field(default="workers_heard", max_length=40)
    method: Literal["meeting", "ballot", "interview", "questionnaire", "notice"]
    held_on: date
    present: int = Field(ge=1, le=999_999)
    agreed: int | None = Field(default=None, ge=0, le=999_999)
    result: str = Field(min_length=2, max_length=500)


class OpinionIn(In):
    verdict: Literal["agree", "disagree", "return"]
    text: str = Field(max_length=5000)
    supply: str = Field(default="", max_length=2000, description="退回补正时，需要补充什么")
    return_to: str = Field(default="", max_length=40, description="退回到哪个环节，空为规则列出的第一个")


class OrderIn(In):
    order: list[UUID] = Field(max_length=2000)


class ChosenIn(In):
    cases: list[UUID] = Field(max_length=2000)


class OpenIn(In):
    programme: str = Field(max_length=80)
    year: int = Field(ge=2000, le=2100)


class RevealIn(In):
    field: str = Field(max_length=80)


class ListQuery(BaseModel):
    programme: str = Field(default="", max_length=80)
    year: int | None = Field(default=None, ge=2000, le=2100)
    stage: str = Field(default="", max_length=40)
    status: str = Field(default="", max_length=40)
    union: UUID | None = None
    q: str = Field(default="", max_length=60)
    cursor: str | None = Field(default=None, max_length=400)


class ProgrammeOut(BaseModel):
    programme: str
    title: str
    honour: str
    level: str
    subject: str
    regulation: str
    version: int
    takes_dossiers: bool
    stages: list[dict[str, str]]
    form: dict[str, Any] | None
    conditions: list[dict[str, Any]]
    materials: list[dict[str, Any]]
    declares: list[dict[str, Any]]
    figures: list[dict[str, str]]
    kinds: list[dict[str, str]] = Field(description="须自报的对象类别")


class ProgrammesOut(BaseModel):
    rows: list[ProgrammeOut]


class SubjectOut(BaseModel):
    id: UUID
    name: str
    kind: str


class SubjectsOut(BaseModel):
    rows: list[SubjectOut]


class LineOut(BaseModel):
    id: UUID
    number: str
    programme: str
    honour: str
    level: str
    year: int
    subject_name: str
    employer_name: str
    union_name: str
    reviewing_name: str
    stage: str
    status: str
    is_endorsed: bool
    is_late: bool
    rank: int | None
    score: str | None
    submitted_at: datetime | None
    moved_at: datetime


class PageOut(BaseModel):
    rows: list[LineOut]
    total: int
    next_cursor: str | None


class EvidenceOut(BaseModel):
    id: UUID
    proves: str
    caption: str
    file_name: str
    mime: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str


class GapOut(BaseModel):
    step: str
    field: str
    says: str
    is_wrong: bool


class GapsOut(BaseModel):
    gaps: list[GapOut]
    is_ready: bool


class CaseOut(BaseModel):
    id: UUID
    number: str
    programme: str
    honour: str
    level: str
    year: int
    regulation: str
    regulation_version: int
    subject_kind: str
    subject_unit_id: UUID | None
    subject_name: str
    employer_name: str
    union_name: str
    reviewing_unit_id: UUID | None
    reviewing_name: str
    stage: str
    status: str
    origin: str
    ground: str
    rank: int | None
    is_endorsed: bool
    is_late: bool
    score: str | None
    self_score: str | None
    assessment_id: UUID | None
    explanation: dict[str, Any] | None
    docket_id: UUID | None
    notice_id: UUID | None
    honour_id: UUID | None
    dossier_id: UUID | None
    reason: str
    submitted_at: datetime | None
    version: int
    form: dict[str, Any]
    conditions: dict[str, str]
    texts: dict[str, str]
    facts: dict[str, dict[str, str]]
    figures: dict[str, str]
    kinds: list[str]
    cleared: dict[str, str]
    sources: dict[str, str]
    awards: list[dict[str, Any]] = Field(description="已带入的竞赛获奖")
    masked: list[str] = Field(description="已遮盖的个人信息栏目，凭 reveal 逐项查看")
    evidence: list[EvidenceOut]
    opinions: list[dict[str, Any]]
    hearings: list[dict[str, Any]]
    may: list[str]


class ChangeOut(BaseModel):
    label: str
    before: str
    after: str


class ChangesOut(BaseModel):
    changes: list[ChangeOut]


class LogOut(BaseModel):
    seq: int
    hash: str
    at: datetime
    who: str
    action: str
    says: str
    detail: dict[str, Any]
    regulation_version: int


class LogsOut(BaseModel):
    entries: list[LogOut]


class BatchOut(BaseModel):
    programme: str
    year: int
    unit: str
    due_on: date | None
    cases: list[LineOut]


class WaitingOut(BaseModel):
    programme: str
    honour: str
    year: int
    unit: str
    reviewing_name: str
    count: int


class WaitingsOut(BaseModel):
    rows: list[WaitingOut]


class ToAssessOut(BaseModel):
    programme: str
    title: str
    year: int
    waiting: int
    running: int
    refused: int


class ToAssessesOut(BaseModel):
    rows: list[ToAssessOut]


class ProgressOut(BaseModel):
    opened: int
    left: int
