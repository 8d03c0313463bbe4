"""Places: a total, pools, so many per recommender, composition, and what a tie at the cut does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from services.common.regulation.bodies import SCOPES
from services.common.regulation.bound_shapes import BoundShape
from services.common.regulation.bounds import ROUNDINGS, Bound
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.kinds import KindShape
from services.common.regulation.orderings import ORDERINGS, TIES
from services.common.regulation.places import PerRecommender
from services.common.regulation.shapes import Choice, Count, Id, Text
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

DENOMINATORS: Final = {"batch": "全部名额", "pool": "本组名额", "recommender": "每个推荐单位的名单"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """A share or a number of one kind of people, of a named denominator."""

    of: Annotated[str, Key("类别", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    bound: Annotated[Bound, Key("界限", BoundShape(inline=True))]
    rounding: Annotated[str | None, Key("取整", Choice(ROUNDINGS))] = None
    denominator: Annotated[str, Key("基数", Choice(DENOMINATORS))] = "batch"
    pool: Annotated[str | None, Key("哪一组", Id())] = None
    within: Annotated[str | None, Key("在哪类对象中", KindShape())] = None
    dimension: Annotated[str, Key("分类标准", Id())] = ""

    def check(self) -> Iterator[Complaint]:
        if self.bound.is_percent and self.rounding is None:
            says = f"“{self.title}”的比例折算成人数时没有说明怎样取整，请补上 rounding：up、down 或 half_up。"
            yield Complaint("", "percent_without_rounding", says)
        if (self.denominator == "pool") != (self.pool is not None):
            says = f"“{self.title}”以一组的名额为基数的，要写明哪一组（pool），并写 denominator: pool。"
            yield Complaint("", "share_without_base", says)

    def sentences(self, kinds: Mapping[str, str] = SCOPES, pools: Mapping[str, str] | None = None) -> Iterator[str]:
        base = (pools or {}).get(self.pool or "", "") + DENOMINATORS[self.denominator]
        base += f"中的{kinds.get(self.within, self.within)}" if self.within else ""
        if not self.bound.is_percent:
            yield f"{base}中，{self.title}{self.bound.phrase('个')}。"
            return
        how = f"（{ROUNDINGS[self.rounding]}）" if self.rounding else ""
        yield f"{self.title}占{base}{self.bound.phrase()}{how}。"


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Part of the places, with a total of its own."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(40))]
    total: Annotated[int, Key("名额", Count(1, 100_000))]
    of: Annotated[tuple[str, ...], Key("哪些对象", ListOf(KindShape(), least=1))] = ()
    """The kinds of candidate that belong to it; without them the pool is a kind of its own."""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.of or (self.id,))


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How many, by whom, of which kinds; `none` in the file means no limit (A4: 名额不限)."""

    total: Annotated[int | None, Key("总名额", Count(1, 100_000))] = None
    pools: Annotated[tuple[Pool, ...], Key("分组名额", ListOf(WordOf(Pool)))] = ()
    per_recommender: Annotated[PerRecommender | None, Key("每个推荐单位", WordOf(PerRecommender))] = None
    composition: Annotated[tuple[Part, ...], Key("构成", ListOf(WordOf(Part)))] = ()
    order: Annotated[tuple[str, ...], Key("排序规则", ListOf(Choice(ORDERINGS), ordered=True))] = ()
    tie: Annotated[str | None, Key("末位并列", Choice(TIES))] = None

    def check(self) -> Iterator[Complaint]:
        if self.total is not None and self.tie is None:
            says = "名额有限，但没有说明末位并列怎么办，请补上 tie：share、next_rule、widen 或 fewer。"
            yield Complaint("total", "cut_without_tie", says)
        if self.tie == "next_rule" and len(self.order) < 2:
            says = "末位并列要按下一条规则排序，但没有写出先后规则，请补上 order，例如 [score, recommended_rank]。"
            yield Complaint("tie", "cut_without_tie", says)
        pooled = sum(pool.total for pool in self.pools)
        if self.pools and self.total is not None and pooled != self.total:
            yield Complaint("pools", "pools_do_not_add_up", f"各组名额合计 {pooled}，应为总名额 {self.total}。")
        if self.per_recommender and self.per_recommender.indicators and self.total is None:
            says = "按指标分配的是总名额，请补上 total。"
            yield Complaint("per_recommender.indicators", "share_without_base", says)
        for part in self.composition:
            if part.pool is not None and part.pool not in {pool.id for pool in self.pools}:
                like = nearest(part.pool, {pool.id for pool in self.pools})
                says = f"没有名为“{part.pool}”的分组{f'，是不是想写“{like}”？' if like else '，请核对。'}"
                yield Complaint("composition", "unknown_reference", says, like)

    def pool(self, pool_id: str) -> Pool:
        """KeyError if there is none."""
        return {pool.id: pool for pool in self.pools}[pool_id]

    def sentences(self, kinds: Mapping[str, str] = SCOPES) -> Iterator[str]:
        if self.total is not None:
            yield f"名额共 {self.total} 个；末位并列时，{TIES[self.tie or 'share']}。"
        if self.order:
            yield f"依次按{'、'.join(ORDERINGS[each] for each in self.order)}排序。"
        for pool in self.pools:
            yield f"其中{pool.title} {pool.total} 个。"
        if self.per_recommender:
            yield f"每个推荐单位：{self.per_recommender.phrase()}。"
        for part in self.composition:
            yield from part.sentences(kinds, {pool.id: pool.title for pool in self.pools})
