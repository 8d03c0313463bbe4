"""Who goes on: so many by place, a share, those above a line, so many of each unit; to the next round or level (B1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import ROUNDINGS, Bound, Percent
from services.common.regulation.contest_nouns import ADVANCE_TIES, BASES, EACH, LEAGUE, UNITS_OF_ENTRY
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Id, PercentShape
from services.common.regulation.words import Key


@dataclass(frozen=True, kw_only=True)
class Onward:
    """Exactly one way: `first`, `share`, `score`, `each_unit`; `unit_at_most` limits one unit beside `first`."""

    first: Annotated[int | None, Key("前几名", Count(1, 100_000))] = None
    share: Annotated[Percent | None, Key("前百分之几", PercentShape())] = None
    of: Annotated[str | None, Key("比例的基数", Choice(BASES))] = None
    rounding: Annotated[str | None, Key("取整", Choice(ROUNDINGS))] = None
    score: Annotated[Bound | None, Key("总分", BoundShape())] = None
    each_unit: Annotated[int | None, Key("每个单位前几名", Count(1, 1_000))] = None
    unit_at_most: Annotated[int | None, Key("一个单位最多几名", Count(1, 1_000))] = None
    unit: Annotated[str, Key("按哪一级单位", Choice(UNITS_OF_ENTRY))] = "employer"
    each: Annotated[str, Key("按什么计", Choice(EACH))] = "trade"
    tie: Annotated[str | None, Key("末位并列", Choice(ADVANCE_TIES))] = None

    @property
    def is_cut(self) -> bool:
        return self.score is None

    def check(self) -> Iterator[Complaint]:
        ways = [each for each in (self.first, self.share, self.score, self.each_unit) if each is not None]
        if len(ways) != 1:
            says = (
                "晋级只用一种写法：first（前几名）、share（前百分之几）、score（达到几分）、each_unit（每单位几名）。"
            )
            yield Complaint("", "advance_told_how", says)
        if self.share is not None and self.rounding is None:
            says = "比例折算成人数时没有说明怎样取整，请补上 rounding：up、down 或 half_up。"
            yield Complaint("share", "percent_without_rounding", says)
        if self.share is not None and self.of is None:
            says = f"比例没有说明以什么为基数，请补上 of：{'、'.join(f'{k}（{v}）' for k, v in BASES.items())}。"
            yield Complaint("share", "rate_without_base", says)
        if self.unit_at_most is not None and self.each_unit is not None:
            yield Complaint(
                "unit_at_most", "advance_told_how", "已经写了每单位几名（each_unit），请删去 unit_at_most。"
            )

    def phrase(self) -> str:
        unit = UNITS_OF_ENTRY[self.unit]
        if self.first is not None:
            said = f"前 {self.first} 名"
        elif self.share is not None:
            said = f"{BASES[self.of or 'ranked']}的前 {self.share}（{ROUNDINGS[self.rounding or 'down']}）"
        elif self.score is not None:
            said = f"总分{self.score.phrase('分')}的"
        else:
            said = f"每个{unit}前 {self.each_unit} 名"
        each = f"{EACH[self.each]}" if self.each != "contest" else ""
        limit = f"，一个{unit}最多 {self.unit_at_most} 名" if self.unit_at_most is not None else ""
        return f"{each}{said}{limit}{f'，{ADVANCE_TIES[self.tie]}' if self.tie else ''}"


@dataclass(frozen=True, kw_only=True)
class Advance(Onward):
    """Winners go to a contest of a higher level: the named one, or the one of their trade there."""

    to: Annotated[str, Key("晋级到", Choice(LEAGUE))]
    contest: Annotated[str | None, Key("哪一场比武", Id())] = None

    def sentences(self) -> Iterator[str]:
        yield f"晋级{LEAGUE[self.to]}比赛：{self.phrase()}。"
