"""Awards by place, by band of score, by share of entrants; a table per trade or class, or one shifted by steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from services.common.regulation.bands import gaps_and_overlaps
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import ROUNDINGS, Bound, Percent, plain
from services.common.regulation.conferring import LinkedHonour
from services.common.regulation.contest_nouns import BASES
from services.common.regulation.fault import Complaint
from services.common.regulation.money import Money
from services.common.regulation.nodes import Node, Table
from services.common.regulation.reading import Reading, scalar
from services.common.regulation.shapes import Choice, Count, Id, Number, PercentShape, Shape, Text
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Family, Key

AWARDS = Family("award", "奖项")


@dataclass(frozen=True)
class Extent:
    """How many: so many places, a share of a base, or everybody whose total is within a band."""

    places: int | None = None
    share: Percent | None = None
    band: Bound | None = None

    def phrase(self) -> str:
        if self.places is not None:
            return f"{self.places} 名"
        return f"{self.share}" if self.share is not None else f"总分{self.band.phrase('分') if self.band else ''}的"


class ExtentShape(Shape):
    """3, 10%, or {at_least: 90}."""

    widget = "extent"

    def read(self, node: Node, at: str, reading: Reading) -> Extent:
        if isinstance(node, Table):
            return Extent(band=BoundShape().read(node, at, reading))
        if scalar(node, at, reading).endswith("%"):
            return Extent(share=PercentShape().read(node, at, reading))
        return Extent(places=Count(1, 100_000).read(node, at, reading))

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [Count(1, 100_000).schema(), PercentShape().schema(), BoundShape().schema()]}


@dataclass(frozen=True, kw_only=True)
class Award:
    """What every award has beside its extent; the first in the list is the highest."""

    extent: Extent
    of: Annotated[str | None, Key("比例的基数", Choice(BASES))] = None
    rounding: Annotated[str | None, Key("取整", Choice(ROUNDINGS))] = None
    at_least: Annotated[Decimal | None, Key("获奖最低分", Number())] = None
    sum: Annotated[Money | None, Key("奖金", WordOf(Money, lone="amount"))] = None
    linked: Annotated[tuple[LinkedHonour, ...], Key("联动荣誉", ListOf(WordOf(LinkedHonour)))] = ()

    @property
    def says(self) -> str:
        return AWARDS.title_of(self)

    def check(self) -> Iterator[Complaint]:
        if self.extent.share is not None and self.rounding is None:
            says = f"{self.says}的比例折算成人数时没有说明怎样取整，请补上 rounding：up、down 或 half_up。"
            yield Complaint("", "percent_without_rounding", says)
        if self.extent.share is not None and self.of is None:
            bases = "、".join(f"{name}（{title}）" for name, title in BASES.items())
            says = f"{self.says}的比例没有说明以什么为基数，请补上 of：{bases}。"
            yield Complaint("", "rate_without_base", says)
        if self.extent.band is not None and self.extent.band.is_percent:
            yield Complaint("", "not_number", f"{self.says}按分数段授奖，界限写分数，例如 {{at_least: 90}}。")

    def phrase(self) -> str:
        how = self.extent.phrase()
        if self.extent.share is not None:
            how = f"{BASES[self.of or 'ranked']}的 {how}（{ROUNDINGS[self.rounding or 'down']}）"
        floor = f"，总分不低于 {plain(self.at_least)} 分" if self.at_least is not None else ""
        return f"{self.says}：{how}{floor}{f'，奖金{self.sum.phrase()}' if self.sum else ''}"


@AWARDS.word("special", "特等奖")
@dataclass(frozen=True, kw_only=True)
class Special(Award):
    extent: Annotated[Extent, Key("特等奖", ExtentShape(), name="special")]


@AWARDS.word("first", "一等奖")
@dataclass(frozen=True, kw_only=True)
class First(Award):
    extent: Annotated[Extent, Key("一等奖", ExtentShape(), name="first")]


@AWARDS.word("second", "二等奖")
@dataclass(frozen=True, kw_only=True)
class Second(Award):
    extent: Annotated[Extent, Key("二等奖", ExtentShape(), name="second")]


@AWARDS.word("third", "三等奖")
@dataclass(frozen=True, kw_only=True)
class Third(Award):
    extent: Annotated[Extent, Key("三等奖", ExtentShape(), name="third")]


@AWARDS.word("excellent", "优秀奖")
@dataclass(frozen=True, kw_only=True)
class Excellent(Award):
    extent: Annotated[Extent, Key("优秀奖", ExtentShape(), name="excellent")]


@AWARDS.word("award", "其他奖项")
@dataclass(frozen=True, kw_only=True)
class Named(Award):
    """An award with a title of the federation's own."""

    title: Annotated[str, Key("奖项名称", Text(40), name="award")]
    extent: Annotated[Extent, Key("多少", ExtentShape(), name="to")]

    @property
    def says(self) -> str:
        return self.title


@dataclass(frozen=True, kw_only=True)
class AwardsFor:
    """Other awards for some trades or classes: a table of their own, or the common one so many steps lower."""

    of: Annotated[tuple[str, ...], Key("哪些工种、组别", ListOf(Id(), least=1))]
    awards: Annotated[tuple[Award, ...], Key("奖项", ListOf(OneOf(AWARDS)))] = ()
    shift: Annotated[int | None, Key("降几档", Count(1, 5))] = None

    def check(self) -> Iterator[Complaint]:
        if bool(self.awards) == (self.shift is not None):
            says = "另设奖项的写 awards，按同一张表降档授奖的写 shift，二者选一。"
            yield Complaint("", "awards_told_how", says)


def link_sentences(awards: Sequence[Award]) -> Iterator[str]:
    """What an award leads to (B5)."""
    for award in awards:
        for link in award.linked:
            yield f"获{award.says}的，{link.phrase()}。"


def award_complaints(awards: Sequence[Award], *, full: Decimal, at: str) -> Iterator[Complaint]:
    """One award twice, places beside bands, bands with a gap or an overlap, shares beyond the whole."""
    titles = [each.says for each in awards]
    for twice in sorted({title for title in titles if titles.count(title) > 1}):
        yield Complaint(at, "duplicate_id", f"“{twice}”写了两次，请合成一项。")
    bands = [each.extent.band for each in awards if each.extent.band is not None]
    if bands and len(bands) != len(awards):
        yield Complaint(at, "awards_told_how", "奖项要么都按名次、比例，要么都按分数段，不能混用。")
    elif bands and not any(each.is_percent for each in bands):
        low = min(_low(each) for each in bands)
        for says in gaps_and_overlaps(bands, low, max(full, low), Decimal("0.01")):
            yield Complaint(at, "bands_gap", says)
    whole = sum((each.extent.share.points for each in awards if each.extent.share), Decimal(0))
    if whole > 100:
        yield Complaint(at, "shares_beyond_whole", f"各奖项比例合计 {plain(whole)}%，超过 100%，请改正。")


def _low(bound: Bound) -> Decimal:
    """The lowest figure of a band, at two decimals."""
    if bound.over is not None:
        return bound.over + Decimal("0.01")
    return bound.at_least if bound.at_least is not None else Decimal(0)
