"""What the API of honours and their tenure takes and gives."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Base64Bytes, BaseModel, Field

from services.applications.api.case_shapes import In


class ConferIn(In):
    programme: str = Field(max_length=80)
    year: int = Field(ge=2000, le=2200)


class ToConferOut(BaseModel):
    application_id: UUID
    subject_name: str
    employer_name: str
    score: Decimal | None
    version: int


class RoundToConferOut(BaseModel):
    programme: str
    title: str
    year: int
    count: int
    cases: list[ToConferOut]


class WaitingToConferOut(BaseModel):
    rows: list[RoundToConferOut]


class HonourLineOut(BaseModel):
    id: UUID
    number: str
    honour: str
    level: str
    subject_name: str
    employer_name: str
    standing: str
    conferred_on: date
    kept_years: int


class RollOut(BaseModel):
    rows: list[HonourLineOut]
    next_cursor: str | None


class RollQueryIn(BaseModel):
    q: str = Field(default="", max_length=60)
    honour: str = Field(default="", max_length=40)
    year: int | None = Field(default=None, ge=2000, le=2200)
    standing: Literal["", "valid", "rectifying", "revoked"] = ""
    cursor: str | None = Field(default=None, max_length=400)


class PlaqueOut(BaseModel):
    number: str
    status: str
    hung_where: str
    hung_on: date | None
    recall_by: date | None
    recalled_on: date | None


class RewardOut(BaseModel):
    id: UUID
    kind: str
    given_by: str
    amount: Decimal | None
    what: str
    paid_on: date


class ReinspectionOut(BaseModel):
    id: UUID
    honour_id: UUID
    year: int
    kind: str
    due_on: date
    status: str
    score: Decimal | None
    assessment_id: UUID | None
    rectification_id: UUID | None


class RectificationOut(BaseModel):
    id: UUID
    honour_id: UUID
    ordered_on: date
    due_on: date
    status: str
    report: str
    version: int


class HonourOut(HonourLineOut):
    application_id: UUID
    union_name: str
    public_url: str
    next_reinspection_on: date | None
    rectify_by: date | None
    grade: str = Field(description="规则分等级的，现在的等级；不分的为空")
    revoked_on: date | None
    revoke_ground: str
    revoke_reason: str
    plaque: PlaqueOut | None
    rewards: list[RewardOut]
    reinspections: list[ReinspectionOut]
    rectifications: list[RectificationOut]
    version: int


class HonoursOut(BaseModel):
    rows: list[HonourLineOut]


class ReinspectionsOut(BaseModel):
    rows: list[ReinspectionOut]
    next_cursor: str | None


class ReinspectionQueryIn(BaseModel):
    status: Literal["", "due", "assessing"] = ""
    cursor: str | None = Field(default=None, max_length=400)


class GoodStandingQueryIn(BaseModel):
    programme: str = Field(default="", max_length=80)
    cursor: str | None = Field(default=None, max_length=400)


class HangIn(In):
    where: str = Field(max_length=100)
    on: date
    photo: Base64Bytes = Field(default=b"", max_length=12_000_000)
    photo_name: str = Field(default="photo.jpg", max_length=100)


class RecallIn(In):
    on: date
    note: str = Field(default="", max_length=300)


class RewardIn(In):
    kind: Literal["money", "goods"]
    given_by: Literal["grassroots_union", "employer", "federation"]
    amount: str = Field(default="", max_length=20)
    what: str = Field(default="", max_length=200)
    paid_on: date
    spent: str = Field(default="", max_length=20, description="所在单位自筹的金额，规则按它配比时填")


class RevokeIn(In):
    ground: str = Field(max_length=40)
    reason: str = Field(max_length=1000)


class AssessmentOut(BaseModel):
    assessment_id: UUID


class RungOut(BaseModel):
    mark: str
    standing: str


class PublicStepOut(BaseModel):
    word: str
    on: date | None


class PublicHonourOut(BaseModel):
    """What the page behind the QR code tells anybody, as of now."""

    honour: str
    level: str
    holder: str
    employer: str
    number: str
    plaque_number: str
    issuer: str
    conferred_on: date
    standing: str
    hung_where: str
    plaque_status: str
    next_reinspection_on: date | None
    rectify_by: date | None
    grade: str
    revoked_on: date | None
    ground: str
    ladder: list[RungOut]
    steps: list[PublicStepOut]
