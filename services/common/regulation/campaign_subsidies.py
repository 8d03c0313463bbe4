"""Subsidies by standard: per contest, per head, by level, within a budget, once for one contest (B2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from services.common.regulation.campaign_bodies import CONTEST_LEVELS, UNITS, OneOrMore, bodies_title
from services.common.regulation.campaign_targets import EVERYTHING, Where
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.fault import Complaint
from services.common.regulation.money import yuan
from services.common.regulation.shapes import Choice, Count, Flag, Id, Number, Text
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

PROOFS: Final = {
    "notice": "通知或方案",
    "results": "成绩册",
    "roster": "参赛人员名单",
    "receipts": "支出票据",
    "pictures": "现场图片",
}
_UNITS: Final = {word: title for word, (title, _) in UNITS.items()}


@dataclass(frozen=True, kw_only=True)
class OfLevel:
    """A contest of that level: so much."""

    level: Annotated[str, Key("级别", Choice(CONTEST_LEVELS))]
    amount: Annotated[Decimal, Key("金额（元）", Number())]


@dataclass(frozen=True, kw_only=True)
class Subsidy:
    """A standard. The sum is the amount of the contest or its level, and so much a head; never above the ceiling."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(60))]
    for_: Annotated[str, Key("补助什么", Choice({"contest": "技能比武"}))] = "contest"
    where: Annotated[Where, Key("哪些算数", WordOf(Where))] = EVERYTHING
    of: Annotated[tuple[str, ...], Key("由谁申请", OneOrMore(_UNITS))]
    amount: Annotated[Decimal | None, Key("每场（元）", Number())] = None
    table: Annotated[tuple[OfLevel, ...], Key("按级别", ListOf(WordOf(OfLevel)))] = ()
    per_head: Annotated[Decimal | None, Key("每人（元）", Number())] = None
    ceiling: Annotated[Decimal | None, Key("每场最高（元）", Number())] = None
    at_most: Annotated[int | None, Key("每个单位最多几场", Count(1, 1000))] = None
    within_spent: Annotated[bool, Key("不超过实际支出", Flag())] = True
    proof: Annotated[tuple[str, ...], Key("须附材料", ListOf(Choice(PROOFS)))] = ("receipts",)
    claim_within: Annotated[Span | None, Key("申请期限", SpanShape())] = None

    def check(self) -> Iterator[Complaint]:
        if self.amount is None and not self.table and self.per_head is None:
            yield Complaint("", "money_without_sum", "请写明标准：amount（每场）、table（按级别）或 per_head（每人）。")
        if self.amount is not None and self.table:
            yield Complaint("amount", "money_twice", "每场的金额（amount）和按级别的金额（table）二者选一。")
        levels = [each.level for each in self.table]
        for level in sorted({each for each in levels if levels.count(each) > 1}):
            yield Complaint("table", "duplicate_id", f"{CONTEST_LEVELS[level]}写了两次，请删去其中一处。")
        if self.where.activity or self.where.honour or self.where.outcome:
            yield Complaint("where", "where_of_other_kind", "补助的是技能比武，这里只写级别（level）和工种（trade）。")

    def sum_for(self, level: str, heads: int) -> Decimal | None:
        """By the standard, before what was spent; None where the table has no such level."""
        fixed = self.amount or Decimal(0)
        if self.table:
            row = next((each for each in self.table if each.level == level), None)
            if row is None:
                return None
            fixed = row.amount
        total = fixed + (self.per_head or Decimal(0)) * heads
        return total if self.ceiling is None else min(total, self.ceiling)

    def sentences(self) -> Iterator[str]:
        parts = [f"每场 {yuan(self.amount)}"] if self.amount is not None else []
        parts += [f"{CONTEST_LEVELS[each.level]}每场 {yuan(each.amount)}" for each in self.table]
        parts += [f"每人 {yuan(self.per_head)}"] if self.per_head is not None else []
        parts += [f"每场最高 {yuan(self.ceiling)}"] if self.ceiling is not None else []
        parts += [f"每个单位最多 {self.at_most} 场"] if self.at_most is not None else []
        spent = "，不超过实际支出" if self.within_spent else ""
        yield f"{self.title}（{bodies_title(self.of)}申请）：{'、'.join(parts)}{spent}。"
        if self.proof:
            yield f"申请{self.title}须附{'、'.join(PROOFS[each] for each in self.proof)}。"
        if self.claim_within:
            yield f"{self.title}在比武结束后 {self.claim_within.phrase()}内申请。"
