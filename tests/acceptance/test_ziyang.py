"""紫阳 2011 (E5, E6): plans fall due on 30 November, are reminded, filed in time, late, or not at all.

By hand. Seventeen towns and three offices owe one plan each, published on 15 November. Seven days before, on the 23rd,
all who have not filed are reminded: twenty less the two who filed on the 20th, 18. One day before, on the 29th: less ten
more who filed on the 25th, 8. Six file on the 30th, in time; on 1 December the clerk is told of the two that are left.
One files on 4 December, 4 days late, 4 points (1 a day, at most 5); the other never, 10 points. It is criticised on
20 December and has 30 days to mend it, until 19 January; it reports on the 19th.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from services.common.roles import Role
from services.embedded.journey.federation import Federation
from services.embedded.journey.player import Player
from services.identity.domain.imports import KIND_WORDS, ROLE_WORDS, ImportKind
from services.identity.domain.units import UnitKind
from tests.acceptance import campaign_acts
from tests.acceptance.campaign_acts import Campaign
from tests.live import Deployment

pytestmark = pytest.mark.xdist_group("deployment")
ON_BOTH_PROFILES = True

HERE = Federation("610924", "ziyang", "紫阳县总工会")
CLERK, SYSTEM, SECURITY = (HERE.user(each) for each in ("secretary1", "system", "security"))
UNITS = "ziyang.reviewer.chengguan"
"""One person files for all of them: the county's clerk for the towns' plans."""
OWN, THIRD_OFFICE = "城关镇工会联合会", "紫阳县交通系统工会"


@dataclass
class Told:
    """What came of the story. `units`: their names, in the order in which they file."""

    campaign: Campaign
    units: list[str]
    owed: int = 0
    reminded: dict[str, int] = field(default_factory=dict)
    overdue: list[str] = field(default_factory=list)
    lines: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    notice: dict[str, Any] = field(default_factory=dict)
    again: str = ""


@pytest.fixture(scope="module")
def told(player: Player, played: Deployment) -> Told:
    """From November 2011 to January 2012."""
    player.on(date(2011, 11, 1))
    _settle_in(player)
    campaign_acts.arrived(player, played, HERE.code, "competitions", "portal")
    player.on(date(2011, 11, 15))
    campaign = campaign_acts.publish(player, HERE.code, CLERK, "ziyang-campaign", "windows-2011")
    towns, offices = (campaign_acts.units_of(player, HERE.code, CLERK, kind) for kind in ("township", "industry"))
    ids = towns | offices
    story = Told(campaign, [*towns, *offices], owed=len(campaign.filings()))
    _file(player, story, ids, date(2011, 11, 20), 0, 2)
    story.reminded["22"] = _tick(player, played, date(2011, 11, 22))
    story.reminded["23"] = _tick(player, played, date(2011, 11, 23))
    _file(player, story, ids, date(2011, 11, 25), 2, 12)
    story.reminded["29"] = _tick(player, played, date(2011, 11, 29))
    _file(player, story, ids, date(2011, 11, 30), 12, 18)
    story.reminded["30"] = _tick(player, played, date(2011, 11, 30))
    player.on(date(2011, 12, 1))
    player.tick()
    story.overdue = campaign_acts.told(player, HERE.code, CLERK, "逾期未报送")
    _file(player, story, ids, date(2011, 12, 4), 18, 19)
    story.again = player.refused("POST", UNITS, _plan(story, ids, 18), "already_filed", json=_said(story))
    _criticise(player, story, ids)
    return story


def _settle_in(player: Player) -> None:
    """The third office, and the clerk's grants for all who owe."""
    office = {"name": THIRD_OFFICE, "kind": KIND_WORDS[UnitKind.INDUSTRY], "valid_from": date(2010, 1, 1)}
    campaign_acts.bring_in(player, HERE.code, SYSTEM, ImportKind.UNITS, [office])
    names = [
        name
        for kind in ("township", "industry")
        for name in campaign_acts.units_of(player, HERE.code, CLERK, kind)
        if name != OWN
    ]
    rows = [{"username": UNITS, "role": ROLE_WORDS[Role.REVIEWER], "unit": name} for name in names]
    campaign_acts.bring_in(player, HERE.code, SECURITY, ImportKind.GRANTS, rows)


def _plan(story: Told, ids: dict[str, str], number: int) -> str:
    return story.campaign.path(f"/filings/plan/{ids[story.units[number]]}")


def _said(story: Told) -> dict[str, Any]:
    return {"files": [story.campaign.paper(UNITS, "活动方案")]}


def _file(player: Player, story: Told, ids: dict[str, str], day: date, first: int, end: int) -> None:
    player.on(day)
    for name in story.units[first:end]:
        story.campaign.file(UNITS, "plan", ids[name], "活动方案")
    player.tell(HERE.title, f"{end - first} 个单位报送活动方案")


def _tick(player: Player, played: Deployment, day: date) -> int:
    """How many reminders that day brings."""
    counted = "select count(*) from log_entry where tenant = %s and action = 'filing_reminded'"
    before = played.one("competitions", counted, HERE.code)
    player.on(day)
    player.tick()
    return int(played.one("competitions", counted, HERE.code)) - int(before)


def _criticise(player: Player, story: Told, ids: dict[str, str]) -> None:
    player.on(date(2011, 12, 20))
    rows = story.campaign.filings()
    story.lines = {each["unit_name"]: (each["state"], each["days_late"], each["points_lost"]) for each in rows}
    never = ids[story.units[19]]
    said = {"unit_id": never, "kind": "criticise", "ground": "逾期未报活动方案"}
    made = player.post(CLERK, story.campaign.path("/notices"), said)
    player.on(date(2012, 1, 19))
    path = story.campaign.path(f"/notices/{made['id']}/rectification")
    player.post(UNITS, path, {"result": "方案已制定"}, version=1)
    (story.notice,) = player.get(CLERK, story.campaign.path("/notices"))["rows"]


def test_twenty_units_owe_a_plan(told: Told) -> None:
    assert (told.owed, len(told.units)) == (20, 20)


def test_who_has_not_filed_is_reminded_seven_days_and_one_day_before(told: Told) -> None:
    assert told.reminded == {"22": 0, "23": 18, "29": 8, "30": 0}


def test_the_clerk_is_told_of_the_two_that_are_left(told: Told) -> None:
    assert told.overdue == ["2 个单位逾期未报送 活动方案"]


def test_lateness_is_kept_with_its_points(told: Told) -> None:
    in_time = {told.lines[name] for name in told.units[:18]}

    assert in_time == {("on_time", 0, "0")}
    assert [told.lines[name] for name in told.units[18:]] == [("late", 4, "4"), ("overdue", 20, "10")]


def test_a_plan_is_filed_once(told: Told) -> None:
    assert told.again == "“活动方案”已于 2011-12-04 报送"


def test_who_never_filed_is_criticised_and_mends_it_by_the_day(told: Told) -> None:
    found = {name: told.notice[name] for name in ("kind", "rectify_by", "rectified_on", "result")}

    assert found == {
        "kind": "criticise",
        "rectify_by": "2012-01-19",
        "rectified_on": "2012-01-19",
        "result": "方案已制定",
    }
