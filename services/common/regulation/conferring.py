"""What follows from conferring: a reward (A9) and linked honours (C3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Final

from services.common.regulation.bodies import LEVELS
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.money import BY_ANSWER, TABLES, Money
from services.common.regulation.shapes import DECIMAL, Choice, Flag, Text
from services.common.regulation.windows import Window
from services.common.regulation.word_shapes import WordOf
from services.common.regulation.words import Key

PER: Final = {"honour": "每次命名", "year": "同一年度的各项荣誉", "title": "历年的本项荣誉"}
"""Which honours of one holder count together for its rewards."""


@dataclass(frozen=True, kw_only=True)
class Earned:
    """What of a case decides its sum: level, band of the sheet, place at the meeting, form, what its unit spent."""

    level: str
    band: str = ""
    place: int | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    spent: Decimal = Decimal(0)

    def answer(self, name: str | None) -> str:
        return str(self.form.get(name or "", "")).strip()

    def figure(self, name: str | None) -> Decimal | None:
        said = self.answer(name)
        return Decimal(said) if DECIMAL.match(said) else None


@dataclass(frozen=True, kw_only=True)
class Reward:
    """A material reward, recorded per honour (A9). Without a sum it is left to the grassroots union."""

    kind: Annotated[str, Key("形式", Choice({"money": "奖金", "goods": "实物"}))]
    to: Annotated[str, Key("给谁", Choice({"team": "班组", "person": "个人", "unit": "单位"}))]
    given_by: Annotated[
        str, Key("由谁给", Choice({"grassroots_union": "基层工会", "employer": "单位", "federation": "总工会"}))
    ] = "grassroots_union"
    sum: Annotated[Money | None, Key("金额", WordOf(Money))] = None
    claim_within: Annotated[Span | None, Key("命名后多久内发放", SpanShape())] = None
    cause: Annotated[Window | None, Key("只奖在此期间命名的", WordOf(Window))] = None
    per: Annotated[str, Key("合并计算", Choice(PER))] = "honour"

    def check(self) -> Iterator[Complaint]:
        money = self.sum
        if money is None:
            return
        if money.by in BY_ANSWER and money.of is None:
            says = f"奖励按{TABLES[money.by or '']}分档的，要写明看申报表哪一栏（of）。"
            yield Complaint("sum.of", "table_told_how", says)
        if money.of is not None and money.by not in BY_ANSWER and money.share is None:
            says = "写了看申报表哪一栏（of），而金额与它无关；请写 by: size 或 by: trade，或按比例（share）。"
            yield Complaint("sum.of", "table_told_how", says)
        if money.by not in (None, "level"):
            return
        levels = {*LEVELS.values()}
        for row in money.table:
            if row.for_ not in levels:
                like = nearest(row.for_, levels)
                says = f"奖励按级别分档，档次写 {'、'.join(LEVELS.values())}，不是“{row.for_}”；按别的分档请写 by。"
                yield Complaint("sum", "unknown_word", says, like)

    def sum_for(self, earned: Earned) -> Decimal | None:
        """The most that may be given for it; None where the regulation leaves the sum open."""
        if self.sum is None:
            return None
        by, of = self.sum.by, self.sum.of
        cause = {"band": earned.band, "trade": earned.answer(of)}.get(by or "", LEVELS[earned.level])
        place = Decimal(earned.place) if earned.place is not None else None
        figure = place if by == "place" else earned.figure(of)
        whole = earned.spent if of is None else figure or Decimal(0)
        return self.sum.against(self.sum.for_one(cause, whole, figure), earned.spent)

    def sentences(self) -> Iterator[str]:
        whom = {"team": "班组", "person": "个人", "unit": "单位"}[self.to]
        giver = {"grassroots_union": "基层工会", "employer": "所在单位", "federation": "总工会"}[self.given_by]
        how = {"money": "奖金", "goods": "实物奖励"}[self.kind]
        yield f"由{giver}给予{whom}{how}{f'：{self.sum.phrase()}' if self.sum else '，并记入档案'}。"
        if self.claim_within:
            yield f"奖励在命名后 {self.claim_within.phrase()}内发放并登记。"
        if self.cause:
            yield f"只奖励{self.cause.phrase()}命名的。"
        if self.sum and self.per != "honour":
            how = {"once": "只发一次", "best": "只发最高一项", "add": "累加"}[self.sum.together]
            yield f"同一对象{PER[self.per]}合并计算，有多项的{how}。"


@dataclass(frozen=True, kw_only=True)
class LinkedHonour:
    """A holder comes into the scope of another honour: nominated for it, within or outside its quota (C3)."""

    honour: Annotated[str, Key("荣誉称号", Text(40))]
    level: Annotated[str | None, Key("级别", Choice(LEVELS))] = None
    effect: Annotated[
        str, Key("方式", Choice({"nominate": "提名", "in_scope": "纳入评选范围", "commend_person": "表彰有关个人"}))
    ] = "in_scope"
    outside_quota: Annotated[bool, Key("不占名额", Flag())] = False

    def phrase(self) -> str:
        which = f"{LEVELS[self.level] if self.level else ''}“{self.honour}”"
        how = {
            "nominate": f"提名为{which}人选",
            "in_scope": f"纳入{which}评选范围",
            "commend_person": f"对作出突出贡献的个人按{which}表彰",
        }[self.effect]
        return f"{how}{'，不占名额' if self.outside_quota else ''}"

    def sentences(self) -> Iterator[str]:
        yield f"命名后{self.phrase()}。"
