"""The whole story in order, with a progress display; says at its end whether the honour stands at all four levels."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from rich.console import Console

from services.common.clock import SettableClock
from services.embedded.journey import climbing, county, federation, opening, publicity, tenure
from services.embedded.journey.climbing import LADDER, LAIAN
from services.embedded.journey.player import Player, Stage, Stumbled
from services.embedded.journey.setting import COUNTY, MAIN, Calendar, story_year
from services.identity.demo import DEMO_PASSWORD, reading


def play(
    stage: Stage,
    clock: SettableClock,
    console: Console,
    *,
    began: float,
    made_by: Callable[..., Player] = Player,
    load: opening.Load | None = None,
) -> bool:
    """True when the honour stands at all four levels. Playing again on the same data changes nothing.

    `load`: where the demo is loaded otherwise than here and now.
    """
    player = made_by(stage.origin, clock, stage.token_of, console, stage.tick)
    calendar = Calendar(story_year(clock.today()))
    try:
        if not _is_played(player):
            _play(player, calendar, load or opening.loader(stage.issuer))
        return _stands(player)
    except (Stumbled, AssertionError, StopIteration, KeyError) as stumbled:
        console.print(f"[bold red]演示中断：{stumbled!r}[/bold red]", markup=True)
        return False
    finally:
        clock.set(None)
        console.print(f"用时 {time.monotonic() - began:.1f} 秒")


def _is_played(player: Player) -> bool:
    answer = player.answer("GET", "", f"/api/v1/tenants/{COUNTY}/applications/public/notices")
    return answer.status_code == 200 and bool(answer.json()["rows"])


def _play(player: Player, calendar: Calendar, load: opening.Load) -> None:
    opening.set_stage(player, calendar, load)
    opening.publish_regulation(player, calendar)
    ids = county.apply(player, calendar, opening.units(player))
    county.review(player, calendar, ids)
    county.assess(player, calendar, ids)
    notice = federation.meet(player, LAIAN, calendar.on(12, 3), absent=("chair5",))
    publicity.object_and_answer(player, LAIAN, notice, calendar.on(12, 5))
    federation.end_publicity(player, LAIAN, notice)
    conferred = federation.confer(player, LAIAN, calendar.on(12, 19))
    honours = {each["subject_name"]: each["id"] for each in conferred}
    tenure.reward(player, honours, calendar.on(12, 25))
    climbing.climb(player, honours[MAIN.name], calendar.on(12, 30))
    for line in climbing.seen_below(player, ids[MAIN.name]):
        player.tell("来安县总工会看到", line)
    again = calendar.on(12, 20, years=1)
    tenure.reinspect(player, honours, again)
    tenure.rectify(player, honours, again + timedelta(days=60))


def _stands(player: Player) -> bool:
    """Asks each level's roll."""
    held = [_holder(player, each) for each in LADDER]
    for place, found in zip(LADDER, held, strict=True):
        player.console.print(f"  {place.title}  {found['number'] + '  有效' if found else '没有'}")
    return all(held)


def _holder(player: Player, here: federation.Federation) -> dict[str, Any] | None:
    rows = player.get(here.user("secretary1"), here.api("honours"), params={"q": MAIN.name})["rows"]
    return next(
        (dict(each) for each in rows if each["standing"] == "valid" and each["subject_name"] == MAIN.name), None
    )


def show_people(stage: Stage, console: Console) -> None:
    """Where to go and who can sign in."""
    console.print(f"\n[bold]{stage.origin}[/bold]  演示密码 {DEMO_PASSWORD}（仅限本机）")
    wanted = (
        "laian.applicant.chudong",
        "laian.reviewer.chahe",
        "laian.secretary1",
        "laian.chair1",
        "laian.supervisor",
        "laian.assessor1",
        "laian.admin",
        "laian.security",
        "chuzhou.secretary1",
        "anhui.secretary1",
        "national.secretary1",
    )
    people = {each.username: each for place in LADDER for each in reading.people_of(place.code)}
    for username in wanted:
        each = people[username]
        console.print(f"  {username:26} {each.name}")
    console.print("按 Ctrl+C 结束。")
