"""陕西 2012 (D1, D2): the province's plan goes to ten cities and twenty counties, comes back as figures, and adds up.

By hand. 新建工会组织净增, goal 11 960: each city is given 1 196 and takes it on, the first raises it to 1 300, so that those
below take 12 064. By 30 June the first county of city n reports 300 + n, the second 290: city n has 590 + n, all ten
5 900 + 55 = 5 955, which is under the half of 11 960 (5 980): the province is behind by 25 that day. On 8 October the
second county of city 1 corrects 290 to 340 (+ 50): city 1 has 641, the province 6 005.

建会率: the first county of city n has 70 + n of 100, the second 390 of 500: city n (460 + n) / 600. The province has
4 600 + 55 = 4 655 of 6 000, 77.58 % (cut), short of 79.9 %. The mean of the twenty rates would be 76.75 %.
The correction of 390 to 410 in city 1 makes it 481 of 600 (80.16 %, met), the province 4 675 of 6 000, 77.91 %.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from services.embedded.journey.player import Player
from tests.acceptance import campaign_acts, founding
from tests.acceptance.campaign_acts import Campaign
from tests.live import Deployment

pytestmark = pytest.mark.xdist_group("deployment")
ON_BOTH_PROFILES = True

PROVINCE, CLERK = "61", "shaanxi.secretary1"
CITIES = {
    "6101": ("西安", {"610102": "新城区", "610103": "碑林区"}),
    "6102": ("铜川", {"610202": "王益区", "610203": "印台区"}),
    "6103": ("宝鸡", {"610302": "渭滨区", "610303": "金台区"}),
    "6104": ("咸阳", {"610402": "秦都区", "610404": "渭城区"}),
    "6105": ("渭南", {"610502": "临渭区", "610503": "华州区"}),
    "6106": ("延安", {"610602": "宝塔区", "610603": "安塞区"}),
    "6107": ("汉中", {"610702": "汉台区", "610703": "南郑区"}),
    "6108": ("榆林", {"610802": "榆阳区", "610803": "横山区"}),
    "6109": ("安康", {"610902": "汉滨区", "610924": "紫阳县"}),
    "6110": ("商洛", {"611002": "商州区", "611021": "洛南县"}),
}
KNOWN = {"6109": "ankang.secretary1", "610924": "ziyang.secretary1"}
FIRST, LATE = "6101", "610103"


@dataclass
class Told:
    """What came of the story. Lines are those of the federation, by the moment of the story."""

    province: Campaign
    below: dict[str, Campaign]
    shares: dict[str, str] = field(default_factory=dict)
    cities: list[str] = field(default_factory=list)
    june: dict[str, dict[str, Any]] = field(default_factory=dict)
    autumn: dict[str, dict[str, Any]] = field(default_factory=dict)
    city: dict[str, dict[str, Any]] = field(default_factory=dict)
    reports: dict[tuple[str, str], str] = field(default_factory=dict)
    too_many: str = ""


def clerk_of(code: str) -> str:
    return KNOWN.get(code) or founding.secretary_of(code)


@pytest.fixture(scope="module")
def told(player: Player, played: Deployment) -> Told:
    """From March to October of 2012."""
    founding.found(played.folder, date(2012, 3, 1), _federations())
    player.on(date(2012, 3, 5))
    for code in (*CITIES, *(county for _, below in CITIES.values() for county in below)):
        campaign_acts.arrived(player, played, code, "competitions")
    province = campaign_acts.publish(player, PROVINCE, CLERK, "shaanxi-campaign", "plan-2012")
    codes = [*CITIES, *(county for _, below in CITIES.values() for county in below)]
    below = {code: campaign_acts.received(player, code, clerk_of(code), province.id) for code in codes}
    player.tell("陕西省总工会", "部署到 10 个市、20 个县区")
    story = Told(province, below)
    _share(player, story)
    _report(player, story)
    _correct(player, story)
    return story


def _federations() -> list[dict[str, str]]:
    """Superiors first; two are there in the demo."""
    cities = [(code, PROVINCE, f"{name}市总工会", name) for code, (name, _) in CITIES.items()]
    counties = [
        (code, city, f"{name}总工会", name) for city, (_, below) in CITIES.items() for code, name in below.items()
    ]
    names = ("code", "parent", "name", "short_name")
    return [dict(zip(names, each, strict=True)) for each in (*cities, *counties) if each[0] not in KNOWN]


def _share(player: Player, story: Told) -> None:
    story.province.act("/targets/new_unions/shares", {"amounts": dict.fromkeys(CITIES, "1196")})
    for code in CITIES:
        city = story.below[code]
        city.until("it is offered its share", "new_unions", goal="不低于 1196")
        city.act("/targets/new_unions/share", {"amount": "1300" if code == FIRST else "1196"})

    def ask() -> dict[str, str] | None:
        shares: dict[str, str] = story.province.targets()["new_unions"]["shares"]
        return shares if shares["taken"] == "12064" else None

    story.shares = player.until("every city has taken its share", ask)


def _report(player: Player, story: Told) -> None:
    """Every county by the middle of the year."""
    player.on(date(2012, 6, 30))
    for n, (_, counties) in enumerate(CITIES.values(), 1):
        for code, sums, rate in zip(counties, (300 + n, 290), ((70 + n, 100), (390, 500)), strict=True):
            county = story.below[code]
            for target, figure in (("new_unions", (sums,)), ("union_rate", rate)):
                id_ = county.report(county.clerk, target, *figure, as_of="2012-06-30")
                story.reports[code, target] = id_
    story.june = {
        "new_unions": story.province.until("all have reported", "new_unions", amount="5955"),
        "union_rate": story.province.until("all have reported", "union_rate", amount="4655", whole="6000"),
    }
    story.cities = [story.below[code].whole("new_unions")["amount"] for code in CITIES]
    player.tell("陕西省总工会", f"上半年新建工会 {story.june['new_unions']['amount']} 个")


def _correct(player: Player, story: Told) -> None:
    """One county, late in the year; what it told stays beside what it tells now."""
    player.on(date(2012, 10, 8))
    county = story.below[LATE]
    for target, amount, whole in (("new_unions", 340, None), ("union_rate", 410, 500)):
        said = county.figure(county.clerk, amount, whole) | {"reason": "补报六月底前成立的"}
        player.post(county.clerk, county.path(f"/figures/{story.reports[LATE, target]}/correction"), said)
    city = story.below[FIRST]
    story.city = {
        "new_unions": city.until("the correction has come", "new_unions", amount="641"),
        "union_rate": city.until("the correction has come", "union_rate", amount="481"),
    }
    story.autumn = {
        "new_unions": story.province.until("the correction has come", "new_unions", amount="6005"),
        "union_rate": story.province.until("the correction has come", "union_rate", amount="4675"),
    }
    more = county.figure(county.clerk, 501, 500) | {"as_of": "2012-10-08"}
    path = county.path("/targets/union_rate/figures")
    story.too_many = player.refused("POST", county.clerk, path, "rate_above_100", json=more)


def test_the_plan_reaches_ten_cities_and_twenty_counties(told: Told) -> None:
    assert len(told.below) == 30


def test_the_shares_that_were_taken_are_more_than_the_province_asked(told: Told) -> None:
    assert told.shares == {"goal": "11960", "taken": "12064", "short": "0"}


def test_the_counties_figures_add_up_by_level(told: Told) -> None:
    assert told.cities == [str(590 + n) for n in range(1, 11)]
    line = told.june["new_unions"]
    assert (line["amount"], line["expected"], line["state"]) == ("5955", "5980", "behind")


def test_a_rate_is_added_up_from_its_parts_and_wholes(told: Told) -> None:
    line = told.june["union_rate"]

    assert (line["amount"], line["whole"], line["shown"], line["state"]) == ("4655", "6000", "77.58", "on_the_way")


def test_one_late_correction_changes_every_sum_above_it(told: Told) -> None:
    assert told.city["new_unions"]["amount"] == "641"
    assert told.autumn["new_unions"]["amount"] == "6005"
    rate = {name: told.city["union_rate"][name] for name in ("amount", "whole", "shown", "state")}
    assert rate == {"amount": "481", "whole": "600", "shown": "80.16", "state": "met"}
    assert (told.autumn["union_rate"]["amount"], told.autumn["union_rate"]["shown"]) == ("4675", "77.91")


def test_the_reason_of_the_correction_is_kept_all_the_way_up(told: Told, played: Deployment) -> None:
    statement = (
        "select detail ->> 'reason' as reason from log_entry where tenant = %s and action = 'figure_told'"
        " and (detail ->> 'is_correction')::boolean"
    )
    for code in (FIRST, PROVINCE):
        rows = played.rows("competitions", statement, code)
        assert {each["reason"] for each in rows} == {"补报六月底前成立的"}, code
    assert told.autumn


def test_a_rate_above_100_percent_is_refused(told: Told) -> None:
    assert "100" in told.too_many
