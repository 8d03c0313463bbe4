"""What goes in and out of the portal's API."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field


class ListQuery(BaseModel):
    """`cursor`: next_cursor of the page before."""

    kind: str = Field("", max_length=80)
    q: str = Field("", max_length=80)
    cursor: str | None = Field(None, max_length=500)


class TaskQuery(ListQuery):
    list: str = Field("open", pattern="^(open|done|started)$")


class MessageQuery(BaseModel):
    unread: bool = False
    cursor: str | None = Field(None, max_length=500)


class RollQuery(BaseModel):
    q: str = Field("", max_length=80)
    honour: str = Field("", max_length=80)
    year: int | None = Field(None, ge=1900, le=2200)
    standing: str = Field("", pattern="^(|valid|rectifying|revoked)$")
    cursor: str | None = Field(None, max_length=500)


class NoticeQuery(BaseModel):
    cursor: str | None = Field(None, max_length=500)


class FigureQuery(BaseModel):
    """`of`: this federation or one below it; without it, this one."""

    of: str = Field("", max_length=40)
    year: int | None = Field(None, ge=1900, le=2200)
    honour: str = Field("", max_length=80)
    level: str = Field("", pattern="^(|county|city|province|national)$")


class TaskOut(BaseModel):
    id: UUID
    service: str
    kind: str
    title: str
    url: str
    role: str
    due_on: date | None
    urgency: str
    opened_at: datetime
    closed_at: datetime | None
    outcome: str


class TaskCounts(BaseModel):
    open: int
    overdue: int
    today: int
    week: int
    later: int
    started: int


class TaskPage(BaseModel):
    rows: list[TaskOut]
    counts: TaskCounts
    next_cursor: str | None


class MessageOut(BaseModel):
    """`mail`: waiting, sending, sent, failed, unsent; empty where none was wanted."""

    id: UUID
    title: str
    body: str
    url: str
    at: datetime
    read_at: datetime | None
    mail: str


class MessagePage(BaseModel):
    rows: list[MessageOut]
    unread: int
    next_cursor: str | None


class ReadOut(BaseModel):
    read: int


class MailChoiceIn(BaseModel):
    wants_mail: bool


class MailChoiceOut(BaseModel):
    address: str
    wants_mail: bool
    version: int


class SeatOut(BaseModel):
    tenant: str
    tenant_name: str
    level: str
    grants: list[str]


class AccountOut(BaseModel):
    subject: str
    name: str
    tenant: str
    seats: list[SeatOut]
    mail: MailChoiceOut


class HonourOut(BaseModel):
    id: str
    honour: str
    level: str
    number: str
    plaque_number: str
    subject_name: str
    conferred_on: date
    year: int
    standing: str
    rectify_by: date | None
    revoked_on: date | None
    deeds: str
    url: str


class HonourPage(BaseModel):
    rows: list[HonourOut]
    next_cursor: str | None


class NoticeOut(BaseModel):
    id: str
    title: str
    status: str
    starts_on: date
    ends_on: date | None
    url: str


class NoticePage(BaseModel):
    rows: list[NoticeOut]
    next_cursor: str | None


class BelowOut(BaseModel):
    code: str
    name: str
    is_own: bool
    values: dict[str, int]


class FiguresOut(BaseModel):
    """Values by measure. `by_month`: conferred, January to December, of the year and the one before."""

    about: str
    year: int
    total: dict[str, int]
    by_level: dict[str, dict[str, int]]
    below: list[BelowOut]
    this_year: list[int]
    last_year: list[int]
