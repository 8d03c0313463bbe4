"""Passing a name to the level above (A6, A8): whom to prefer, one at a time, skipping only by exception."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from services.common.regulation.dates import AddWorkingDays
from services.common.regulation.due import Due, Standing
from services.common.regulation.fault import Complaint
from services.common.regulation.requirements import Exceptance
from services.common.regulation.shapes import Choice, Flag
from services.common.regulation.word_shapes import WordOf
from services.common.regulation.words import Key

_BY_TWO: Final = ("chairmens_meeting", 2)


@dataclass(frozen=True, kw_only=True)
class Forward:
    """Forwarding goes one step up. `skipping: in_principle_no` needs an exception with who and what is recorded."""

    to: Annotated[str, Key("报送到", Choice({"parent": "上一级总工会"}))] = "parent"
    prefer: Annotated[str | None, Key("优先推荐", Choice({"kept": "复查合格、保持荣誉的", "rank": "排名在前的"}))] = (
        None
    )
    one_at_a_time: Annotated[bool, Key("一次一个", Flag())] = True
    skipping: Annotated[
        str, Key("越级申报（破格）", Choice({"never": "不得越级", "in_principle_no": "原则上不得越级"}))
    ] = "never"
    exception: Annotated[Exceptance | None, Key("例外", WordOf(Exceptance))] = None
    due: Annotated[Due | None, Key("期限", WordOf(Due))] = None

    def standing_on(self, today: date, add_working_days: AddWorkingDays | None = None) -> Standing:
        """Names go up until the day of the year; from the new year on they may again. Without a day always."""
        if self.due is None:
            return "on_time"
        return self.due.standing_on(today, year=today.year, add_working_days=add_working_days)

    def last_day(self, today: date, add_working_days: AddWorkingDays | None = None) -> date | None:
        """This year's day; None where the regulation names none."""
        return self.due.last_day(year=today.year, add_working_days=add_working_days) if self.due else None

    def check(self) -> Iterator[Complaint]:
        if self.due is not None and self.due.on is None:
            says = "向上推荐的期限写每年的某一天，例如 due: {on: 11-30}，不从某事起算。"
            yield Complaint("due.from", "event_never_announced", says)
        if self.due is not None and self.due.hour is not None:
            yield Complaint("due.hour", "contradictory_rule", "向上推荐的期限到当日终了为止，不写几时，请删去 hour。")
        if self.skipping == "in_principle_no" and self.exception is None:
            says = "写了“原则上不得越级”，但没有说明谁可以决定例外、须记录什么，请补上 exception。"
            yield Complaint("skipping", "in_principle_without_exception", says)
        how = (self.exception.by, self.exception.people) if self.exception else _BY_TWO
        if self.skipping == "in_principle_no" and how != _BY_TWO:
            says = "破格由经办人提出、主席办公会成员核定，请写 by: chairmens_meeting、people: 2。"
            yield Complaint("exception", "nobody_can_act", says)
        if self.skipping == "never" and self.exception is not None:
            says = "写了不得越级，就不能再有例外；请删去 exception，或改为 skipping: in_principle_no。"
            yield Complaint("exception", "contradictory_rule", says)

    def sentences(self) -> Iterator[str]:
        yield f"逐级向上一级总工会推荐{'，一次一个' if self.one_at_a_time else ''}。"
        if self.due:
            yield f"向上推荐的期限：{self.due.phrase()}。"
        if self.prefer == "kept":
            yield "复查合格、保持荣誉的优先推荐。"
        if self.prefer == "rank":
            yield "排名在前的优先推荐。"
        yield "不得越级申报。" if self.exception is None else f"原则上不得破格申报；{self.exception.phrase()}。"
