"""长兴 2018, January to April: units and offices, the campaign, what falls due, the entries."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.common.roles import Role
from services.embedded.journey.player import Player
from services.identity.domain.imports import KIND_WORDS, ROLE_WORDS, ImportKind
from services.identity.domain.units import UnitKind
from tests.acceptance import campaign_acts
from tests.acceptance.campaign_acts import Campaign
from tests.acceptance.changxing_cast import (
    CLERK,
    EAST,
    EAST_UNIONS,
    HERE,
    NEW_TOWN,
    SECURITY,
    SYSTEM,
    TOWNS,
    TRADES,
    WEST,
    WEST_UNIONS,
    Town,
)
from tests.acceptance.contest_acts import Contests, Held
from tests.live import Deployment

REGULATION, HONOURS = "changxing-2018", "changxing-2018-honours"
PAPERS = {
    "form-1": "示范培育申报表",
    "form-4": "义务监督员登记表",
    "form-5": "技术服务项目登记表",
    "form-3": "考核评价表",
}
LATE_TOWN, LATE_UNION = "吕山乡总工会", "长兴水口茶业有限公司工会"


@dataclass
class Spring:
    """What stands by the end of April. `units`: name → id, of townships, unions and teams."""

    campaign: Campaign
    contests: Contests
    units: dict[str, str]
    held: dict[str, Held] = field(default_factory=dict)
    reminded: list[str] = field(default_factory=list)
    overdue: list[str] = field(default_factory=list)
    wrong_rows: list[str] = field(default_factory=list)
    after_closing: str = ""

    def of(self, town: Town) -> Held:
        return self.held[town.name]


def begin(player: Player, deployment: Deployment) -> Spring:
    """Offices in January; the campaign on the day of the notice."""
    player.on(date(2018, 1, 8))
    _settle_in(player)
    campaign_acts.arrived(player, deployment, HERE.code, "competitions", "applications", "portal")
    player.on(date(2018, 2, 28))
    campaign = campaign_acts.publish(player, HERE.code, CLERK, REGULATION, "theme-2018")
    player.tell(HERE.title, "发布主题劳动竞赛通知")
    kinds = ("township", "industry", "employer_union", "team")
    units = [campaign_acts.units_of(player, HERE.code, CLERK, kind) for kind in kinds]
    return Spring(
        campaign, Contests(player, deployment, HERE), {name: id_ for each in units for name, id_ in each.items()}
    )


def _settle_in(player: Player) -> None:
    """One township and eleven firms that the demo lacks; two pairs of clerks, east and west."""

    def unit(name: str, kind: UnitKind, parent: str = "") -> dict[str, Any]:
        return {"name": name, "kind": KIND_WORDS[kind], "parent": parent, "valid_from": date(2010, 1, 1)}

    rows = [unit(NEW_TOWN.name, UnitKind.TOWNSHIP)]
    for town in (each for each in TOWNS if not each.is_known):
        rows += [
            unit(town.union, UnitKind.EMPLOYER_UNION, town.name),
            unit(town.firm, UnitKind.EMPLOYER, town.union),
            unit(town.team, UnitKind.TEAM, town.union),
        ]
    campaign_acts.bring_in(player, HERE.code, SYSTEM, ImportKind.UNITS, rows)
    places = [(each.name, each.reviewer, each.applicant) for each in TOWNS]
    places += [("长兴县教育工会", EAST, EAST_UNIONS), ("长兴县医务工会", WEST, WEST_UNIONS)]
    known = {EAST: "雉城街道总工会", WEST: "夹浦镇总工会"}
    grants = [
        {"username": who, "role": ROLE_WORDS[role], "unit": name}
        for name, reviewer, applicant in places
        for who, role in ((reviewer, Role.REVIEWER), (applicant, Role.APPLICANT))
        if known.get(who) != name
    ]
    campaign_acts.bring_in(player, HERE.code, SECURITY, ImportKind.GRANTS, grants)


def open_contests(player: Player, spring: Spring) -> None:
    """Each township its own, on 5 March: entries until 12 April, held on 22 May."""
    player.on(date(2018, 3, 5))
    for town in TOWNS:
        asked = {"organiser_unit_id": spring.units[town.name], "closes_on": "2018-04-12", "held_on": "2018-05-22"}
        title = f"{town.name.removesuffix('总工会')}{TRADES[town.trade]}技能比武"
        spring.held[town.name] = spring.contests.open(
            town.reviewer, REGULATION, "township-contest", title=title, campaign="theme-2018", **asked
        )
    player.tell("十六个乡镇", "开设技能比武")


def enter(player: Player, spring: Spring) -> None:
    """By workbook, a union each; the first comes back with every fault by its row. The last enters one by one."""
    player.on(date(2018, 3, 20))
    town = TOWNS[0]
    wrong = [
        town.row(town.first),
        town.row(town.second, unit="没有的班"),
        town.row(town.third, born_on=date(2004, 1, 1)),
        town.row(town.first),
    ]
    spring.wrong_rows = spring.of(town).refused_rows(town.applicant, wrong)
    for each in TOWNS:
        held, rows = spring.of(each), [each.row(name) for name in each.entrants]
        if each is NEW_TOWN:
            for row in rows:
                held.enter(each.applicant, spring.units[each.team], each.trade, row)
        else:
            assert held.bring_in(each.applicant, rows) == len(rows)
    player.on(date(2018, 4, 13))
    late = {"name": "林晚照", "unit_id": spring.units[town.team], "trade": "welder", "born_on": "1990-01-01"}
    held = spring.of(town)
    spring.after_closing = player.refused("POST", town.applicant, held.path("/entries"), "entry_closed", json=late)


def file_forms(player: Player, spring: Spring) -> None:
    """Form 1 by the 10th, forms 2, 4 and 5 by the 15th; one of form 1 and one of form 2 two days late."""
    player.on(date(2018, 4, 7))
    player.tick()
    reminder = "请于 2018-04-10 前报送 “工人先锋号”示范培育申报表"
    spring.reminded = campaign_acts.told(player, HERE.code, EAST_UNIONS, reminder, least=8)
    player.on(date(2018, 4, 9))
    _file_all(spring, "form-1", but=LATE_UNION)
    player.on(date(2018, 4, 11))
    player.tick()
    spring.overdue = campaign_acts.told(player, HERE.code, CLERK, "逾期未报送")
    player.on(date(2018, 4, 12))
    spring.campaign.file(WEST_UNIONS, "form-1", spring.units[LATE_UNION], PAPERS["form-1"])
    player.on(date(2018, 4, 13))
    for each in TOWNS:
        if each.name != LATE_TOWN:
            spring.campaign.file(each.reviewer, "form-2", spring.units[each.name])
    spring.campaign.file(EAST, "form-2", spring.units["长兴县教育工会"])
    spring.campaign.file(WEST, "form-2", spring.units["长兴县医务工会"])
    _file_all(spring, "form-4")
    _file_all(spring, "form-5")
    player.on(date(2018, 4, 17))
    spring.campaign.file(WEST, "form-2", spring.units[LATE_TOWN])
    player.tell("各基层工会", "报送表 1、表 2、表 4、表 5")


def file_last(player: Player, spring: Spring) -> None:
    """Form 3 on its last day."""
    player.on(date(2018, 11, 25))
    _file_all(spring, "form-3")
    player.tell("各基层工会", "报送表 3")


def _file_all(spring: Spring, form: str, *, but: str = "") -> None:
    for each in TOWNS:
        if each.union != but:
            spring.campaign.file(each.applicant, form, spring.units[each.union], PAPERS[form])
    spring.campaign.file(EAST_UNIONS, form, spring.units["长兴县箬溪中学工会"], PAPERS[form])
