"""What programs send and get. Scores are decimals written as text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FindingIn(In):
    """What was found for a row. `missing` names the pieces that are not there, or `pieces` says of each."""

    missing: list[str] | None = None
    pieces: dict[str, bool] | None = None
    present: bool | None = None
    measures: dict[str, str | int | float] | None = None
    counts: dict[str, str | int] | None = None
    facts: list[str] | None = None
    filed_on: str | None = None
    due_on: str | None = None
    points: str | int | float | None = None
    ground: str | None = None


class FindingsIn(In):
    rows: dict[str, FindingIn] = Field(description="row id of the sheet → finding")

    def said(self) -> dict[str, Any]:
        return {row: found.model_dump(exclude_none=True) for row, found in self.rows.items()}


class AppointIn(In):
    person_ids: list[UUID] = Field(max_length=15)


class ReasonIn(In):
    reason: str = Field(max_length=500)


class PointerIn(In):
    """Evidence that lies elsewhere on the platform, by its address here."""

    row_id: str = Field(max_length=64)
    word: str = Field(max_length=120)
    href: str = Field(max_length=300)


class CorrectionIn(FindingsIn):
    reason: str = Field(max_length=500)


class DecisionIn(In):
    grant: bool
    reason: str = Field(default="", max_length=500)


class RelationIn(In):
    unit_id: UUID
    says: str = Field(max_length=200)
    subject: str = Field(default="", max_length=100, description="of whom; empty: the caller himself")


class ListQuery(In):
    status: str = Field(default="", max_length=20)
    text: str = Field(default="", max_length=60)
    year: int | None = Field(default=None, ge=1900, le=9999)
    passed: str = Field(default="", max_length=3)
    cursor: str = Field(default="", max_length=500)


class CursorQuery(In):
    cursor: str = Field(default="", max_length=500)


class YearQuery(In):
    year: int | None = Field(default=None, ge=1900, le=9999)


class EvidenceOut(BaseModel):
    id: UUID
    row_id: str
    word: str
    sha256: str
    href: str
    size: int


class CardOut(BaseModel):
    """`rows` is absent while the findings are not for the caller's eyes."""

    id: UUID
    number: int
    kind: str
    name: str
    is_own: bool
    is_signed: bool
    version: int
    correction_pending: bool
    total: str | None = None
    digest: str | None = None
    findings: dict[str, Any] | None = None
    evidence: list[EvidenceOut] | None = None
    rows: list[dict[str, Any]] | None = None
    lacking: dict[str, str] | None = None


class CaseOut(BaseModel):
    id: UUID
    object_type: str
    object_id: str
    round: int
    year: int
    title: str
    subject_name: str
    regulation_id: str
    regulation_version: int
    status: str
    due_on: date | None
    opened_at: datetime
    version: int
    assessors_at_least: int
    gap_over: str | None
    pass_line: str
    sheet: dict[str, Any]
    self_score: CardOut | None
    assessors: list[CardOut]
    result: dict[str, Any] | None


class LineOut(BaseModel):
    id: UUID
    title: str
    subject_name: str
    round: int
    year: int
    status: str
    due_on: date | None
    score: str | None
    self_score: str | None
    gap: str | None
    passed: bool | None
    assessors: int
    signed: int
    waits_for_me: bool


class PageOut(BaseModel):
    rows: list[LineOut]
    counts: dict[str, int]
    next_cursor: str | None


class CandidateOut(BaseModel):
    person_id: UUID
    name: str
    may_assess: bool
    reason: str


class CandidatesOut(BaseModel):
    rows: list[CandidateOut]


class RelationOut(BaseModel):
    id: UUID
    subject: str
    unit_id: UUID
    unit_name: str
    says: str
    declared_at: datetime


class RelationsOut(BaseModel):
    rows: list[RelationOut]
    next_cursor: str | None = None


class CorrectionOut(BaseModel):
    id: UUID
    card_id: UUID
    status: str
    reason: str
    total_before: str
    total_after: str
    decision_reason: str


class CorrectionsOut(BaseModel):
    rows: list[CorrectionOut]


class LogLineOut(BaseModel):
    number: int
    at: datetime
    who: str
    action: str
    detail: dict[str, Any]
    hash: str


class LogOut(BaseModel):
    rows: list[LogLineOut]
