"""长兴 2018, June to November: the honours that townships cultivate, money for their contests, the year's activities."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.embedded.journey import federation
from services.embedded.journey.player import Player
from tests.acceptance.changxing_cast import CLERK, HERE, TOWNS, WEST
from tests.acceptance.changxing_spring import HONOURS, Spring

PROGRAMMES = {
    "pioneer-cultivation": "new_pioneers",
    "safety-site": "new_safety_sites",
    "finest-team": "new_finest_teams",
    "studio": "new_studios",
}
LACKING = "水口储运班"
"""Its studio is not approved."""


@dataclass
class Autumn:
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    after: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: str = ""
    accounts: list[dict[str, str]] = field(default_factory=list)
    beyond: str = ""
    twice: str = ""
    activities: dict[str, str] = field(default_factory=dict)


def cultivate(player: Player, spring: Spring, autumn: Autumn) -> None:
    """Every township puts one team forward for each of the four; the meeting of 18 September agrees to all but one."""
    player.on(date(2018, 9, 3))
    autumn.before = spring.campaign.targets()
    for town in TOWNS:
        for programme in PROGRAMMES:
            asked = {"programme": programme, "subject_unit_id": spring.units[town.team]}
            case = player.post(town.applicant, HERE.api("cases"), asked)
            path = HERE.api(f"cases/{case['id']}/submission")
            player.post(town.applicant, path, version=case["version"])
    player.tell("十六个乡镇", "各推荐一个班组申报四项荣誉")
    player.on(date(2018, 9, 18))
    for programme in PROGRAMMES:
        _decide(player, programme)
    autumn.after = _counted(player, spring)


def _decide(player: Player, programme: str) -> None:
    """The meeting over one docket, signed by the chair, and the honours begin."""
    docket = player.post(
        CLERK,
        HERE.api("dockets"),
        {"regulation_id": HONOURS, "regulation_version": 1, "programme": programme, "year": 2018},
        status=201,
    )
    path = HERE.api(f"dockets/{docket['id']}")
    attended = federation.meeting(HERE, docket, date(2018, 9, 18), ())
    docket = player.put(CLERK, f"{path}/meeting", attended, version=docket["version"])
    votes = federation.votes(docket)
    if programme == "studio":
        fallen = {each["application_id"] for each in docket["cases"] if each["subject_name"] == LACKING}
        votes = [_against(each) if each["application_id"] in fallen else each for each in votes]
    docket = player.put(CLERK, f"{path}/decisions", {"cases": votes}, version=docket["version"])
    player.post(HERE.user("chair1"), f"{path}/signature", version=docket["version"])
    rows = player.post(CLERK, HERE.api("conferrals"), {"programme": programme, "year": 2018})["rows"]
    player.tell(HERE.title, f"命名 {rows[0]['honour']} {len(rows)} 个")


def _against(vote: dict[str, Any]) -> dict[str, Any]:
    said = {"decision": "disagree", "reason": "领衔人不在岗，本年不予命名"}
    return {**vote, **said, "in_favour": 0, "against": vote["in_favour"]}


def _counted(player: Player, spring: Spring) -> dict[str, dict[str, Any]]:
    """Once every honour has come by its event."""

    def ask() -> dict[str, dict[str, Any]] | None:
        found = spring.campaign.targets()
        honours = [sum(int(line["amount"]) for line in found[each]["bodies"]) for each in PROGRAMMES.values()]
        return found if honours == [16, 16, 16, 15] else None

    found: dict[str, dict[str, Any]] = player.until("the honours are counted", ask)
    return found


def ask_money(player: Player, spring: Spring, autumn: Autumn) -> None:
    """5 000 a township within 75 000: fifteen use it up, the sixteenth waits until one is recalled."""
    player.on(date(2018, 6, 28))
    campaign, last = spring.campaign, TOWNS[-1]
    asked = {}
    for town in TOWNS[:-1]:
        spent = "4000.00" if town.entrants[2:] == () else "6200.00"
        asked[town.name] = campaign.ask_money(town.reviewer, spring.of(town).id, spent)
    autumn.twice = player.refused(
        "POST", TOWNS[0].reviewer, campaign.path("/subsidies"), "already_subsidised",
        json=campaign.claim(TOWNS[0].reviewer, spring.of(TOWNS[0]).id, "100"),
    )  # fmt: skip
    player.on(date(2018, 7, 5))
    for id_ in asked.values():
        campaign.decide(id_, "approve", version=1)
    for name in (TOWNS[0].name, TOWNS[1].name):
        campaign.decide(asked[name], "pay", version=2)
    autumn.accounts.append(campaign.account())
    claim = campaign.claim(WEST, spring.of(last).id, "5300.00")
    autumn.beyond = player.refused("POST", last.reviewer, campaign.path("/subsidies"), "beyond_budget", json=claim)
    campaign.decide(asked[TOWNS[1].name], "recall", version=3, reason="票据重复，收回")
    autumn.accounts.append(campaign.account())
    id_ = campaign.ask_money(last.reviewer, spring.of(last).id, "5300.00")
    campaign.decide(id_, "approve", version=1)
    for town, each in [*asked.items(), (last.name, id_)]:
        if town not in (TOWNS[0].name, TOWNS[1].name):
            campaign.decide(each, "pay", version=2)
    autumn.accounts.append(campaign.account())
    player.tell(HERE.title, f"发放补助，{autumn.accounts[-1]}")


def act(player: Player, spring: Spring, autumn: Autumn) -> None:
    """B6: a proposal that is adopted and takes effect, a pair whose apprentice passes, an inspection, a training."""
    player.on(date(2018, 8, 10))
    path, town = spring.campaign.path("/activities"), TOWNS[0]
    begun = {
        "team_interaction": ("班组互动日", "held"),
        "five_small": ("焊缝打磨工装小改革", "proposed"),
        "mentoring": ("沈知远带徒沈若谷", "paired"),
        "protection_inspection": ("夏季劳动保护监督检查", "found"),
        "training": ("班组长安康技能培训", "held"),
    }
    ids = {}
    for kind, (title, outcome) in begun.items():
        said = {"unit_id": spring.units[town.union], "kind": kind, "title": title, "outcome": outcome}
        said |= {"held_on": "2018-08-09", "people": 12}
        ids[kind] = player.post(town.applicant, path, said)["id"]
    player.on(date(2018, 8, 31))
    ended = {"five_small": {"outcome": "applied", "benefit": "36000.00"}, "mentoring": {"outcome": "passed"}}
    for kind, after in (ended | {"protection_inspection": {"outcome": "solved"}}).items():
        player.post(town.applicant, f"{path}/{ids[kind]}", after, version=1)
    rows = player.get(CLERK, path)["rows"]
    autumn.activities = {each["kind"]: each["outcome"] for each in rows}
