"""An honour programme: one honour at one level, its rules, its yearly round (A1–A9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from services.common.regulation.bodies import FACTS, LEVELS, SCOPES, SUBJECTS
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.date_shapes import EveryShape, MonthDayShape
from services.common.regulation.dates import EVERY_YEAR, Every, MonthDay
from services.common.regulation.due import Due
from services.common.regulation.eligible import EVERYONE, Eligible
from services.common.regulation.fault import Complaint
from services.common.regulation.forward import Forward
from services.common.regulation.kinds import Kind, KindShape
from services.common.regulation.quota import Quota
from services.common.regulation.requirements import Requirement
from services.common.regulation.shapes import Choice, Count, Id, IdOf, Text
from services.common.regulation.stages import STAGES, Apply, Stage
from services.common.regulation.tenure import Tenure
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Key

REMIND_DAYS: Final = 3
YEAR_OF: Final = {"opens": "开始日所在年度", "closes": "截止日所在年度"}
ROUND_LATE: Final = {"next": "转入下一期", "falls": "不再受理"}


@dataclass(frozen=True, kw_only=True)
class Round:
    """When a round is open, both days included; it may run over the new year, and be held every n years or months."""

    opens: Annotated[MonthDay, Key("开始", MonthDayShape(or_each_month=True))]
    closes: Annotated[MonthDay, Key("截止", MonthDayShape(or_each_month=True))]
    every: Annotated[Every, Key("周期", EveryShape())] = EVERY_YEAR
    first: Annotated[int | None, Key("首次年度", Count(1949, 2200))] = None
    year_of: Annotated[str, Key("年度取自", Choice(YEAR_OF))] = "opens"
    late: Annotated[str | None, Key("本期没有报上的", Choice(ROUND_LATE))] = None

    def check(self) -> Iterator[Complaint]:
        is_monthly = self.every.unit == "month"
        if is_monthly != (self.opens.month == 0) or is_monthly != (self.closes.month == 0):
            says = "按月的周期，开始和截止只写日，例如 opens: 01、closes: 10；按年的写月日，例如 10-31。"
            yield Complaint("opens", "round_told_how", says)
        elif is_monthly and self.closes.day < self.opens.day:
            yield Complaint("closes", "contradictory_bounds", "按月的周期，截止日不能早于开始日，请改正。")
        if not is_monthly and self.every.amount > 1 and self.first is None:
            says = f"{self.every.phrase()}一次，要写明首次年度（first），例如 first: 2024。"
            yield Complaint("every", "cadence_without_first", says)

    def window(self, today: date) -> tuple[int, date, date] | None:
        """The round that is open on the day: its year, its first and last day. None when none is."""
        return next((each for each in self._near(today) if each[1] <= today <= each[2]), None)

    def next_window(self, today: date) -> tuple[int, date, date]:
        """The first round that opens after the day."""
        day = today
        while True:
            for each in self._near(day):
                if each[1] > today:
                    return each
            day = date(day.year + 1, 1, 1)

    def _near(self, today: date) -> Iterator[tuple[int, date, date]]:
        """The rounds that open in the year before the day's and in its own, the earliest first."""
        if self.every.unit == "month":
            for month in range(1, 13, self.every.amount):
                yield today.year, self.opens.of_month(today.year, month), self.closes.of_month(today.year, month)
            return
        for year in (today.year - 1, today.year):
            if self.first is None or (year >= self.first and (year - self.first) % self.every.amount == 0):
                first, last = self.opens.in_year(year), self.closes.in_year(year)
                last = last if last >= first else self.closes.in_year(year + 1)
                yield (last if self.year_of == "closes" else first).year, first, last

    def sentences(self) -> Iterator[str]:
        since = f"（自 {self.first} 年起）" if self.first is not None else ""
        yield f"{self.every.phrase()}一次{since}，{self.opens}至{self.closes}受理。"
        if self.year_of == "closes":
            yield "跨年的，按截止日所在年度。"
        if self.late:
            yield f"本期没有报上的，{ROUND_LATE[self.late]}。"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition proven by evidence of its own, or by facts the platform holds (A2)."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("条件", Text(60))]
    text: Annotated[str, Key("说明", Text(600))] = ""
    evidence: Annotated[Bound | None, Key("佐证份数", BoundShape())] = None
    facts: Annotated[tuple[str, ...], Key("平台已有事实", ListOf(Choice(FACTS)))] = ()
    when: Annotated[str | None, Key("适用对象", KindShape())] = None

    def sentences(self, kinds: Mapping[str, str] = SCOPES) -> Iterator[str]:
        proof = f"，佐证材料{self.evidence.phrase('份')}" if self.evidence else ""
        yield f"{_whom(self.when, kinds)}{self.title}{proof}。{self.text}"


@dataclass(frozen=True, kw_only=True)
class Material:
    """An attachment: how many files, how many printed copies, how long a text; `when`: of which kind of candidate."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("材料", Text(60))]
    at_least: Annotated[int, Key("至少几份", Count(0, 50))] = 1
    copies: Annotated[int, Key("一式几份", Count(1, 20))] = 1
    text: Annotated[Bound | None, Key("字数", BoundShape())] = None
    when: Annotated[str | None, Key("适用对象", KindShape())] = None

    def sentences(self, kinds: Mapping[str, str] = SCOPES) -> Iterator[str]:
        length = f"，{self.text.phrase('字')}" if self.text else ""
        yield f"{_whom(self.when, kinds)}{self.title}至少 {self.at_least} 份，一式 {self.copies} 份{length}。"


def _whom(when: str | None, kinds: Mapping[str, str]) -> str:
    return f"{kinds.get(when, when)}：" if when else ""


@dataclass(frozen=True, kw_only=True)
class Programme:
    """One honour programme; a programme without an `apply` stage takes dossiers from the level below."""

    id: str = ""
    honour: Annotated[str, Key("荣誉称号", Text(40))]
    level: Annotated[str, Key("级别", Choice(LEVELS))]
    subject: Annotated[str, Key("授予对象类别", Choice(SUBJECTS))]
    title: Annotated[str, Key("名称", Text(120))] = ""
    round: Annotated[Round, Key("申报周期", WordOf(Round))]
    kinds: Annotated[tuple[Kind, ...], Key("对象类别", ListOf(WordOf(Kind)))] = ()
    eligible: Annotated[Eligible, Key("申报条件", WordOf(Eligible))] = EVERYONE
    conditions: Annotated[tuple[Condition, ...], Key("基本条件", ListOf(WordOf(Condition)))] = ()
    form: Annotated[str | None, Key("申报表", IdOf("forms"))] = None
    materials: Annotated[tuple[Material, ...], Key("材料", ListOf(WordOf(Material)))] = ()
    stages: Annotated[tuple[Stage, ...], Key("办理环节", ListOf(OneOf(STAGES), least=1))]
    quota: Annotated[Quota | None, Key("名额", WordOf(Quota, nothing=True))] = None
    forward: Annotated[Forward | None, Key("向上推荐", WordOf(Forward, nothing=True))] = None
    tenure: Annotated[Tenure | None, Key("动态管理", WordOf(Tenure, nothing=True))] = None
    remind_days: Annotated[int, Key("到期前几天提醒", Count(1, 60))] = REMIND_DAYS

    def remind_of(self, due: Due | None) -> int:
        """How many days before it is due whoever must act is reminded: the due day's own, else the programme's."""
        return due.remind_days if due is not None and due.remind_days is not None else self.remind_days

    @property
    def takes_dossiers(self) -> bool:
        return not any(isinstance(each, Apply) for each in self.stages)

    @property
    def kind_titles(self) -> Mapping[str, str]:
        """Every kind that this programme can speak of, with its title; its own words for one go before ours."""
        quota = self.quota or Quota()
        pools = {pool.id: pool.title for pool in quota.pools if not pool.of}
        parts = {part.of: part.title for part in quota.composition}
        return {**SCOPES, **pools, **parts, **{each.id: each.title for each in self.kinds}}

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Every condition beside the named ones, and what it is made of."""
        return tuple(part for each in self.eligible.requires for part in each.parts())

    def stage(self, key: str) -> Stage:
        """The stage of that id; KeyError if there is none."""
        for each in self.stages:
            if each.key == key:
                return each
        raise KeyError(key)

    def stage_after(self, key: str) -> Stage | None:
        keys = [each.key for each in self.stages]
        position = keys.index(key) + 1
        return self.stages[position] if position < len(keys) else None
