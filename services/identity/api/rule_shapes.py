"""What programs send and get of regulations and the calendar."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.identity.api.shapes import In, Out


class TextIn(In):
    text: str = Field(max_length=256 * 1024)


class PublishIn(In):
    effective_on: date
    is_history: bool = False


class FaultOut(Out):
    line: int
    path: str
    code: str
    says: str
    nearest: str | None = None


class PartOut(Out):
    title: str
    sentences: list[str]


class CheckOut(Out):
    faults: list[FaultOut]
    explained: list[PartOut]


class DraftOut(Out):
    id: UUID
    regulation_id: str
    title: str
    based_on_version: int
    version: int
    updated_at: datetime
    updated_by: str
    text: str = ""
    faults: list[FaultOut] = []


class VersionOut(Out):
    regulation_id: str
    version: int
    title: str
    effective_on: date
    published_at: datetime
    is_history: bool
    in_force: bool = False


class VersionWholeOut(VersionOut):
    published_by: str
    text: str
    explained: list[PartOut]


class RegulationsOut(Out):
    rows: list[VersionOut]


class DiffLineOut(Out):
    kind: str
    text: str
    before: int | None
    after: int | None


class DiffOut(Out):
    rows: list[DiffLineOut]


class DayIn(In):
    is_working: bool
    title: str = Field(min_length=1, max_length=20)


class DayOut(Out):
    day: date
    is_working: bool
    title: str
    is_confirmed: bool


class YearOut(Out):
    year: int
    is_confirmed: bool
    rows: list[DayOut]


class ReckonQuery(In):
    start: date
    working_days: int = Field(ge=0, le=500)


class ReckonOut(Out):
    day: date
    is_confirmed: bool
