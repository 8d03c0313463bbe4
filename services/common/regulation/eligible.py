"""Who may be honoured: scope, prerequisites, exclusions, clearances, minimum figures (A1, A2, A6, C2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from services.common.regulation.bodies import FACTS, LEVELS, OFFICES, SCOPES
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.candidate import Candidate
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.kinds import KindShape
from services.common.regulation.requirements import REQUIREMENTS, Holds, Requirement
from services.common.regulation.shapes import Choice, Count, Flag, Id, Text
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class NeverWithin:
    """A fact that excludes for so many years, or for ever without a number: no casualty, no major accident (A2)."""

    fact: Annotated[str, Key("情形", Choice(FACTS))]
    years: Annotated[int | None, Key("年数", Count(1, 50))] = None
    title: Annotated[str, Key("说法", Text(60))] = ""

    @property
    def says(self) -> str:
        return self.title or FACTS[self.fact]

    @property
    def span(self) -> str:
        return "曾经" if self.years is None else f"近 {self.years} 年内"

    def excludes(self, day: date, today: date) -> bool:
        """On the last day of the years it still excludes, on the day after no more."""
        return self.years is None or today <= Span(self.years, "years").after(day)

    def sentences(self) -> Iterator[str]:
        yield f"{self.span}有{self.says}的，不得申报。"


@dataclass(frozen=True, kw_only=True)
class Clearance:
    """What an office must certify before the name goes on; `when` limits it to a kind of candidate."""

    office: Annotated[str, Key("部门", Choice(OFFICES))]
    title: Annotated[str, Key("事项", Text(60))] = ""
    when: Annotated[str | None, Key("适用对象", KindShape())] = None
    valid_for: Annotated[Span | None, Key("有效期", SpanShape())] = None

    def is_lacking(self, candidate: Candidate, today: date) -> bool:
        """Needed for this kind of candidate, and not there or grown too old."""
        if self.when is not None and self.when not in candidate.kinds:
            return False
        on = candidate.cleared.get(self.office)
        return on is None or (self.valid_for is not None and today > self.valid_for.after(on))

    def sentences(self, kinds: Mapping[str, str] = SCOPES) -> Iterator[str]:
        whom = f"{kinds.get(self.when, self.when)}须" if self.when else "须"
        yield f"{whom}征求{OFFICES[self.office]}意见{f'（{self.title}）' if self.title else ''}{self._age}。"

    @property
    def _age(self) -> str:
        return f"，意见出具后 {self.valid_for.phrase()}内有效" if self.valid_for else ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar from one's own titles: never again, or not within so many years, or only with new merit recorded."""

    honour: Annotated[str, Key("荣誉称号", Text(40))]
    level: Annotated[str | None, Key("级别", Choice(LEVELS))] = None
    within: Annotated[Span | None, Key("年限", SpanShape())] = None
    unless_new_merit: Annotated[bool, Key("有新的突出贡献者除外", Flag())] = False

    def bars(self, candidate: Candidate, today: date) -> bool:
        """On the last day of the span it still bars; new merit lifts it where the rule says so."""
        if self.unless_new_merit and candidate.has_new_merit:
            return False
        return any(
            held.honour == self.honour
            and self.level in (None, held.level)
            and (self.within is None or today <= self.within.after(held.since))
            for held in candidate.held
        )

    def sentences(self) -> Iterator[str]:
        which = f"{LEVELS[self.level] if self.level else ''}“{self.honour}”"
        span = f"{self.within.phrase()}内获得" if self.within else "获得过"
        yield f"{span}{which}的，不再申报{'；有新的突出贡献并记录在案的除外' if self.unless_new_merit else ''}。"


FAILURES: Final = {
    "not_passed": "考核不合格",
    "passed_over": "审核、审批未同意或没有入围",
    "objected": "公示中异议成立",
}


@dataclass(frozen=True, kw_only=True)
class AfterFailing:
    """Who failed in a round waits: on the day that the span is full he may come again."""

    how: Annotated[tuple[str, ...], Key("落选情形", ListOf(Choice(FAILURES), least=1))]
    wait: Annotated[Span, Key("须满", SpanShape())]

    def bars(self, candidate: Candidate, today: date) -> bool:
        return any(each.how in self.how and today < self.wait.after(each.on) for each in candidate.failed)

    def sentences(self) -> Iterator[str]:
        yield f"{'、'.join(FAILURES[each] for each in self.how)}的，满 {self.wait.phrase()}后方可再次申报。"


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """A figure as entry: coverage, satisfaction, self score (C2: satisfaction is the key criterion)."""

    figure: Annotated[str, Key("指标", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))]
    key: Annotated[bool, Key("一票否决", Flag())] = False

    def is_met(self, candidate: Candidate) -> bool:
        """A figure that is not known is not met."""
        value = candidate.figures.get(self.figure)
        return value is not None and self.bound.admits(value)

    def sentences(self) -> Iterator[str]:
        yield f"{self.title}{self.bound.phrase()}{'，达不到的一票否决' if self.key else ''}。"


@dataclass(frozen=True, kw_only=True)
class Eligible:
    """All that must hold before an application goes in."""

    scope: Annotated[tuple[str, ...], Key("授予对象", ListOf(KindShape()))] = ()
    holds: Annotated[tuple[Holds, ...], Key("须已获荣誉", ListOf(WordOf(Holds)))] = ()
    never_within: Annotated[tuple[NeverWithin, ...], Key("否决情形", ListOf(WordOf(NeverWithin)))] = ()
    bars: Annotated[tuple[Bar, ...], Key("不重复授予", ListOf(WordOf(Bar)))] = ()
    after_failing: Annotated[tuple[AfterFailing, ...], Key("落选后", ListOf(WordOf(AfterFailing)))] = ()
    clearances: Annotated[tuple[Clearance, ...], Key("征求部门意见", ListOf(WordOf(Clearance)))] = ()
    minimum: Annotated[tuple[Minimum, ...], Key("最低指标", ListOf(WordOf(Minimum)))] = ()
    requires: Annotated[tuple[Requirement, ...], Key("其他条件", ListOf(OneOf(REQUIREMENTS)))] = ()


EVERYONE: Final = Eligible()
