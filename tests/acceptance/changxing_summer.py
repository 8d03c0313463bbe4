"""长兴 2018, May to July: sixteen contests of townships, five of the county, two of the city that the county holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.embedded.journey.player import Player
from tests.acceptance.changxing_cast import (
    ARBITER,
    CHIEF,
    CITY_PRACTICE,
    CITY_THEORY,
    CLERK,
    COUNTY_MARKS,
    EAST_UNIONS,
    FINALISER,
    HERE,
    JUDGES,
    MORE_JUDGES,
    SECOND,
    SPREAD,
    THIRD,
    TOWN_MARKS,
    TOWNS,
    TRADES,
    Town,
    of_trade,
)
from tests.acceptance.changxing_spring import REGULATION, Spring
from tests.acceptance.contest_acts import Held

TOWN_JUDGES = (CHIEF, SECOND, THIRD)


@dataclass
class Summer:
    """What came of the contests. `county` and `city`: trade → contest."""

    spring: Spring
    county: dict[str, Held] = field(default_factory=dict)
    city: dict[str, Held] = field(default_factory=dict)
    own_unit: str = ""
    after_final: str = ""
    blocked: list[str] = field(default_factory=list)
    results: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    entered: dict[str, int] = field(default_factory=dict)


def judge_townships(player: Player, spring: Spring, summer: Summer) -> None:
    """All on 22 May, finalised when the two hours of appeals are over."""
    player.on(date(2018, 5, 22))
    for town in TOWNS:
        held = spring.of(town)
        held.appoint({"chief": [CHIEF], "judge": [SECOND, THIRD], "arbiter": [ARBITER], "finaliser": [FINALISER]})
        if town is TOWNS[0]:
            held.appoint({"judge": [EAST_UNIONS]})
        held.act("draw")
        if town is TOWNS[0]:
            summer.own_unit = _own_unit(player, held)
        _score_town(town, held)
        held.act("freeze")
    player.on(date(2018, 5, 22), hour=12)
    for town in TOWNS:
        held = spring.of(town)
        held.act("finalisation", who=FINALISER)
        held.act("publication")
        summer.results[town.name] = held.results()
    player.tell("十六个乡镇", "技能比武评分、定稿、公布")
    summer.after_final = _after_final(player, spring.of(TOWNS[0]))


def _own_unit(player: Player, held: Held) -> str:
    """A judge from the contestants' own firm scores none of them."""
    return player.refused(
        "PUT", EAST_UNIONS, held.path("/marks/1/practice"), "judge_of_own_unit", json={"points": "90"}, version=0
    )


def _after_final(player: Player, held: Held) -> str:
    path = held.path("/marks/1/practice")
    return player.refused("PUT", SECOND, path, "contest_final", json={"points": "99"}, version=0)


def _score_town(town: Town, held: Held) -> None:
    who = dict(zip(TOWN_MARKS, town.entrants, strict=False))
    held.mark(CHIEF, "theory", {name: TOWN_MARKS[rank][0] for rank, name in who.items()})
    held.sign(CHIEF, "theory")
    unsafe = [{"deduct_id": "safety", "ground": "未戴防护面罩"}]
    for number, judge in enumerate(TOWN_JUDGES):
        given = {name: TOWN_MARKS[rank][1][number] for rank, name in who.items()}
        third = {name: points for name, points in given.items() if name == town.third}
        held.mark(judge, "practice", {name: points for name, points in given.items() if name != town.third})
        held.mark(judge, "practice", third, taken=unsafe)
        held.sign(judge, "practice")
    held.countersign(CHIEF, "practice")
    for part in ("theory", "practice"):
        held.entrants_sign(part)


def enter_county(player: Player, spring: Spring, summer: Summer) -> None:
    """The first two of each township go on; where they are fewer than eight, townships enter more by workbook."""
    player.on(date(2018, 6, 1))
    for trade, title in TRADES.items():
        held = summer.county[trade] = spring.contests.open(
            CLERK, REGULATION, f"county-{trade}", closes_on="2018-06-15", held_on="2018-06-22", campaign="theme-2018"
        )
        summer.entered[title] = sum(held.winners_of(spring.of(town)) for town in of_trade(trade))
        if summer.entered[title] < len(COUNTY_MARKS):
            others = [town for town in TOWNS if town.trade != trade][: len(COUNTY_MARKS) - summer.entered[title]]
            held.bring_in(CLERK, [town.row(_more(town, trade), trade) for town in others])
    player.tell(HERE.title, "县级技能大赛五场，各乡镇前两名晋级")


def _more(town: Town, trade: str) -> str:
    return town.surname + {"fitter": "行简", "forklift": "明远", "nurse": "清和"}[trade]


def judge_county(player: Player, summer: Summer) -> None:
    """On 22 June; the welders' waits for a missing sheet and an appeal, the others only for the two hours."""
    player.on(date(2018, 6, 22))
    for trade, held in summer.county.items():
        held.appoint({"chief": [CHIEF], "judge": JUDGES[1:], "arbiter": [ARBITER], "finaliser": [FINALISER]})
        held.act("draw")
        score(held, dict(zip(held.entries(), COUNTY_MARKS, strict=True)), JUDGES, unsigned=trade == "welder")
        held.act("freeze")
    _clear(player, summer, summer.county["welder"])
    player.on(date(2018, 6, 22), hour=16)
    for trade, held in summer.county.items():
        held.act("finalisation", who=FINALISER)
        held.act("publication")
        summer.results[trade] = held.results()
    player.tell(HERE.title, "县级技能大赛五场，定稿、公布")


def score(held: Held, marks: dict[str, tuple[str, str]], judges: Sequence[str], *, unsigned: bool = False) -> None:
    """Theory by the chief, practice by all; `unsigned` leaves the last judge's sheet as a draft."""
    held.mark(CHIEF, "theory", {name: theory for name, (theory, _) in marks.items()})
    held.sign(CHIEF, "theory")
    practise(held, {name: practice for name, (_, practice) in marks.items()}, judges, unsigned=unsigned)
    for part in ("theory",) if unsigned else ("theory", "practice"):
        held.entrants_sign(part)


def practise(held: Held, points: dict[str, str], judges: Sequence[str], *, unsigned: bool = False) -> None:
    spread = SPREAD if len(judges) == len(SPREAD) else (*SPREAD, 0, 0)
    for judge, more in zip(judges, spread, strict=True):
        held.mark(judge, "practice", {name: str(int(given) + more) for name, given in points.items()})
        if not unsigned or judge is not judges[-1]:
            held.sign(judge, "practice")
    held.countersign(CHIEF, "practice")


def _clear(player: Player, summer: Summer, held: Held) -> None:
    """What stands before the final word is cleared one by one: the sheet, the appeal, the time."""
    summer.blocked.append(held.refused("finalisation", "finalise_blocked", who=FINALISER))
    held.act("reopening", said={"why": "一名裁判的评分表没有签字"})
    held.sign(JUDGES[-1], "practice")
    held.countersign(CHIEF, "practice")
    held.entrants_sign("practice")
    player.on(date(2018, 6, 22), hour=11)
    held.act("freeze")
    entry = held.entries()[TOWNS[3].second]
    appealed = {"entry_id": entry, "grounds": "实操用时记录与现场不符。"}
    asked = player.post(TOWNS[3].reviewer, held.path("/appeals"), appealed)
    player.on(date(2018, 6, 22), hour=14)
    summer.blocked.append(held.refused("finalisation", "finalise_blocked", who=FINALISER))
    ruling = {"upheld": False, "ruling": "复核监控录像，用时记录无误，维持原成绩。"}
    player.post(ARBITER, held.path(f"/appeals/{asked['id']}/decision"), ruling)


def hold_city(player: Player, summer: Summer) -> None:
    """Two rounds: who has 60 of theory goes on to practice; seven judges. The first three of the county's come."""
    player.on(date(2018, 7, 2))
    for trade in ("welder", "electrician"):
        held = summer.city[trade] = summer.spring.contests.open(
            CLERK, REGULATION, f"city-{trade}", closes_on="2018-07-20", held_on="2018-07-27", campaign="theme-2018"
        )
        summer.entered[f"市{TRADES[trade]}"] = held.winners_of(summer.county[trade])
    player.on(date(2018, 7, 27))
    for trade, held in summer.city.items():
        held.appoint({"chief": [CHIEF], "judge": MORE_JUDGES[1:], "arbiter": [ARBITER], "finaliser": [FINALISER]})
        held.act("draw")
        names = [each["name"] for each in summer.results[trade] if each["advances"]]
        held.mark(CHIEF, "theory", dict(zip(names, CITY_THEORY, strict=True)))
        held.sign(CHIEF, "theory")
        held.act("rounds/next")
        practise(held, dict(zip(names, CITY_PRACTICE, strict=False)), MORE_JUDGES)
        held.act("freeze")
    player.on(date(2018, 7, 27), hour=12)
    for trade, held in summer.city.items():
        held.act("finalisation", who=FINALISER)
        held.act("publication")
        summer.results[f"city-{trade}"] = held.results()
    player.tell(HERE.title, "承办市级大赛两场")
