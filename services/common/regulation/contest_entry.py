"""Who may enter a contest: units, age, grade, licence, practice days, a clean record, late at the start (B1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.contest_nouns import (
    ADMITS,
    AGE_ON,
    BELOW_LEAST,
    EACH,
    ENTERED_BY,
    GRADES,
    LATE_START,
    ONE_PERSON,
    UNITS_OF_ENTRY,
)
from services.common.regulation.due import Due
from services.common.regulation.eligible import NeverWithin
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Text
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

_RANK: Final = {grade: number for number, grade in enumerate(GRADES)}


@dataclass(frozen=True, kw_only=True)
class GradeBound:
    """A lowest and a highest skill grade, both included."""

    at_least: Annotated[str | None, Key("最低等级", Choice(GRADES))] = None
    at_most: Annotated[str | None, Key("最高等级", Choice(GRADES))] = None

    def check(self) -> Iterator[Complaint]:
        if self.at_least is None and self.at_most is None:
            says = "请写明等级界限，例如 {at_least: senior}（高级工以上）。"
            yield Complaint("", "bound_without_word", says)
        elif self.at_least and self.at_most and _RANK[self.at_least] > _RANK[self.at_most]:
            yield Complaint("", "contradictory_bounds", "最低等级高于最高等级，没有人能报名，请改正。")

    def admits(self, grade: str) -> bool:
        """A grade that is not on the ladder is none."""
        rank = _RANK.get(grade, 0)
        return (self.at_least is None or rank >= _RANK[self.at_least]) and (
            self.at_most is None or rank <= _RANK[self.at_most]
        )

    def phrase(self) -> str:
        low = f"{GRADES[self.at_least]}以上" if self.at_least else ""
        high = f"{GRADES[self.at_most]}以下" if self.at_most else ""
        return "、".join(each for each in (low, high) if each)


@dataclass(frozen=True, kw_only=True)
class PerUnit:
    """How many one unit enters: in the whole contest, or in each trade or class."""

    bound: Annotated[Bound, Key("人数", BoundShape(inline=True))]
    of: Annotated[str, Key("按哪一级单位", Choice(UNITS_OF_ENTRY))] = "employer"
    each: Annotated[str, Key("按什么计", Choice(EACH))] = "contest"

    def check(self) -> Iterator[Complaint]:
        if self.bound.is_percent:
            yield Complaint("", "not_count", "每个单位的参赛人数写人数，不写百分数。")

    def phrase(self) -> str:
        each = "" if self.each == "contest" else EACH[self.each]
        return f"每个{UNITS_OF_ENTRY[self.of]}{each}{self.bound.phrase('人')}"


@dataclass(frozen=True, kw_only=True)
class LateStart:
    """Who comes late at the start: beyond so many minutes he does not come in, or gets no time back."""

    minutes: Annotated[Bound, Key("迟到分钟", BoundShape(inline=True), hint="over: 15 表示超过 15 分钟，不含 15 分钟")]
    then: Annotated[str, Key("怎样处理", Choice(LATE_START))] = "refused"

    def phrase(self) -> str:
        return f"迟到{self.minutes.phrase('分钟')}的，{LATE_START[self.then]}"


@dataclass(frozen=True, kw_only=True)
class Least:
    """The least number of entrants, and what happens below it."""

    entrants: Annotated[int, Key("最少人数", Count(1, 100_000))]
    each: Annotated[str, Key("按什么计", Choice(EACH))] = "trade"
    below: Annotated[str, Key("不足时", Choice(BELOW_LEAST))]

    def phrase(self) -> str:
        return f"{EACH[self.each]}报名不足 {self.entrants} 人的，{BELOW_LEAST[self.below]}"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The rules of entering; every one that is not written does not bind."""

    by: Annotated[tuple[str, ...], Key("报名方式", ListOf(Choice(ENTERED_BY)))] = ("unit",)
    admits: Annotated[str, Key("谁可以参加", Choice(ADMITS))] = "anyone"
    per_unit: Annotated[PerUnit | None, Key("单位名额", WordOf(PerUnit))] = None
    age: Annotated[Bound | None, Key("年龄", BoundShape(), hint="按周岁；between: [16, 60] 两头都包含")] = None
    age_on: Annotated[str, Key("年龄算到", Choice(AGE_ON))] = "closes"
    grade: Annotated[GradeBound | None, Key("技能等级", WordOf(GradeBound))] = None
    licences: Annotated[tuple[str, ...], Key("须持证件", ListOf(Text(60)), hint="比赛当日须在有效期内")] = ()
    practice_days: Annotated[Bound | None, Key("岗位练兵天数", BoundShape())] = None
    clean_record: Annotated[tuple[NeverWithin, ...], Key("不得有的情形", ListOf(WordOf(NeverWithin)))] = ()
    one_person: Annotated[str, Key("一人报几项", Choice(ONE_PERSON))] = "one_entry"
    closes: Annotated[Due | None, Key("报名截止", WordOf(Due, lone="on"))] = None
    late_start: Annotated[LateStart | None, Key("迟到", WordOf(LateStart))] = None

    def check(self) -> Iterator[Complaint]:
        for name, bound in (("age", self.age), ("practice_days", self.practice_days)):
            if bound is not None and bound.is_percent:
                yield Complaint(name, "not_count", "这里写整数，不写百分数。")
        if self.closes is not None and self.closes.from_ not in (None, "announced"):
            says = "报名截止日写固定日期，或 from: announced（另行通知之日）。"
            yield Complaint("closes.from", "event_never_announced", says)

    def sentences(self) -> Iterator[str]:
        by = "、".join(ENTERED_BY[each] for each in self.by)
        yield f"{by}；{ADMITS[self.admits]}；{ONE_PERSON[self.one_person]}。"
        if self.per_unit:
            yield f"{self.per_unit.phrase()}。"
        if self.age:
            yield f"年龄{self.age.phrase('周岁')}，算到{AGE_ON[self.age_on]}。"
        if self.grade:
            yield f"技能等级{self.grade.phrase()}。"
        if self.licences:
            yield f"须持有效的{'、'.join(self.licences)}。"
        if self.practice_days:
            yield f"岗位练兵{self.practice_days.phrase('天')}。"
        for never in self.clean_record:
            yield f"{never.span}有{never.says}的，不得报名。"
        if self.closes:
            yield f"报名截止：{self.closes.phrase()}。"
        if self.late_start:
            yield f"{self.late_start.phrase()}。"


OPEN_TO_ALL: Final = Entry()
