"""The portal's tables, as its use cases write them. Lists read by `queries`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.portal.domain.searching import pairs_of
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
    version: Mapped[int]
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


class MailChoiceRow(Base):
    """Whether a person wants e-mails; without a row, yes."""

    __tablename__ = "mail_choice"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    wants_mail: Mapped[bool]
    version: Mapped[int]
