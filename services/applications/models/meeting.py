"""Rows of the chairmen's meeting, of publicity and of objections."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.applications.domain.docket import Decision, Docket, DocketCase, DocketStatus, Member, Places, Presence
from services.applications.domain.notice import Objection, ObjectionStatus
from services.applications.models.base import Base


class DocketRow(Base):
    """`members`: subject, name, unit path, presence and why absent, as they stood when the docket was made."""

    __tablename__ = "docket"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    number: Mapped[str]
    programme: Mapped[str]
    honour: Mapped[str]
    level: Mapped[str]
    year: Mapped[int]
    regulation_id: Mapped[str]
    regulation_version: Mapped[int]
    stage: Mapped[str]
    status: Mapped[str]
    members: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    presiding: Mapped[str] = mapped_column(default="")
    recorder: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    held_at: Mapped[datetime | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    signed_by: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    minutes_sha256: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    def to_domain(self, cases: tuple[DocketCase, ...], places: Places) -> Docket:
        members = tuple(
            Member(each["subject"], each["name"], each["unit_path"], Presence(each["presence"]), each["absent_reason"])
            for each in self.members
        )
        return Docket(
            id=self.id,
            members=members,
            cases=cases,
            status=DocketStatus(self.status),
            presiding=self.presiding,
            held_at=self.held_at,
            place=self.place,
            recorder=self.recorder,
            places=places,
            version=self.version,
        )

    def apply(self, after: Docket) -> None:
        self.members = [plain_member(member) for member in after.members]
        self.status, self.presiding, self.recorder = str(after.status), after.presiding, after.recorder
        self.place, self.held_at, self.version = after.place, after.held_at, after.version


def plain_member(member: Member) -> dict[str, Any]:
    return {
        "subject": member.subject,
        "name": member.name,
        "unit_path": member.unit_path,
        "presence": str(member.presence),
        "absent_reason": member.absent_reason,
    }


class DocketCaseRow(Base):
    """`remarks`: what must be noted about the case when it is decided, as sentences."""

    __tablename__ = "docket_case"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    docket_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    decision: Mapped[str] = mapped_column(default="open")
    reason: Mapped[str] = mapped_column(default="")
    return_to: Mapped[str] = mapped_column(default="")
    in_favour: Mapped[int] = mapped_column(default=0)
    against: Mapped[int] = mapped_column(default=0)
    abstained: Mapped[int] = mapped_column(default=0)
    recused: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    remarks: Mapped[list[str]] = mapped_column(JSONB, default=list)
    is_beyond: Mapped[bool] = mapped_column(default=False)
    """Behind the last place when the docket was made: the next in rank come from these."""

    def to_domain(self, *, subject_path: str, union_path: str, recommender: str) -> DocketCase:
        return DocketCase(
            application_id=self.application_id,
            ordinal=self.ordinal,
            subject_path=subject_path,
            union_path=union_path,
            recommender=recommender,
            decision=Decision(self.decision),
            reason=self.reason,
            return_to=self.return_to,
            in_favour=self.in_favour,
            against=self.against,
            abstained=self.abstained,
            recused=frozenset(self.recused),
            is_exception=bool(self.remarks),
        )

    def apply(self, after: DocketCase) -> None:
        self.decision, self.reason, self.return_to = str(after.decision), after.reason, after.return_to
        self.in_favour, self.against, self.abstained = after.in_favour, after.against, after.abstained
        self.recused = sorted(after.recused)


class NoticeRow(Base):
    """`deciders`: subjects who signed or voted on its docket; none of them handles an objection."""

    __tablename__ = "notice"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    docket_id: Mapped[UUID]
    number: Mapped[str]
    title: Mapped[str]
    honour: Mapped[str]
    level: Mapped[str]
    year: Mapped[int]
    regulation_id: Mapped[str]
    regulation_version: Mapped[int]
    programme: Mapped[str]
    stage: Mapped[str]
    status: Mapped[str]
    issued_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    working_days: Mapped[int]
    objection_days: Mapped[str]
    deciders: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int] = mapped_column(default=1)


class NoticeEntryRow(Base):
    """`outcome`: listed, cleared (nothing against it), stopped (an objection was upheld)."""

    __tablename__ = "notice_entry"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    subject_name: Mapped[str]
    employer_name: Mapped[str]
    recommended_by: Mapped[str]
    score: Mapped[Decimal | None]
    outcome: Mapped[str] = mapped_column(default="listed")


class ObjectionRow(Base):
    """`sealed`, `sealed_files`: who objected, how to reach him and what he attached, under the master key;
    `receipt_hash` finds it for the objector."""

    __tablename__ = "objection"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID]
    application_id: Mapped[UUID]
    receipt_hash: Mapped[str]
    sealed: Mapped[bytes]
    sealed_files: Mapped[bytes]
    file_count: Mapped[int] = mapped_column(default=0)
    facts: Mapped[str]
    received_at: Mapped[datetime]
    answer_by: Mapped[date]
    status: Mapped[str] = mapped_column(default="open")
    handler: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def to_domain(self) -> Objection:
        return Objection(
            id=self.id,
            notice_id=self.notice_id,
            application_id=self.application_id,
            facts=self.facts,
            received_at=self.received_at,
            answer_by=self.answer_by,
            status=ObjectionStatus(self.status),
            handler=self.handler,
            finding=self.finding,
            answer=self.answer,
            answered_at=self.answered_at,
            version=self.version,
        )

    def apply(self, after: Objection) -> None:
        self.status, self.handler, self.finding = str(after.status), after.handler, after.finding
        self.answer, self.answered_at, self.version = after.answer, after.answered_at, after.version
