"""`python -m tests.chaos`: what `make chaos` calls."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from rich.console import Console

from deploy.native.deployment import Deployment, Wanted
from deploy.native.kafka import Unavailable as NoKafka
from deploy.native.keycloak import Unavailable as NoKeycloak
from deploy.native.needed import Missing
from deploy.native.supervisor import NotReady
from services.common.logs import log_into
from services.common.operator import DATA
from services.embedded.journey import play
from services.embedded.journey.cases import api
from services.embedded.journey.player import Stumbled
from services.embedded.journey.setting import COUNTY, Calendar, story_year
from tests.chaos.killer import Killer
from tests.chaos.ledger import Ledger
from tests.chaos.persistent import Persistent

SETTLED_SECONDS = 600.0
# Between two acts of those who go on after the journey: what was killed starts meanwhile, and needs the processor.
BREATH_SECONDS = 0.25
ROOT = Path(__file__).parents[2]


def main() -> int:
    options = _options()
    console = Console(highlight=False, width=160)
    # Whoever ends the run ends what it started, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    log_into(options.folder)
    deployment = Deployment(Wanted(options.folder, options.port, bus=options.bus, issuer=options.issuer), console.print)
    killer = Killer(deployment.supervisor, Random(options.seed), options.kills, (options.pause, options.pause * 3))
    ledger = Ledger()
    player = Persistent(
        deployment.origin, deployment.clock, deployment.token_of, console, deployment.tick, ledger=ledger
    )
    player.first_told = killer.start
    console.print(f"种子 seed {options.seed}，目标 {options.kills} 次")
    try:
        deployment.start()
        stands = play(deployment, deployment.clock, console, began=time.monotonic(), made_by=lambda *_: player)
        _until_killed(player, killer, options.kills)
        killer.stop()
        deployment.clock.set(None)
        _without_broker(deployment, killer, player, options.broker_away)
        deployment.supervisor.wait_ready(seconds=SETTLED_SECONDS, most_deaths=10_000)
        os.environ[DATA] = str(deployment.folder)
        wrong = [] if stands else ["the story did not come to its end"]
        wrong += _verified(deployment.folder, console) + list(ledger.faults())
    except (OSError, Missing, NoKafka, NoKeycloak, Stumbled, NotReady) as stumbled:
        wrong = [str(stumbled)]
    finally:
        killer.stop()
        deployment.stop()
    _tell(console, killer, ledger, player.lost_answers, wrong)
    return 1 if wrong else 0


def _until_killed(player: Persistent, killer: Killer, wanted: int) -> None:
    """The journey is over; more is done until enough has died: units founded, renamed and closed."""
    player.on(Calendar(story_year(player.clock.today())).on(3, 2, years=1))
    number = 0
    while killer.killed.total() < wanted:
        number += 1
        _found_a_team(player, f"流水线 {number} 组")


def _found_a_team(player: Persistent, name: str) -> None:
    who = "laian.system"
    parents = player.get(who, api(COUNTY, "units", "identity"), params={"kind": "employer_union"})["rows"]
    asked = {"parent_id": parents[0]["id"], "kind": "team", "name": name}
    made = player.post(who, api(COUNTY, "units", "identity"), asked, status=201)
    path = api(COUNTY, f"units/{made['id']}", "identity")
    player.call("PATCH", who, path, version=made["version"], json={"name": f"{name}（甲班）"})
    time.sleep(BREATH_SECONDS)


def _without_broker(deployment: Deployment, killer: Killer, player: Persistent, seconds: float) -> None:
    """The broker is away: what people do is kept all the same, and told when it is back."""
    brokers = [name for name in deployment.supervisor.deaths() if name.startswith("kafka")]
    holds = [deployment.folder / "run" / f"{name}.hold" for name in brokers]
    deployment.supervisor.wait_ready(seconds=SETTLED_SECONDS, most_deaths=10_000)
    for hold, name in zip(holds, brokers, strict=True):
        hold.touch()
        killer.kill(name)
    began, done = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        done += 1
        _found_a_team(player, f"停机班组 {done}")
    for hold in holds:
        hold.unlink()
    player.tell("总线停机", f"{seconds:.0f} 秒内照常办理 {done} 件")


def _verified(folder: Path, console: Console) -> list[str]:
    """Events take a moment to arrive; what does not hold after that does not hold."""
    end = time.monotonic() + SETTLED_SECONDS
    while True:
        told = subprocess.run(
            [sys.executable, "-m", "services.cli.main", "--data", str(folder), "verify"],
            capture_output=True, text=True, timeout=600, check=False, cwd=ROOT,
        )  # fmt: skip
        if told.returncode == 0 or time.monotonic() > end:
            console.print(told.stdout + told.stderr, markup=False)
            return [] if told.returncode == 0 else ["pioneer verify found faults"]
        time.sleep(2)


def _tell(console: Console, killer: Killer, ledger: Ledger, lost: int, wrong: list[str]) -> None:
    kinds = "，".join(f"{name} {count}" for name, count in sorted(killer.killed.items()))
    console.print(f"强制结束 {killer.killed.total()} 次：{kinds}")
    again = ledger.tries - ledger.reads - len(ledger.acts)
    console.print(f"已确认办理 {len(ledger.acts)} 件，重发 {again} 次，答复丢失 {lost} 次")
    for each in wrong:
        console.print(f"✗ {each}", markup=False)
    if not wrong:
        console.print("✓ 已确认的各有一次，日志、案卷、事件、投影一切相符")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description="先锋 Pioneer: 随机强制结束进程 / kill at random")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument(
        "--pause", type=float, default=1.5, help="shortest seconds between two kills; thrice is longest"
    )
    parser.add_argument("--broker-away", type=float, default=60.0, help="seconds without the broker at the end")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--port", type=int, default=18640)
    parser.add_argument("--folder", type=Path, default=Path("var/chaos"))
    parser.add_argument("--bus", choices=("kafka", "postgres"), default="kafka")
    parser.add_argument("--issuer", choices=("keycloak", "embedded"), default="keycloak")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
