"""An honour programme: one honour at one level, its rules, its yearly round (A1–A9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from services.common.regulation.bodies import FACTS, LEVELS, SCOPES, SUBJECTS
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import Bound
from services.common.regulation.date_shapes import EveryShape, MonthDayShape
from services.common.regulation.dates import EVERY_YEAR, Every, MonthDay
from services.common.regulation.eligible import EVERYONE, Eligible
from services.common.regulation.forward import Forward
from services.common.regulation.kinds import Kind, KindShape
from services.common.regulation.quota import Quota
from services.common.regulation.shapes import Choice, Count, Id, Text
from services.common.regulation.stages import STAGES, Apply, Stage
from services.common.regulation.tenure import Tenure
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class Round:
    """When a round is open, both days included; it may run over the new year."""

    opens: Annotated[MonthDay, Key("开始", MonthDayShape())]
    closes: Annotated[MonthDay, Key("截止", MonthDayShape())]
    every: Annotated[Every, Key("周期", EveryShape())] = EVERY_YEAR

    def sentences(self) -> Iterator[str]:
        yield f"{self.every.phrase()}一次，{self.opens}至{self.closes}受理。"


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
    form: Annotated[str | None, Key("申报表", Id())] = None
    materials: Annotated[tuple[Material, ...], Key("材料", ListOf(WordOf(Material)))] = ()
    stages: Annotated[tuple[Stage, ...], Key("办理环节", ListOf(OneOf(STAGES), least=1))]
    quota: Annotated[Quota | None, Key("名额", WordOf(Quota, nothing=True))] = None
    forward: Annotated[Forward | None, Key("向上推荐", WordOf(Forward, nothing=True))] = None
    tenure: Annotated[Tenure | None, Key("动态管理", WordOf(Tenure, nothing=True))] = None

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
