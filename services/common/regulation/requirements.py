"""Conditions on a candidate: all of, any of, in principle, n times running, a share of its units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Protocol, cast

from services.common.regulation.bodies import ACTING_BODIES, FACTS, LEVELS, RECORDS
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.candidate import Candidate, Held
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.shapes import Choice, Count, Id, Text
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Family, Key

REQUIREMENTS = Family("requirement", "条件")


class Requirement(Protocol):
    """A word of this family: is it met on a day, and how is it said."""

    def is_met(self, candidate: Candidate, today: date) -> bool: ...

    def phrase(self) -> str: ...

    def asks(self) -> Iterator[Figure]:
        """The figures that must be told for it to be judged."""
        ...

    def parts(self) -> Iterator[Requirement]:
        """Itself and what it is made of."""
        ...


class Simple:
    """A requirement that is made of nothing else and asks nobody."""

    def asks(self) -> Iterator[Figure]:
        yield from ()

    def parts(self) -> Iterator[Requirement]:
        yield cast("Requirement", self)


@REQUIREMENTS.word("honour", "已获荣誉")
@dataclass(frozen=True, kw_only=True)
class Holds(Simple):
    """Holds an honour, at a level, in good standing, for at least or within so long (A6, C3)."""

    honour: Annotated[str, Key("荣誉称号", Text(40))]
    level: Annotated[str | None, Key("级别", Choice(LEVELS))] = None
    standing: Annotated[str, Key("状态", Choice({"good": "有效", "any": "曾经获得"}))] = "good"
    for_at_least: Annotated[Span | None, Key("已满", SpanShape())] = None
    within: Annotated[Span | None, Key("在此年限内获得", SpanShape())] = None

    def is_met(self, candidate: Candidate, today: date) -> bool:
        return any(self._counts(held, today) for held in candidate.held)

    def _counts(self, held: Held, today: date) -> bool:
        return (
            held.honour == self.honour
            and self.level in (None, held.level)
            and self.standing in ("any", held.standing)
            and held.since <= today
            and (self.for_at_least is None or self.for_at_least.after(held.since) <= today)
            and (self.within is None or today <= self.within.after(held.since))
        )

    def phrase(self) -> str:
        tail = "，且目前有效" if self.standing == "good" else ""
        tail += f"，满 {self.for_at_least.phrase()}" if self.for_at_least else ""
        tail += f"，在 {self.within.phrase()}内获得" if self.within else ""
        return f"获得{LEVELS[self.level] if self.level else ''}“{self.honour}”{tail}"


@REQUIREMENTS.word("figure", "指标")
@dataclass(frozen=True, kw_only=True)
class Figure(Simple):
    """A figure of the candidate or its unit; a figure that is not known is not met."""

    figure: Annotated[str, Key("指标", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        value = candidate.figures.get(self.figure)
        return value is not None and self.bound.admits(value)

    def phrase(self) -> str:
        return f"{self.title}{self.bound.phrase()}"

    def asks(self) -> Iterator[Figure]:
        yield self


RUNS: Final = {"conferred": "获得本项荣誉", "kept": "复查合格", "failed": "复查不合格"}


@REQUIREMENTS.word("running", "连续")
@dataclass(frozen=True, kw_only=True)
class Running(Simple):
    """The same result so many times running, the latest included.

    The platform knows the runs of RUNS; how often any other came one after another is told as a figure.
    """

    running: Annotated[str, Key("结果", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    times: Annotated[int, Key("连续次数", Count(2, 50))]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        if self.running not in RUNS and self.running in candidate.figures:
            return candidate.figures[self.running] >= self.times
        latest = candidate.runs.get(self.running, ())[: self.times]
        return len(latest) == self.times and all(latest)

    def asks(self) -> Iterator[Figure]:
        if self.running not in RUNS:
            bound = Bound(at_least=Decimal(self.times))
            yield Figure(figure=self.running, title=f"连续{self.title}的次数", bound=bound)

    def phrase(self) -> str:
        return f"连续 {self.times} 次{self.title}"


@REQUIREMENTS.word("without", "未发生")
@dataclass(frozen=True, kw_only=True)
class Without(Simple):
    """A fact has not happened within a span."""

    without: Annotated[str, Key("情形", Choice(FACTS))]
    within: Annotated[Span, Key("期间", SpanShape())]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        return all(self.within.after(day) < today for day in candidate.facts.get(self.without, ()))

    def phrase(self) -> str:
        return f"{self.within.phrase()}内没有{FACTS[self.without]}"


@REQUIREMENTS.word("all_of", "同时具备")
@dataclass(frozen=True, kw_only=True)
class AllOf:
    all_of: Annotated[tuple[Requirement, ...], Key("同时具备", ListOf(OneOf(REQUIREMENTS), least=1))]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        return all(each.is_met(candidate, today) for each in self.all_of)

    def phrase(self) -> str:
        return f"同时具备：{'；'.join(each.phrase() for each in self.all_of)}"

    def asks(self) -> Iterator[Figure]:
        for each in self.all_of:
            yield from each.asks()

    def parts(self) -> Iterator[Requirement]:
        yield self
        for each in self.all_of:
            yield from each.parts()


@REQUIREMENTS.word("any_of", "具备其一")
@dataclass(frozen=True, kw_only=True)
class AnyOf:
    any_of: Annotated[tuple[Requirement, ...], Key("具备其一", ListOf(OneOf(REQUIREMENTS), least=1))]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        return any(each.is_met(candidate, today) for each in self.any_of)

    def phrase(self) -> str:
        return f"具备下列之一：{'；'.join(each.phrase() for each in self.any_of)}"

    def asks(self) -> Iterator[Figure]:
        for each in self.any_of:
            yield from each.asks()

    def parts(self) -> Iterator[Requirement]:
        yield self
        for each in self.any_of:
            yield from each.parts()


UNITS: Final = {"unions": "employer_union", "teams": "team"}
"""Subordinate bodies that the tree knows; any other are the rows of a table of the form."""


@REQUIREMENTS.word("share_of", "所属单位占比")
@dataclass(frozen=True, kw_only=True)
class ShareOf(Simple):
    """At least so many percent of its subordinate bodies meet a condition; none at all meets nothing."""

    share_of: Annotated[str, Key("所属单位", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    that: Annotated[Requirement, Key("其条件", OneOf(REQUIREMENTS))]
    bound: Annotated[Bound, Key("占比", BoundShape(inline=True))]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        units = candidate.subordinates.get(self.share_of, ())
        good = sum(self.that.is_met(unit, today) for unit in units)
        return bool(units) and self.bound.admits_share(good, len(units))

    def phrase(self) -> str:
        return f"{self.bound.phrase()}的{self.title}{self.that.phrase()}"


@REQUIREMENTS.word("its_unit", "所在单位")
@dataclass(frozen=True, kw_only=True)
class ItsUnit:
    """A condition on the union and employer that the candidate belongs to: honours held, figures told of it."""

    its_unit: Annotated[Requirement, Key("所在单位的条件", OneOf(REQUIREMENTS))]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        return candidate.unit is not None and self.its_unit.is_met(candidate.unit, today)

    def phrase(self) -> str:
        return f"所在单位{self.its_unit.phrase()}"

    def asks(self) -> Iterator[Figure]:
        yield from self.its_unit.asks()

    def parts(self) -> Iterator[Requirement]:
        yield self
        yield from self.its_unit.parts()


@dataclass(frozen=True, kw_only=True)
class Exceptance:
    """Who may except from an in-principle rule, what must be recorded, and how many people it takes."""

    by: Annotated[str, Key("由谁决定", Choice(ACTING_BODIES))]
    must_record: Annotated[tuple[str, ...], Key("须记录", ListOf(Choice(RECORDS), least=1))]
    people: Annotated[int, Key("至少几人", Count(1, 9))] = 2

    def phrase(self) -> str:
        what = "、".join(RECORDS[each] for each in self.must_record)
        return f"确需例外的，由{ACTING_BODIES[self.by]}决定，至少 {self.people} 人经办，并记录{what}"


@REQUIREMENTS.word("in_principle", "原则上")
@dataclass(frozen=True, kw_only=True)
class InPrinciple:
    """A rule with a way out: who may except and what must be recorded is part of the rule."""

    in_principle: Annotated[Requirement, Key("原则上", OneOf(REQUIREMENTS))]
    id: Annotated[str, Key("代号", Id())]
    exception: Annotated[Exceptance, Key("例外", WordOf(Exceptance))]

    def is_met(self, candidate: Candidate, today: date) -> bool:
        return self.id in candidate.excepted or self.in_principle.is_met(candidate, today)

    def phrase(self) -> str:
        return f"原则上{self.in_principle.phrase()}；{self.exception.phrase()}"

    def asks(self) -> Iterator[Figure]:
        yield from self.in_principle.asks()

    def parts(self) -> Iterator[Requirement]:
        yield self
        yield from self.in_principle.parts()
