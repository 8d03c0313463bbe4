"""A skill contest: one level of the league, its trades, entry, rounds, order, awards, appeals (B1, B2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from services.common.regulation.bodies import LEVELS
from services.common.regulation.contest_advance import Advance
from services.common.regulation.contest_appeals import Appeals
from services.common.regulation.contest_awards import AWARDS, Award, AwardsFor, award_complaints, link_sentences
from services.common.regulation.contest_entry import OPEN_TO_ALL, Entry, Least
from services.common.regulation.contest_nouns import AWARD_TIES, LEAGUE, SIGNERS
from services.common.regulation.contest_order import Criterion, leaves_level
from services.common.regulation.contest_parts import HUNDRED, ContestPart, ContestRound, weight_complaints
from services.common.regulation.contest_teams import Teams
from services.common.regulation.date_shapes import DayShape
from services.common.regulation.fault import Complaint, nearest
from services.common.regulation.shapes import Choice, Count, Flag, Id, Text
from services.common.regulation.word_shapes import ListOf, OneOf, WordOf
from services.common.regulation.words import Key

APART: Final = {"trade": "工种", "class": "组别"}


@dataclass(frozen=True, kw_only=True)
class Trade:
    """A trade or a class, by its id and its title."""

    id: Annotated[str, Key("代号", Id())]
    title: Annotated[str, Key("名称", Text(40))]


@dataclass(frozen=True, kw_only=True)
class Contest:
    """One contest. `trade` names the only one, `trades` several; places count within trade unless said otherwise."""

    id: str = ""
    title: Annotated[str, Key("名称", Text(120))] = ""
    trade: Annotated[str, Key("工种", Text(40), hint="只有一个工种时写；几个工种的写 trades")] = ""
    trades: Annotated[tuple[Trade, ...], Key("几个工种", ListOf(WordOf(Trade), least=1))] = ()
    classes: Annotated[tuple[Trade, ...], Key("组别", ListOf(WordOf(Trade), least=2))] = ()
    level: Annotated[str, Key("级别", Choice(LEAGUE))]
    starts: Annotated[date | None, Key("比赛开始", DayShape())] = None
    entry: Annotated[Entry, Key("报名条件", WordOf(Entry))] = OPEN_TO_ALL
    least: Annotated[Least | None, Key("最少人数", WordOf(Least))] = None
    rounds: Annotated[tuple[ContestRound, ...], Key("轮次", ListOf(WordOf(ContestRound), least=1))]
    decimals: Annotated[int, Key("总分小数位", Count(0, 4))] = 2
    ranked_apart: Annotated[tuple[str, ...], Key("分开排名", ListOf(Choice(APART)))] = ("trade",)
    tie: Annotated[str | None, Key("授奖并列", Choice(AWARD_TIES))] = None
    signatures: Annotated[tuple[str, ...], Key("签字", ListOf(Choice(SIGNERS)))] = ("judge", "chief")
    teams: Annotated[Teams | None, Key("团体", WordOf(Teams))] = None
    advance: Annotated[Advance | None, Key("晋级上一级", WordOf(Advance))] = None
    awards: Annotated[tuple[Award, ...], Key("奖项", ListOf(OneOf(AWARDS)))] = ()
    awards_by: Annotated[tuple[AwardsFor, ...], Key("分工种、组别授奖", ListOf(WordOf(AwardsFor)))] = ()
    appeals: Annotated[Appeals | None, Key("申诉", WordOf(Appeals))] = None
    next_in_rank_fills: Annotated[bool, Key("取消后依次递补", Flag())] = False

    @property
    def says(self) -> str:
        return self.title or f"{self.trade or '、'.join(each.title for each in self.trades)}技能比武"

    @property
    def trade_titles(self) -> dict[str, str]:
        """By id; a contest of one trade has it under its own name."""
        return {each.id: each.title for each in self.trades} or {self.trade: self.trade}

    @property
    def class_titles(self) -> dict[str, str]:
        return {each.id: each.title for each in self.classes}

    @property
    def last(self) -> ContestRound:
        return self.rounds[-1]

    @property
    def order(self) -> tuple[Criterion, ...]:
        """The chain that decides the places of the contest: the last round's."""
        return self.last.order

    @property
    def is_weighted(self) -> bool:
        """Do all rounds make the total, or the last alone?"""
        return len(self.rounds) > 1 and all(each.weight for each in self.rounds)

    @property
    def full(self) -> Decimal:
        return HUNDRED if self.is_weighted else self.last.full

    def part(self, part_id: str) -> ContestPart:
        """KeyError if there is none."""
        return {part.id: part for each in self.rounds for part in each.parts}[part_id]

    def recusal(self, part: ContestPart) -> str:
        """Whose judges step back: of the same employer, or, where all are of one employer, of the same team."""
        return part.own_unit or ("team" if self.level in ("enterprise", "team") else "employer")

    def round_of(self, part_id: str) -> ContestRound:
        return next(each for each in self.rounds if part_id in each.part_titles)

    def check(self) -> Iterator[Complaint]:
        if bool(self.trade) == bool(self.trades):
            yield Complaint("trade", "missing_key", "请写明工种：一个工种写 trade，几个工种写 trades，二者选一。")
        yield from self._rounds()
        yield from self._awards()
        yield from self._groups()
        yield from self._advance()

    def _rounds(self) -> Iterator[Complaint]:
        if len(self.rounds) > 1:
            yield from weight_complaints("rounds", "轮次", [each.weight for each in self.rounds])
        elif self.rounds[0].weight is not None and self.rounds[0].weight.points != HUNDRED:
            says = "只有一轮比赛，权重应为 100%，或删去 weight。"
            yield Complaint(f"rounds.{self.rounds[0].id}.weight", "weights_do_not_add_up", says)
        if not self.order:
            says = "没有说明名次怎样排，请补上 order，例如 [total, practice, {earlier: finished_at}]。"
            yield Complaint(f"rounds.{self.last.id}", "tie_chain_missing", says)
        if self.last.advance:
            says = "最后一轮之后没有下一轮；晋级上一级比赛的，请把 advance 写在比武下面。"
            yield Complaint(f"rounds.{self.last.id}.advance", "leads_nowhere", says)
        ids = [part.id for each in self.rounds for part in each.parts]
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            yield Complaint("rounds", "duplicate_id", f"有两个分项的代号都是“{twice}”，请各取一个不同的 id。")

    def _awards(self) -> Iterator[Complaint]:
        yield from award_complaints(self.awards, full=self.full, at="awards")
        for number, each in enumerate(self.awards_by, 1):
            yield from award_complaints(each.awards, full=self.full, at=f"awards_by.{number}.awards")
        tables = (self.awards, *(each.awards for each in self.awards_by), self.teams.awards if self.teams else ())
        has_cut = any(award.extent.band is None for table in tables for award in table)
        if has_cut and self.tie is None and leaves_level(self.order):
            says = "奖项名额有限，没有说明名次并列怎么授奖，请补上 tie：share、widen 或 fewer。"
            yield Complaint("awards", "cut_without_tie", says)
        if any(each.shift for each in self.awards_by) and not self.awards:
            yield Complaint("awards_by", "awards_told_how", "按同一张表降档授奖，但没有写那张表，请补上 awards。")

        if self.level not in LEVELS and any(not link.level for t in tables for each in t for link in each.linked):
            says = f"{LEAGUE[self.level]}比赛获奖后联动的荣誉没有写级别，请补上 level，例如 level: county。"
            yield Complaint("awards", "link_without_level", says)

    def _groups(self) -> Iterator[Complaint]:
        known = {*self.trade_titles, *self.class_titles}
        taken: set[str] = set()
        for number, each in enumerate(self.awards_by, 1):
            for name in each.of:
                if name not in known:
                    like = nearest(name, known)
                    tail = f"，是不是想写“{like}”？" if like else "，请核对 trades 和 classes。"
                    yield Complaint(
                        f"awards_by.{number}.of", "unknown_reference", f"没有名为“{name}”的工种或组别{tail}", like
                    )
                if name in taken:
                    yield Complaint(f"awards_by.{number}.of", "duplicate_id", f"“{name}”的奖项写了两处，请合成一处。")
                taken.add(name)
        if "class" in self.ranked_apart and not self.classes:
            yield Complaint("ranked_apart", "unknown_reference", "分组别排名，但没有写组别，请补上 classes。")

    def _advance(self) -> Iterator[Complaint]:
        if self.advance is None:
            return
        levels = list(LEAGUE)
        if levels.index(self.advance.to) <= levels.index(self.level):
            says = f"本场是{LEAGUE[self.level]}比赛，只能晋级到更高一级，不能到{LEAGUE[self.advance.to]}。"
            yield Complaint("advance.to", "not_upward", says)
        if self.advance.is_cut and self.advance.tie is None and leaves_level(self.order):
            says = "晋级名额有限，没有说明末位并列怎么办，请补上 tie：share 或 fewer。"
            yield Complaint("advance", "cut_without_tie", says)

    def sentences(self) -> Iterator[str]:
        yield f"{LEAGUE[self.level]}比赛，工种：{'、'.join(self.trade_titles.values())}。"
        if self.classes:
            yield f"组别：{'、'.join(self.class_titles.values())}。"
        yield from self.entry.sentences()
        if self.least:
            yield f"{self.least.phrase()}。"
        for each in self.rounds:
            yield from each.sentences()
        if self.signatures:
            yield f"成绩由{'、'.join(SIGNERS[each] for each in self.signatures)}签字。"
        if self.teams:
            yield from self.teams.sentences()
        yield from self._award_sentences()
        if self.advance:
            yield from self.advance.sentences()
        if self.appeals:
            yield from self.appeals.sentences()
        yield "取消名次的，后面的依次递补。" if self.next_in_rank_fills else "取消名次的，空出的名次不递补。"

    def _award_sentences(self) -> Iterator[str]:
        if self.awards:
            tie = f"。{AWARD_TIES[self.tie]}" if self.tie else ""
            yield f"奖项：{'；'.join(each.phrase() for each in self.awards)}{tie}。"
            yield from link_sentences(self.awards)
        titles = {**self.trade_titles, **self.class_titles}
        for table in self.awards_by:
            whom = "、".join(titles[each] for each in table.of)
            if table.shift is not None:
                yield f"{whom}按上述奖项降 {table.shift} 档授奖。"
            else:
                yield f"{whom}的奖项：{'；'.join(each.phrase() for each in table.awards)}。"
                yield from link_sentences(table.awards)
