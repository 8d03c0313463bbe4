"""One county with two factories and the people of a contest; the contest's rules as a regulation of its own."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.common.principal import load_principal
from services.common.roles import Role
from services.competitions.domain.running import Duty
from services.competitions.service.contests.drawing import draw_stations
from services.competitions.service.contests.duties import appoint
from services.competitions.service.contests.entering import Entering, enter
from services.competitions.service.contests.opening import Opening, open_contest
from services.competitions.service.contests.ranking import finalise, freeze_scores
from services.competitions.service.contests.scoring import countersign, save_mark, sign_marks
from services.competitions.store import db
from tests.factories import Place, Who, a_place

OPENS = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
HELD = datetime(2026, 7, 10, 2, 0, tzinfo=UTC)

RULES = """
regulation: welders
title: 职工技能比武
tenant: "330522"
effective: 2026-02-28
contests:
  welders:
    title: 焊工技能比武
    trade: 焊工
    level: county
    entry: {per_unit: {at_most: 2}, age: {between: [16, 60]}, one_person: one_entry, closes: 2026-06-30, by: [unit, person]}
    rounds:
      - id: final
        parts:
          - {id: theory, weight: 30%, marks: 100, by: paper}
          - id: practice
            weight: 70%
            marks: 100
            judges: 2
            blind: station_number
            deduct: [{id: spatter, title: 飞溅未清理, points: 5, at_most: 10}]
        order: [total, practice]
    tie: share
    awards: [{first: 1}, {second: 1}]
    appeals: {within: {hours: 2}, to: arbitration_group, ruling: final}
  lathe:
    title: 乡镇车工比武
    trade: 车工
    level: township
    rounds: [{id: final, parts: [{id: practice, marks: 100}], order: [total]}]
    awards: [{first: 1}]
    tie: share
    advance: {to: county, first: 1, tie: share}
  turners:
    title: 县车工比武
    trade: 车工
    level: county
    entry: {admits: advanced, per_unit: {at_most: 1}}
    rounds: [{id: final, parts: [{id: practice, marks: 100}], order: [total]}]
    awards: [{first: 1}]
    tie: share
"""


@dataclass
class League:
    place: Place
    people: dict[str, Who] = field(default_factory=dict)
    contest: UUID | None = None
    entries: dict[str, UUID] = field(default_factory=dict)

    def who(self, name: str, at: datetime = OPENS) -> Any:
        one = self.people[name]
        with db.read(self.place.code) as session:
            return load_principal(session, one.subject, one.name, on=at.date())

    @property
    def version(self) -> int:
        from services.competitions.queries.contests import load

        with db.read(self.place.code) as session:
            return load(session, self.contest).row.version

    def row(self) -> Any:
        from services.competitions.queries.contests import load

        with db.read(self.place.code) as session:
            return load(session, self.contest).row

    def open(self, **more: Any) -> UUID:
        self.contest = open_contest(self.who("secretary"), Opening("welders", "welders", **more), now=OPENS)
        return self.contest

    def enter(self, name: str, unit: str, *, born: date = date(1988, 5, 6), by: str = "secretary", **more: Any) -> UUID:
        said = Entering(name=name, unit_id=self.place.units[unit].id, trade="焊工", born_on=born, **more)
        self.entries[name] = enter(self.who(by), self.contest, said, now=OPENS + timedelta(days=1))
        return self.entries[name]

    def appoint_all(self) -> None:
        secretary = self.who("secretary")
        for name, duty in (
            ("chief", Duty.CHIEF),
            ("judge", Duty.JUDGE),
            ("arbiter", Duty.ARBITER),
            ("final", Duty.FINALISER),
        ):
            appoint(secretary, self.contest, self.people[name].person_id, duty, now=OPENS)

    def draw(self) -> str:
        return draw_stations(self.who("secretary", HELD), self.contest, expected=self.version, now=HELD)

    def stations(self) -> dict[str, int]:
        from services.competitions.queries.scores import stations

        with db.read(self.place.code) as session:
            numbers = stations(session, self.contest)
        return {name: numbers[entry] for name, entry in self.entries.items()}

    def mark(self, judge: str, name: str, part: str, points: str, *taken: Any, expected: int = 0) -> Any:
        who, number = self.who(judge, HELD), self.stations()[name]
        return save_mark(who, self.contest, number, part, Decimal(points), taken, expected=expected, now=HELD)

    def sign_all(self) -> None:
        for judge in ("chief", "judge"):
            sign_marks(self.who(judge, HELD), self.contest, "practice", now=HELD)
        sign_marks(self.who("chief", HELD), self.contest, "theory", now=HELD)
        countersign(self.who("chief", HELD), self.contest, "practice", now=HELD)


def a_league() -> League:
    place = a_place(db, name="测试县总工会")
    town = place.unit("虹星桥镇总工会", "township")
    for factory in ("东方机械", "西岭纺织"):
        union = place.unit(f"{factory}工会", "employer_union", town)
        place.unit(factory, "employer", union)
        place.unit(f"{factory}一班", "team", union)
    place.regulation("", text_=RULES)
    league = League(place)
    units = place.units
    league.people = {
        "secretary": place.person("顾望舒", Role.SECRETARY),
        "auditor": place.person("任知秋", Role.AUDITOR),
        "reviewer": place.person("邱明远", (Role.REVIEWER, town), at=town),
        "east": place.person("庄云起", (Role.APPLICANT, units["东方机械工会"]), at=units["东方机械工会"]),
        "west": place.person("陆青禾", (Role.APPLICANT, units["西岭纺织工会"]), at=units["西岭纺织工会"]),
        "chief": place.person("郝守拙", Role.ASSESSOR),
        "judge": place.person("温如玉", Role.ASSESSOR),
        "eastern": place.person("孟东来", Role.ASSESSOR, at=units["东方机械一班"]),
        "arbiter": place.person("孟竹青", Role.SUPERVISOR),
        "final": place.person("丁绍文", Role.CHAIR),
    }
    return league


def a_township_contest(league: League) -> UUID:
    """A township's turners, final and not published: 沈秋实 won, 江照野 came second."""
    town, reviewer = league.place.units["虹星桥镇总工会"], league.who("reviewer")
    asked = Opening("welders", "lathe", organiser_unit_id=town.id, held_on=HELD.date())
    contest = open_contest(reviewer, asked, now=OPENS)
    for name, unit in (("沈秋实", "东方机械一班"), ("江照野", "西岭纺织一班")):
        said = Entering(name=name, unit_id=league.place.units[unit].id, trade="车工")
        league.entries[name] = enter(reviewer, contest, said, now=OPENS)
    for name, duty in (("chief", Duty.CHIEF), ("final", Duty.FINALISER)):
        appoint(reviewer, contest, league.people[name].person_id, duty, now=OPENS)
    league.contest, chief = contest, league.who("chief")
    draw_stations(reviewer, contest, expected=league.version, now=HELD)
    for name, points in (("沈秋实", "91"), ("江照野", "85")):
        save_mark(chief, contest, league.stations()[name], "practice", Decimal(points), (), expected=0, now=HELD)
    sign_marks(chief, contest, "practice", now=HELD)
    freeze_scores(reviewer, contest, expected=league.version, now=HELD)
    finalise(league.who("final"), contest, expected=league.version, now=HELD)
    return contest
