"""What follows from conferring: a reward (A9) and linked honours (C3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from services.common.regulation.bodies import LEVELS
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.money import Money
from services.common.regulation.shapes import Choice, Flag, Text
from services.common.regulation.word_shapes import WordOf
from services.common.regulation.words import Key


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

    def check(self) -> Iterator[Complaint]:
        levels = {*LEVELS.values()}
        for row in self.sum.table if self.sum else ():
            if row.for_ not in levels:
                like = nearest(row.for_, levels)
                says = f"奖励按级别分档，档次写 {'、'.join(LEVELS.values())}，不是“{row.for_}”。"
                yield Complaint("sum", "unknown_word", says, like)

    def sum_for(self, level: str, spent: Decimal) -> Decimal | None:
        """The most that may be given at that level; None where the regulation leaves the sum open."""
        if self.sum is None:
            return None
        return self.sum.against(self.sum.for_one(LEVELS[level], spent), spent)

    def sentences(self) -> Iterator[str]:
        whom = {"team": "班组", "person": "个人", "unit": "单位"}[self.to]
        giver = {"grassroots_union": "基层工会", "employer": "所在单位", "federation": "总工会"}[self.given_by]
        how = {"money": "奖金", "goods": "实物奖励"}[self.kind]
        yield f"由{giver}给予{whom}{how}{f'：{self.sum.phrase()}' if self.sum else '，并记入档案'}。"
        if self.claim_within:
            yield f"奖励在命名后 {self.claim_within.phrase()}内发放并登记。"


@dataclass(frozen=True, kw_only=True)
class LinkedHonour:
    """A holder comes into the scope of another honour: nominated for it, within or outside its quota (C3)."""

    honour: Annotated[str, Key("荣誉称号", Text(40))]
    level: Annotated[str | None, Key("级别", Choice(LEVELS))] = None
    effect: Annotated[
        str, Key("方式", Choice({"nominate": "提名", "in_scope": "纳入评选范围", "commend_person": "表彰有关个人"}))
    ] = "in_scope"
    outside_quota: Annotated[bool, Key("不占名额", Flag())] = False

    def sentences(self) -> Iterator[str]:
        which = f"{LEVELS[self.level] if self.level else ''}“{self.honour}”"
        how = {
            "nominate": f"提名为{which}人选",
            "in_scope": f"纳入{which}评选范围",
            "commend_person": f"对作出突出贡献的个人按{which}表彰",
        }[self.effect]
        yield f"命名后{how}{'，不占名额' if self.outside_quota else ''}。"
