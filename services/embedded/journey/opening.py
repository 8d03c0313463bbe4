"""The stage is set: the tree, the people, the regulations; 来安 publishes its own on screen's terms."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from services.embedded.journey.cases import api
from services.embedded.journey.player import Player
from services.embedded.journey.setting import COUNTY, OWN, PROGRAMME, TEAMS, Calendar
from services.identity.demo import Loaded, loading

Load = Callable[[datetime], Loaded]
"""Loads the demo as of that time, all but what the journey publishes itself."""


def loader(issuer: str) -> Load:
    return lambda now: loading.load_demo(now, issuer=issuer, without=(OWN,))


def set_stage(player: Player, calendar: Calendar, load: Load) -> None:
    """Everything but the county's own regulation, which its admin publishes himself."""
    player.on(calendar.begins)
    loaded = load(player.clock.now())
    player.tell(
        "演示",
        f"装入 {loaded.federations} 个工会、{loaded.rows} 条单位人员岗位，公布上级规则 {loaded.regulations} 部",
    )


def publish_regulation(player: Player, calendar: Calendar) -> None:
    """The admin loads the notice, sees a fault by its line, mends it and publishes it with its day."""
    who = "laian.admin"
    player.on(calendar.on(2, 26))
    right = (loading.REGULATIONS / OWN).read_text(encoding="utf-8")
    wrong = right.replace("late: refused", "late: refuse", 1)
    draft = player.post(who, api(COUNTY, "regulations/drafts", "identity"), {"text": wrong}, status=201)
    fault = draft["faults"][0]
    player.tell("许文静（规则管理员）", f"装入实施意见，系统指出第 {fault['line']} 行：{fault['says']}")
    path = api(COUNTY, f"regulations/drafts/{draft['id']}", "identity")
    mended = player.put(who, path, {"text": right}, version=draft["version"])
    day = calendar.on(3, 1)
    player.post(who, f"{path}/publish", {"effective_on": day.isoformat()}, version=mended["version"], status=201)
    player.tell("许文静（规则管理员）", f"发布《来安县创建“工人先锋号”实施意见》第 1 版，{day} 起施行")
    player.until("the regulation reaches applications", lambda: _is_known(player))


def _is_known(player: Player) -> bool:
    here = player.clock.today()
    player.on(here.replace(month=3, day=4))
    answer = player.answer("GET", "laian.secretary1", api(COUNTY, "programmes"))
    player.on(here)
    # Until the grants have come too, it is refused.
    return answer.status_code == 200 and any(each["programme"] == PROGRAMME for each in answer.json()["rows"])


def units(player: Player) -> dict[tuple[str, str], str]:
    """(employer, team) → unit id, as the county's staff see them."""

    def listed(name: str, kind: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = player.get(
            "laian.secretary1", api(COUNTY, "units", "identity"), params={"q": name, "kind": kind}
        )["rows"]
        return rows

    found: dict[tuple[str, str], str] = {}
    for team in TEAMS:
        union = listed(f"{team.employer}工会", "employer_union")[0]
        rows = [row for row in listed(team.name, "team") if row["path"].startswith(union["path"])]
        found[team.employer, team.name] = rows[0]["id"]
    return found
