"""A due day and what happens after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from services.common.regulation.date_shapes import MonthDayShape, SpanShape
from services.common.regulation.dates import EVENTS, LATE, AddWorkingDays, MonthDay, Span, chinese_day
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice
from services.common.regulation.words import Key

Standing = Literal["on_time", "late", "refused"]


@dataclass(frozen=True)
class Due:
    """A due day and what happens after it.

    `on` is a day of every year or one day; or the day is counted: `within` a span from an event.
    """

    on: Annotated[MonthDay | date | None, Key("截止日", MonthDayShape(or_day=True))] = None
    within: Annotated[Span | None, Key("期限", SpanShape())] = None
    from_: Annotated[str | None, Key("起算", Choice(EVENTS))] = None
    late: Annotated[str, Key("逾期", Choice(LATE))] = "refused"

    def check(self) -> Iterator[Complaint]:
        if (self.on is None) == (self.within is None):
            yield Complaint(
                "", "due_without_day", "请写明截止日（on: 10-31），或自何日起多久（from 与 within），二者选一。"
            )
        if self.within is not None and self.from_ is None:
            says = "期限没有说明从哪一天起算，请补上 from，例如 from: received（收到之日）。"
            yield Complaint("within", "span_without_event", says)

    def last_day(self, *, year: int, since: date | None = None, add_working_days: AddWorkingDays | None = None) -> date:
        """The last day in time; `year` is the round's, `since` the day of the event it is counted from."""
        if isinstance(self.on, MonthDay):
            return self.on.in_year(year)
        if isinstance(self.on, date):
            return self.on
        if self.within is None or since is None:
            raise ValueError("the event that the due day is counted from has no day yet")
        return self.within.after(since, add_working_days)

    def standing_on(
        self,
        today: date,
        *,
        year: int | None = None,
        since: date | None = None,
        add_working_days: AddWorkingDays | None = None,
    ) -> Standing:
        """On the last day it is on time; the day after it is late or refused (waived counts as refused)."""
        last = self.last_day(year=year or today.year, since=since, add_working_days=add_working_days)
        if today <= last:
            return "on_time"
        return "late" if self.late == "marked" else "refused"

    def phrase(self) -> str:
        if isinstance(self.on, MonthDay):
            when = f"每年{self.on}前"
        elif isinstance(self.on, date):
            when = f"{chinese_day(self.on)}前"
        else:
            when = f"自{EVENTS.get(self.from_ or '', '')}起 {self.within.phrase() if self.within else ''}内"
        return f"{when}，{LATE[self.late]}"
