"""The portal's tables, as its use cases write them. Lists read by `queries`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.portal.domain.case_place import CasePlace
from services.portal.domain.honour import Honour, Standing
from services.portal.domain.searching import number_of, pairs_of
from services.portal.domain.task import NEVER, Task

_AT = DateTime(timezone=True)


class Base(DeclarativeBase):
    pass


class SessionRow(Base):
    """`id_hash`: SHA-256 of what the browser's cookie holds. The tokens are sealed."""

    __tablename__ = "browser_session"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    id_hash: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    name: Mapped[str]
    refresh_token: Mapped[bytes | None]
    id_token: Mapped[bytes | None]
    issuer_session: Mapped[str]
    version: Mapped[int]
    renewing_at: Mapped[datetime | None] = mapped_column(_AT)
    started_at: Mapped[datetime] = mapped_column(_AT)
    renewed_at: Mapped[datetime] = mapped_column(_AT)
    ends_at: Mapped[datetime] = mapped_column(_AT)


class TaskRow(Base):
    __tablename__ = "task"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    role: Mapped[str]
    unit_path: Mapped[str]
    subject: Mapped[str]
    due_on: Mapped[date | None]
    remind_on: Mapped[date | None]
    due_or_never: Mapped[date]
    started_by: Mapped[str]
    object_id: Mapped[str]
    opened_at: Mapped[datetime | None] = mapped_column(_AT)
    closed_at: Mapped[datetime | None] = mapped_column(_AT)
    done_by: Mapped[str]
    outcome: Mapped[str]
    words: Mapped[list[str]] = mapped_column(ARRAY(Text))

    def to_domain(self) -> Task:
        return Task(**{name: getattr(self, name) for name in Task.__dataclass_fields__})

    def apply(self, task: Task) -> None:
        for name in Task.__dataclass_fields__:
            setattr(self, name, getattr(task, name))
        self.due_or_never = task.due_on or NEVER
        self.words = pairs_of(task.title)


class ReminderRow(Base):
    """That a task was reminded of before this due day."""

    __tablename__ = "reminder"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)


class MailChoiceRow(Base):
    """Whether a person wants e-mails; without a row, yes."""

    __tablename__ = "mail_choice"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    wants_mail: Mapped[bool]
    version: Mapped[int]


class CasePlaceRow(Base):
    __tablename__ = "case_place"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    honour: Mapped[str]
    level: Mapped[str]
    year: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(_AT)
    union_unit_id: Mapped[str]
    stage: Mapped[str]
    status: Mapped[str]
    is_recommended: Mapped[bool]
    is_forwarded: Mapped[bool]

    def to_domain(self) -> CasePlace:
        return CasePlace(**{name: getattr(self, name) for name in CasePlace.__dataclass_fields__})

    def apply(self, place: CasePlace) -> None:
        for name in CasePlace.__dataclass_fields__:
            setattr(self, name, getattr(place, name))


class HonourRow(Base):
    """`number_key`, `plaque_key`: the numbers as a visitor may type them; `words`: for searching."""

    __tablename__ = "honour"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[str]
    honour: Mapped[str]
    level: Mapped[str]
    number: Mapped[str]
    plaque_number: Mapped[str]
    number_key: Mapped[str]
    plaque_key: Mapped[str]
    subject_unit_id: Mapped[str]
    subject_name: Mapped[str]
    union_unit_id: Mapped[str]
    conferred_on: Mapped[date]
    year: Mapped[int]
    url: Mapped[str]
    deeds: Mapped[str]
    standing: Mapped[str]
    rectify_by: Mapped[date | None]
    inspected_year: Mapped[int | None]
    revoked_on: Mapped[date | None]
    ground: Mapped[str]
    words: Mapped[list[str]] = mapped_column(ARRAY(Text))

    def to_domain(self) -> Honour:
        values = {name: getattr(self, name) for name in Honour.__dataclass_fields__}
        return Honour(**{**values, "standing": Standing(self.standing)})

    def apply(self, honour: Honour) -> None:
        for name in Honour.__dataclass_fields__:
            setattr(self, name, getattr(honour, name))
        self.number_key, self.plaque_key = number_of(honour.number), number_of(honour.plaque_number)
        self.words = pairs_of(f"{honour.subject_name} {honour.honour}")


class NoticeRow(Base):
    __tablename__ = "notice"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    status: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    url: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(_AT)
