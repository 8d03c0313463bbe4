"""What the API of meetings, publicity and objections takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Base64Bytes, BaseModel, Field

from services.applications.api.case_shapes import In


class DocketIn(In):
    regulation_id: str = Field(max_length=80)
    regulation_version: int = Field(ge=1, le=100_000)
    programme: str = Field(max_length=80)
    year: int = Field(ge=2000, le=2200)


class PresenceIn(In):
    subject: str = Field(max_length=200)
    presence: Literal["unknown", "present", "absent"]
    absent_reason: str = Field(default="", max_length=100)


class MeetingIn(In):
    held_at: datetime | None = None
    place: str = Field(default="", max_length=100)
    presiding: str = Field(default="", max_length=200)
    members: list[PresenceIn] = Field(default_factory=list, max_length=100)


class CaseDecisionIn(In):
    application_id: UUID
    decision: Literal["open", "agree", "disagree", "return"]
    reason: str = Field(default="", max_length=500)
    return_to: str = Field(default="", max_length=40)
    in_favour: int = Field(default=0, ge=0, le=1000)
    against: int = Field(default=0, ge=0, le=1000)
    abstained: int = Field(default=0, ge=0, le=1000)
    recused: list[str] = Field(default_factory=list, max_length=100)


class DecisionsIn(In):
    cases: list[CaseDecisionIn] = Field(max_length=500)


class WaitingOut(BaseModel):
    regulation_id: str
    regulation_version: int
    programme: str
    title: str
    year: int
    count: int


class WaitingsOut(BaseModel):
    rows: list[WaitingOut]


class ListQuery(BaseModel):
    cursor: str | None = Field(default=None, max_length=400)


class DocketQueryIn(ListQuery):
    status: Literal["", "open", "signed"] = ""
    year: int | None = Field(default=None, ge=2000, le=2200)


class NoticeQueryIn(ListQuery):
    state: Literal["", "running", "over"] = ""
    year: int | None = Field(default=None, ge=2000, le=2200)


class ObjectionQueryIn(ListQuery):
    status: Literal["", "open", "dismissed", "upheld"] = ""


class DocketLineOut(BaseModel):
    id: UUID
    title: str
    number: str
    status: str
    held_at: datetime | None
    cases: int
    decided: int


class DocketsOut(BaseModel):
    rows: list[DocketLineOut]
    next_cursor: str | None


class MemberOut(BaseModel):
    subject: str
    name: str
    presence: str
    absent_reason: str


class DocketCaseOut(BaseModel):
    application_id: UUID
    ordinal: int
    number: str
    subject_name: str
    employer_name: str
    recommended_by: str
    score: Decimal | None
    remarks: list[str]
    decision: str
    reason: str
    return_to: str
    in_favour: int
    against: int
    abstained: int
    recused: list[str]
    must_recuse: list[str]
    voters: int


class MissingOut(BaseModel):
    code: str
    case: int | None
    says: str


class DocketOut(BaseModel):
    id: UUID
    title: str
    number: str
    status: str
    held_at: datetime | None
    place: str
    presiding: str
    quorum: int
    is_quorate: bool
    members: list[MemberOut]
    cases: list[DocketCaseOut]
    missing: list[MissingOut]
    minutes_sha256: str
    notice_id: UUID | None
    version: int


class NoticeEntryOut(BaseModel):
    application_id: UUID
    ordinal: int
    subject_name: str
    employer_name: str
    recommended_by: str
    score: Decimal | None
    outcome: str


class NoticeLineOut(BaseModel):
    id: UUID
    number: str
    title: str
    status: str
    starts_on: date
    ends_on: date
    working_days: int


class NoticesOut(BaseModel):
    rows: list[NoticeLineOut]
    next_cursor: str | None


class NoticeOut(NoticeLineOut):
    issued_on: date
    objection_days: str
    entries: list[NoticeEntryOut]


class FileIn(In):
    name: str = Field(min_length=1, max_length=200)
    content: Base64Bytes = Field(max_length=12_000_000)


class ObjectionIn(In):
    application_id: UUID
    facts: str = Field(max_length=5000)
    name: str = Field(max_length=40)
    contact: str = Field(max_length=60)
    files: list[FileIn] = Field(default_factory=list, max_length=5)


class ReceiptOut(BaseModel):
    receipt: str


class FollowOut(BaseModel):
    subject_name: str
    received_at: datetime
    answer_by: date
    status: str
    answer: str
    answered_at: datetime | None


class AttachedOut(BaseModel):
    number: int
    name: str
    mime: str
    size: int


class ObjectionOut(BaseModel):
    id: UUID
    notice_id: UUID
    application_id: UUID
    subject_name: str
    facts: str
    file_count: int
    received_at: datetime
    answer_by: date
    status: str
    handler: str
    finding: str
    answer: str
    answered_at: datetime | None
    version: int


class ObjectionFullOut(ObjectionOut):
    """`files` only for the handler; opening one is an act of its own."""

    files: list[AttachedOut]


class ObjectionsOut(BaseModel):
    rows: list[ObjectionOut]
    next_cursor: str | None


class ObjectorOut(BaseModel):
    name: str
    contact: str


class AnswerIn(In):
    upheld: bool
    finding: str = Field(max_length=2000)
    answer: str = Field(max_length=2000)


class SignedOut(BaseModel):
    notice_id: UUID | None
