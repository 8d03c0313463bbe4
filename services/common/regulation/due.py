"""A due day and what happens after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from services.common.regulation.date_shapes import MonthDayShape, SpanShape
from services.common.regulation.dates import (
    EVENTS,
    LATE,
    REST_DAYS,
    AddWorkingDays,
    MonthDay,
    Span,
    add_weekdays,
    chinese_day,
)
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count
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
    hour: Annotated[int | None, Key("当日几时前", Count(1, 24))] = None
    on_rest_day: Annotated[str, Key("遇休息日", Choice(REST_DAYS))] = "stays"
    remind_days: Annotated[int | None, Key("提前几天提醒", Count(1, 60))] = None

    def check(self) -> Iterator[Complaint]:
        if (self.on is None) == (self.within is None):
            yield Complaint(
                "", "due_without_day", "请写明截止日（on: 10-31），或自何日起多久（from 与 within），二者选一。"
            )
        if self.within is not None and self.from_ is None:
            says = "期限没有说明从哪一天起算，请补上 from，例如 from: received（收到之日）。"
            yield Complaint("within", "span_without_event", says)
        if self.within is None and self.from_ is not None:
            says = "写了从哪一天起算（from），没有写多久；请补上 within，例如 {working_days: 10}。"
            yield Complaint("from", "span_without_event", says)

    def last_day(self, *, year: int, since: date | None = None, add_working_days: AddWorkingDays | None = None) -> date:
        """The last day in time; `year` is the round's, `since` the day of the event it is counted from.

        A day of rest stays or moves to the next working day, as the rule says; the calendar knows which days are.
        """
        day = self._written(year, since, add_working_days)
        if self.on_rest_day == "stays":
            return day
        return (add_working_days or add_weekdays)(day - timedelta(days=1), 1)

    def _written(self, year: int, since: date | None, add_working_days: AddWorkingDays | None) -> date:
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
        hour: int = 0,
    ) -> Standing:
        """On the last day it is on time, before its hour where there is one; then late or refused.

        Waived counts as refused: whoever comes late is not taken, and the clock ends what he left lying.
        """
        last = self.last_day(year=year or today.year, since=since, add_working_days=add_working_days)
        if today < last or (today == last and hour < (self.hour or 24)):
            return "on_time"
        return "late" if self.late == "marked" else "refused"

    def phrase(self) -> str:
        if isinstance(self.on, MonthDay):
            when = f"每年{self.on}前"
        elif isinstance(self.on, date):
            when = f"{chinese_day(self.on)}前"
        else:
            when = f"自{EVENTS.get(self.from_ or '', '')}起 {self.within.phrase() if self.within else ''}内"
        if self.hour is not None:
            when = f"{when.removesuffix('前')} {self.hour} 时前"
        rest = f"（{REST_DAYS[self.on_rest_day]}）" if self.on_rest_day == "next" else ""
        remind = f"，提前 {self.remind_days} 天提醒" if self.remind_days is not None else ""
        return f"{when}{rest}，{LATE[self.late]}{remind}"
