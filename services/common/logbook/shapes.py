"""What programs ask of a log and get."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from services.common.logbook.asked import Wanted


class LogQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cursor: str | None = Field(default=None, max_length=600)
    who: str = Field(default="", max_length=80, description="part of the name of who acted")
    act: str = Field(default="", max_length=80, description="an `action` as the rows have it")
    of: str = Field(default="", max_length=80, description="an `object_type`")
    id: str = Field(default="", max_length=80, description="an `object_id`")
    since: date | None = Field(default=None, description="from this day on, Asia/Shanghai")
    until: date | None = Field(default=None, description="to the end of this day")

    def wanted(self) -> Wanted:
        return Wanted(self.who.strip(), self.act, self.of, self.id, self.since, self.until)


class LogLineOut(BaseModel):
    seq: int
    at: datetime
    actor_name: str
    actor_subject: str
    action: str
    says: str
    about: str
    object_type: str
    object_id: str
    detail: dict[str, Any]
    regulation: str
    regulation_version: int
    previous_hash: str
    hash: str


class LogOut(BaseModel):
    rows: list[LogLineOut]
    next_cursor: str | None = None
