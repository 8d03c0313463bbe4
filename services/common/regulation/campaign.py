"""A campaign (劳动竞赛、年度要点): when it runs, who below carries it out, targets, filings, activities, subsidies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from services.common.regulation.bodies import LEVELS
from services.common.regulation.campaign_bodies import ACTIVITIES, BODIES_OF, OneOrMore, bodies_title
from services.common.regulation.campaign_filings import Filing
from services.common.regulation.campaign_subsidies import Subsidy
from services.common.regulation.campaign_targets import CampaignTarget, TargetsShape
from services.common.regulation.date_shapes import DayShape, SpanShape
from services.common.regulation.dates import Span, chinese_day
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint
from services.common.regulation.money import yuan
from services.common.regulation.shapes import Choice, Flag, Number, Text
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

_BELOW: Final = {level: LEVELS[level] for level in ("province", "city", "county")}


@dataclass(frozen=True, kw_only=True)
class Runs:
    """Both days included."""

    from_: Annotated[date, Key("开始", DayShape())]
    to: Annotated[date, Key("结束", DayShape())]

    def check(self) -> Iterator[Complaint]:
        if self.to < self.from_:
            yield Complaint("to", "contradictory_bounds", "结束日早于开始日，请改正。")

    def has(self, day: date) -> bool:
        return self.from_ <= day <= self.to


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """Carried out by every federation below of these levels (C5, D1); they say by when what they take on."""

    to: Annotated[tuple[str, ...], Key("部署到", OneOrMore(_BELOW))]
    decompose: Annotated[Due | None, Key("分解任务期限", WordOf(Due))] = None


@dataclass(frozen=True, kw_only=True)
class Promises:
    """Public promises and their fulfilment (公开承诺践诺, D1)."""

    of: Annotated[tuple[str, ...], Key("由谁承诺", OneOrMore(BODIES_OF))]
    due: Annotated[Due, Key("承诺期限", WordOf(Due))]
    fulfil: Annotated[Due | None, Key("践诺期限", WordOf(Due))] = None
    public: Annotated[bool, Key("公开", Flag())] = True


@dataclass(frozen=True, kw_only=True)
class Criticism:
    """Who is criticised by notice mends it within so long (E5)."""

    rectify: Annotated[Span, Key("整改期限", SpanShape())]


@dataclass(frozen=True, kw_only=True)
class Campaign:
    id: str = ""
    title: Annotated[str, Key("名称", Text(120))]
    runs: Annotated[Runs, Key("起止", WordOf(Runs))]
    deployed: Annotated[Deployed | None, Key("部署", WordOf(Deployed))] = None
    targets: Annotated[tuple[CampaignTarget, ...], Key("目标", TargetsShape)] = ()
    filings: Annotated[tuple[Filing, ...], Key("报送", ListOf(WordOf(Filing)))] = ()
    activities: Annotated[tuple[str, ...], Key("活动", ListOf(Choice(ACTIVITIES)))] = ()
    promises: Annotated[Promises | None, Key("公开承诺", WordOf(Promises))] = None
    criticism: Annotated[Criticism | None, Key("通报批评", WordOf(Criticism))] = None
    budget: Annotated[Decimal | None, Key("补助预算（元）", Number())] = None
    subsidies: Annotated[tuple[Subsidy, ...], Key("补助标准", ListOf(WordOf(Subsidy)))] = ()

    def check(self) -> Iterator[Complaint]:
        if not (self.targets or self.filings or self.activities or self.subsidies or self.promises):
            yield Complaint("", "empty_campaign", "活动里还没有内容，至少写一项目标、报送、活动或补助。")
        for target in self.targets:
            if target.split and self.deployed is None:
                says = "要分解到下级总工会，请先写明部署到哪几级（deployed: {to: [city]}）。"
                yield Complaint(f"targets.{target.id}.split", "split_without_deployed", says)
        if self.subsidies and self.budget is None:
            yield Complaint("subsidies", "subsidy_without_budget", "有补助就要写明预算（budget），超出预算的不予受理。")

    def target(self, target_id: str) -> CampaignTarget:
        """KeyError if there is none."""
        return next(each for each in self.targets if each.id == target_id)

    def filing(self, filing_id: str) -> Filing:
        return next(each for each in self.filings if each.id == filing_id)

    def sentences(self) -> Iterator[str]:
        yield f"活动自{chinese_day(self.runs.from_)}起，至{chinese_day(self.runs.to)}止。"
        if self.deployed:
            levels = "、".join(LEVELS[each] for each in self.deployed.to)
            by = f"，{self.deployed.decompose.phrase()}" if self.deployed.decompose else ""
            yield f"部署到{levels}总工会，层层分解{by}。"
        for part in (*self.targets, *self.filings):
            yield from part.sentences()
        if self.activities:
            yield f"开展活动：{'、'.join(ACTIVITIES[each] for each in self.activities)}。"
        if self.promises:
            public = "并公开" if self.promises.public else ""
            yield f"{bodies_title(self.promises.of)}作出承诺{public}，{self.promises.due.phrase()}。"
        if self.criticism:
            yield f"通报批评的，限 {self.criticism.rectify.phrase()}内整改。"
        if self.budget is not None:
            yield f"补助预算 {yuan(self.budget)}，超出预算的不予补助。"
        for subsidy in self.subsidies:
            yield from subsidy.sentences()
