"""The whole story in order, with a progress display; says at its end whether the honour stands at all four levels."""

import time
from pathlib import Path

from rich.console import Console

from services.common.clock import SettableClock
from services.embedded.journey import county, opening
from services.embedded.journey.player import Player, Stumbled
from services.embedded.journey.setting import COUNTY, TEAMS, Calendar, story_year
from services.embedded.launcher import Embedded
from services.identity.issuer import issue_for_demo


def play(running: Embedded, folder: Path, clock: SettableClock, console: Console, *, began: float) -> bool:
    """True when the honour stands at all four levels. Playing again on the same data changes nothing."""
    settings = running.services["identity"].app.extensions["parts"].settings
    player = Player(running.origin, clock, lambda who: issue_for_demo(settings, who), console, running.tick)
    calendar = Calendar(story_year(clock.today()))
    try:
        return _play(player, settings.issuer, calendar)
    except Stumbled as stumbled:
        console.print(f"[bold red]{stumbled}[/bold red]")
        return False
    finally:
        clock.set(None)
        console.print(f"用时 {time.monotonic() - began:.1f} 秒，站点 {running.origin}")


def _play(player: Player, issuer: str, calendar: Calendar) -> bool:
    opening.set_stage(player, issuer, calendar)
    opening.publish_regulation(player, calendar)
    units = _units(player)
    ids = county.apply(player, calendar, units)
    county.review(player, calendar, ids)
    county.assess(player, calendar, ids)
    return False


def _units(player: Player) -> dict[tuple[str, str], str]:
    """(employer, team) → unit id, as the county's admin sees them."""
    found: dict[tuple[str, str], str] = {}
    for team in TEAMS:
        listed = player.get(
            "laian.secretary1", f"/api/v1/tenants/{COUNTY}/identity/units", params={"q": team.name, "kind": "team"}
        )
        for row in listed["rows"]:
            if team.employer in row["path_names"]:
                found[team.employer, team.name] = row["id"]
    return found


def show_people(running: Embedded, console: Console) -> None:
    """Where to go and who can sign in."""
    console.print(f"\n[bold]{running.origin}[/bold]")
