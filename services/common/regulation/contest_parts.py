"""Parts and rounds of a contest: weights, judges, blind papers and stations, deductions with grounds (B1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from services.common.regulation.bounds import Percent, plain
from services.common.regulation.contest_advance import Onward
from services.common.regulation.contest_nouns import BLIND, IDENTITY_SHOWN, OWN_UNIT, SCORED_BY, WITHOUT_PART
from services.common.regulation.contest_order import Criterion, CriterionShape, leaves_level, order_complaints
from services.common.regulation.fault import Complaint
from services.common.regulation.shapes import Choice, Count, Id, Number, PercentShape, Text
from services.common.regulation.sheet_combining import WAYS
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Key

HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Drop:
    """How many of the judges' scores fall out at either end before the mean."""

    highest: Annotated[int, Key("去掉最高分几个", Count(0, 10))] = 0
    lowest: Annotated[int, Key("去掉最低分几个", Count(0, 10))] = 0


@dataclass(frozen=True, kw_only=True)
class Deduct:
    """A named ground that takes points each time; `at_most` is its ceiling."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("扣分情形", Text(60))]
    points: Annotated[Decimal, Key("每次扣几分", Number())]
    at_most: Annotated[Decimal | None, Key("最多扣几分", Number())] = None

    def check(self) -> Iterator[Complaint]:
        if self.points == 0:
            yield Complaint("points", "step_of_zero", "每次扣 0 分没有意义，请填大于 0 的分数。")
        if self.at_most is not None and self.at_most < self.points:
            says = f"最多扣 {plain(self.at_most)} 分，少于一次要扣的 {plain(self.points)} 分，请改正。"
            yield Complaint("at_most", "contradictory_bounds", says)

    def taken(self, times: int) -> Decimal:
        whole = self.points * times
        return whole if self.at_most is None else min(whole, self.at_most)

    def phrase(self) -> str:
        most = f"，最多扣 {plain(self.at_most)} 分" if self.at_most is not None else ""
        return f"{self.title}每次扣 {plain(self.points)} 分{most}"


@dataclass(frozen=True, kw_only=True)
class ContestPart:
    """What is scored by itself: theory, practice. Points are from 0 to `marks`."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(40))] = ""
    weight: Annotated[Percent | None, Key("权重", PercentShape(), hint="各项权重合计 100%；都不写的，分数相加")] = None
    marks: Annotated[Decimal, Key("满分", Number(Decimal(1)))] = HUNDRED
    by: Annotated[str | None, Key("怎样评分", Choice(SCORED_BY))] = None
    judges: Annotated[int, Key("裁判人数", Count(1, 99))] = 1
    combine: Annotated[str, Key("合成办法", Choice(WAYS))] = "mean"
    drop: Annotated[Drop | None, Key("去掉最高最低", WordOf(Drop))] = None
    decimals: Annotated[int, Key("小数位", Count(0, 4))] = 2
    blind: Annotated[str, Key("匿名", Choice(BLIND))] = "none"
    identity_shown: Annotated[str, Key("泄露身份", Choice(IDENTITY_SHOWN))] = "void"
    own_unit: Annotated[
        str | None, Key("回避", Choice(OWN_UNIT), hint="不写的：企业级、班组级比赛按班组回避，其余按单位回避")
    ] = None
    deduct: Annotated[tuple[Deduct, ...], Key("扣分情形", ListOf(WordOf(Deduct)))] = ()
    at_least: Annotated[Decimal | None, Key("本项最低分", Number(), hint="低于此分的不排名次")] = None
    missing: Annotated[str, Key("缺考", Choice(WITHOUT_PART))] = "unranked"

    @property
    def says(self) -> str:
        return self.title or {"theory": "理论", "practice": "实操"}.get(self.id, self.id)

    @property
    def scored_by(self) -> str:
        """By judges where there are several and nothing else is said."""
        return self.by or ("judges" if self.judges > 1 else "paper")

    @property
    def dropped(self) -> tuple[int, int]:
        """How many fall out at the top and at the bottom."""
        if self.combine == "trimmed_mean":
            return 1, 1
        return (self.drop.highest, self.drop.lowest) if self.drop else (0, 0)

    def check(self) -> Iterator[Complaint]:
        if self.drop is not None and self.combine != "mean":
            says = f"已经写了去掉几个最高最低分（drop），不能再写“{WAYS[self.combine]}”，请删去一处。"
            yield Complaint("drop", "drop_beside_combine", says)
        elif self.judges - sum(self.dropped) < 1:
            says = f"去掉 {sum(self.dropped)} 个分数后没有分数可以平均，现有裁判 {self.judges} 名，请改正。"
            yield Complaint("drop", "nothing_left", says)
        if self.at_least is not None and self.at_least > self.marks:
            says = f"最低分 {plain(self.at_least)} 分高于满分 {plain(self.marks)} 分，没有人能排上名次，请改正。"
            yield Complaint("at_least", "minimum_beyond_points", says)

    def sentences(self) -> Iterator[str]:
        weight = f"，占 {self.weight}" if self.weight else ""
        yield f"{self.says}：满分 {plain(self.marks)} 分{weight}，{SCORED_BY[self.scored_by]}{self._judging()}。"
        if self.blind != "none":
            yield f"{self.says}{BLIND[self.blind]}；泄露身份的，{IDENTITY_SHOWN[self.identity_shown]}。"
        if self.deduct:
            yield f"{self.says}扣分：{'；'.join(each.phrase() for each in self.deduct)}。"
        if self.at_least is not None:
            yield f"{self.says}低于 {plain(self.at_least)} 分的，不排名次。"

    def _judging(self) -> str:
        if self.judges == 1:
            return ""
        said = f"，裁判 {self.judges} 名"
        if any(self.dropped):
            ends = zip(self.dropped, ("最高分", "最低分"), strict=True)
            said += f"，去掉 {'、'.join(f'{count} 个{title}' for count, title in ends if count)}后取平均分"
        else:
            said += f"，{WAYS[self.combine]}"
        return f"{said}，{OWN_UNIT[self.own_unit] if self.own_unit else '与选手同单位（同班组）的裁判回避'}"


@dataclass(frozen=True, kw_only=True)
class ContestRound:
    """Heats and a final. Rounds with weights make one total; without, the last round alone decides."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(40))] = ""
    weight: Annotated[Percent | None, Key("权重", PercentShape())] = None
    parts: Annotated[tuple[ContestPart, ...], Key("分项", ListOf(WordOf(ContestPart), least=1))]
    order: Annotated[tuple[Criterion, ...], Key("名次先后", ListOf(CriterionShape()))] = ()
    advance: Annotated[Onward | None, Key("进入下一轮", WordOf(Onward))] = None

    @property
    def says(self) -> str:
        return self.title or {"final": "决赛", "heat": "预赛", "semifinal": "半决赛"}.get(self.id, self.id)

    @property
    def part_titles(self) -> dict[str, str]:
        return {part.id: part.says for part in self.parts}

    @property
    def full(self) -> Decimal:
        """What can be had at most: 100 with weights, else the marks together."""
        if any(part.weight for part in self.parts):
            return HUNDRED
        return sum((part.marks for part in self.parts), Decimal(0))

    def check(self) -> Iterator[Complaint]:
        yield from weight_complaints("parts", "分项", [part.weight for part in self.parts])
        yield from order_complaints(self.order, self.part_titles)
        if self.advance and not self.order:
            yield Complaint("order", "tie_chain_missing", _NO_ORDER)
        elif self.advance and self.advance.is_cut and self.advance.tie is None and leaves_level(self.order):
            says = "进入下一轮的名额有限，没有说明末位并列怎么办，请补上 tie：share 或 fewer。"
            yield Complaint("advance", "cut_without_tie", says)

    def sentences(self) -> Iterator[str]:
        weight = f"占 {self.weight}，" if self.weight else ""
        yield f"{self.says}：{weight}{'、'.join(part.says for part in self.parts)} {len(self.parts)} 项。"
        for part in self.parts:
            yield from part.sentences()
        if self.order:
            chain = "；再看".join(each.phrase(self.part_titles) for each in self.order)
            yield f"{self.says}名次：先看{chain}{'；仍相同的名次并列' if leaves_level(self.order) else ''}。"
        if self.advance:
            yield f"进入下一轮：{self.advance.phrase()}。"


_NO_ORDER: Final = "没有说明名次怎样排，请补上 order，例如 [total, practice, {earlier: finished_at}]。"


def weight_complaints(at: str, title: str, weights: Sequence[Percent | None]) -> Iterator[Complaint]:
    """All have one and they make a whole, or none has."""
    written = [each.points for each in weights if each is not None]
    if not written:
        return
    whole = sum(written, Decimal(0))
    if len(written) < len(weights):
        says = f"有的{title}写了权重，有的没有写；请都写上（合计 100%），或都不写（分数相加）。"
        yield Complaint(at, "weights_do_not_add_up", says)
    elif whole != HUNDRED:
        yield Complaint(at, "weights_do_not_add_up", f"各{title}权重合计 {plain(whole)}%，应为 100%，请改正。")
    if any(each == 0 for each in written):
        yield Complaint(at, "weights_do_not_add_up", f"权重为 0% 的{title}不起作用，请删去或改正。")
