"""A contest in two rounds with papers, a play-off, a lot, teams and signatures of entrants, on the people of a league."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from services.competitions.queries.contests import load
from services.competitions.queries.rounds import numbers_of
from services.competitions.queries.scores import results
from services.competitions.service.contests.opening import Opening, open_contest
from services.competitions.service.contests.ranking import freeze_scores
from services.competitions.service.contests.rounds import next_round
from services.competitions.service.contests.scoring import countersign, save_mark, sign_marks
from services.competitions.store import db
from tests.integration.competitions.league import HELD, OPENS, League, a_league

RULES = """
regulation: heats
title: 职工技能比武（两轮）
tenant: "330522"
effective: 2026-02-28
contests:
  welders:
    title: 焊工两轮比武
    trade: 焊工
    level: county
    entry: {late_start: {over: 15, then: refused}}
    rounds:
      - id: heat
        weight: 30%
        parts: [{id: theory, marks: 100, by: paper, blind: paper_number, at_least: 50}]
        order: [total, drawn]
        advance: {first: 2, tie: share}
      - id: final
        weight: 70%
        parts: [{id: practice, marks: 100, judges: 2, blind: station_number}]
        order: [total, {less: time_used}, play_off, drawn]
    tie: share
    signatures: [entrant, judge, chief]
    teams: {unit: employer, counts: all, short: counts, awards: [{award: 优秀组织奖, to: 1}]}
    awards: [{first: 1}, {second: 1}]
"""
PEOPLE = (("沈秋实", "东方机械一班"), ("苏子墨", "东方机械一班"), ("江照野", "西岭纺织一班"))


class Rounds:
    """The contest drawn for its heat; `mark` and `sign` do what both judges do."""

    def __init__(self, people: Any = PEOPLE) -> None:
        self.league: League = a_league()
        self.league.place.regulation("", text_=RULES)
        self.contest = open_contest(self.secretary(OPENS), Opening("heats", "welders"), now=OPENS)
        self.league.contest = self.contest
        for name, unit in people:
            self.league.enter(name, unit)
        self.league.appoint_all()
        self.league.draw()

    def secretary(self, at: Any = HELD) -> Any:
        return self.league.who("secretary", at)

    def who(self, name: str) -> Any:
        return self.league.who(name, HELD)

    @property
    def entries(self) -> dict[str, Any]:
        return self.league.entries

    @property
    def version(self) -> int:
        return self.league.version

    def number(self, name: str, part: str) -> int:
        with db.read(self.league.place.code) as session:
            round_ = load(session, self.contest).row.round
            return numbers_of(session, self.contest, round_)["theory" if part == "theory" else ""][self.entries[name]]

    def mark(self, name: str, part: str, points: str, judges: tuple[str, ...] = ("chief",)) -> None:
        for judge in judges:
            save_mark(
                self.who(judge), self.contest, self.number(name, part), part, Decimal(points), (), expected=0, now=HELD
            )

    def sign(self, part: str, judges: tuple[str, ...] = ("chief",)) -> None:
        for judge in judges:
            sign_marks(self.who(judge), self.contest, part, now=HELD)
        if len(judges) > 1:
            countersign(self.who("chief"), self.contest, part, now=HELD)

    def heat(self, **points: str) -> None:
        for name, each in points.items():
            self.mark(name, "theory", each)
        self.sign("theory")

    def final(self, **points: str) -> None:
        both = ("chief", "judge")
        for name, each in points.items():
            self.mark(name, "practice", each, both)
        self.sign("practice", both)

    def go_on(self) -> int:
        return next_round(self.secretary(), self.contest, expected=self.version, now=HELD)

    def freeze(self) -> None:
        freeze_scores(self.secretary(), self.contest, expected=self.version, now=HELD)

    def places(self) -> dict[str, Any]:
        with db.read(self.league.place.code) as session:
            return {each.entry.name: each.result for each in results(session, self.contest)}
